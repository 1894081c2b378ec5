-- id: entered_in_bulk
-- version: 1
-- name: { zh: 突击办结、集中补录, en: Entered in bulk }
-- grade: notice
-- phase: after
-- finding: data
-- parameters:
--   cases: { default: 10, unit: cases, zh: 件数, en: Cases }
--   minutes: { default: 5, unit: minutes, zh: 分钟数, en: Minutes }
-- sentence:
--   zh: "{staff} 在 {minutes} 分钟内集中录入 {cases} 件办结（截至 {until}）。"
--   en: "{staff} entered the decisions of {cases} cases within {minutes} minutes, until {until}."
-- source: ours — many cases entered or closed by one person within minutes
with
    arrayFilter(
        moment -> moment between one.entered_ms - one.span_ms and one.entered_ms + one.span_ms,
        peers.moments
    ) as near,
    -- The stretches of so many cases that are short enough and hold this one: (from, to).
    arrayFilter(
        stretch -> stretch.1 <= one.entered_ms and stretch.2 >= one.entered_ms and stretch.2 - stretch.1 <= one.span_ms,
        arrayMap(place -> (near[place], near[place + one.cases - 1]), range(1, toUInt32(greatest(0, toInt64(length(near)) - one.cases + 1)) + 1))
    ) as stretches
select
    one.case_id as case_id,
    fromUnixTimestamp64Milli(stretches[1].2, 'UTC') as found_at,
    map(
        'staff', dictGetOrDefault('unit', 'name', ('staff', one.decided_by), one.decided_by),
        'cases', toString(one.cases),
        'minutes', toString(intDiv(stretches[1].2 - stretches[1].1 + 59999, 60000)),
        'until', formatDateTime(local_time(one.calendar_no, found_at), '%F %R')
    ) as evidence
from (
    select
        case_id, calendar_no, toString(decided_by) as decided_by,
        toUnixTimestamp64Milli(assumeNotNull(decision_entered_at)) as entered_ms,
        toDate(local_time(calendar_no, assumeNotNull(decision_entered_at))) as entered_on,
        toInt64(60000 * threshold('minutes')) as span_ms,
        greatest(toInt64(2), toInt64(threshold('cases'))) as cases
    from facts
    where decided_by != '' and decision_entered_at is not null
) as one
inner join (
    -- Of all cases, those of the days in question: what else the person entered on that day.
    select
        toString(decided_by) as by,
        toDate(local_time(dictGet('calendar_number', 'calendar_no', toString(calendar)), assumeNotNull(decision_entered_at))) as day,
        arraySort(groupArray(toUnixTimestamp64Milli(assumeNotNull(decision_entered_at)))) as moments
    from case_facts final
    where decided_by != ''
        and decision_entered_at >= (select min(decision_entered_at) - toIntervalDay(1) from facts where decided_by != '')
        and decision_entered_at <= (select max(decision_entered_at) + toIntervalDay(1) from facts where decided_by != '')
    group by by, day
) as peers on peers.by = one.decided_by and peers.day = one.entered_on
where notEmpty(stretches)
