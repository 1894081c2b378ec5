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
-- source:
--   zh: "本平台：一人在数分钟内集中录入或办结多件"
--   en: "ours — many cases entered or closed by one person within minutes"
with
    one as (
        select
            case_id, calendar_no, toString(decided_by) as by,
            toUnixTimestamp64Milli(assumeNotNull(decision_entered_at)) as entered_ms,
            toDate(local_time(calendar_no, assumeNotNull(decision_entered_at))) as day,
            toInt64(60000 * threshold('minutes')) as span_ms,
            greatest(toInt64(2), toInt64(threshold('cases'))) as cases
        from facts
        where decided_by != '' and decision_entered_at is not null
    ),
    -- Of all cases, those of the days in question: what else these persons entered.
    entered as (
        select
            toString(decided_by) as by,
            toDate(local_time(dictGet('calendar_number', 'calendar_no', toString(calendar)), assumeNotNull(decision_entered_at))) as day,
            arraySort(groupArray(toUnixTimestamp64Milli(assumeNotNull(decision_entered_at)))) as moments
        from case_facts final
        where decided_by in (select decided_by from facts where decided_by != '')
            and toDate(decision_entered_at) in (
                select arrayJoin([toDate(decision_entered_at) - 1, toDate(decision_entered_at), toDate(decision_entered_at) + 1])
                from facts where decided_by != '' and decision_entered_at is not null
            )
            -- The same as a span, which the index knows.
            and decision_entered_at >= (select toDateTime64(toDate(minOrNull(decision_entered_at)) - 1, 3, 'UTC') from facts where decided_by != '')
            and decision_entered_at < (select toDateTime64(toDate(maxOrNull(decision_entered_at)) + 2, 3, 'UTC') from facts where decided_by != '')
        group by by, day
    ),
    -- The stretches of so many cases that are short enough, by their end; of those that end together the longest.
    stretches as (
        select by, day, span_ms, cases, stretch.2 as to_ms, min(stretch.1) as from_ms
        from (
            select
                by, day, span_ms, cases,
                arrayJoin(arrayFilter(
                    ends -> ends.2 - ends.1 <= span_ms,
                    arrayMap((began, ended) -> (began, ended), arraySlice(moments, 1, greatest(0, toInt64(length(moments)) - cases + 1)), arraySlice(moments, cases))
                )) as stretch
            from (select distinct by, day, span_ms, cases from one) as asked
            inner join entered using (by, day)
        )
        group by by, day, span_ms, cases, to_ms
    )
select
    one.case_id as case_id,
    fromUnixTimestamp64Milli(stretches.to_ms, 'UTC') as found_at,
    map(
        'staff', dictGetOrDefault('unit', 'name', ('staff', one.by), one.by),
        'cases', toString(one.cases),
        'minutes', toString(intDiv(stretches.to_ms - stretches.from_ms + 59999, 60000)),
        'until', formatDateTime(local_time(one.calendar_no, found_at), '%F %R')
    ) as evidence
-- The first stretch to end at or after the entry: where it begins later, no stretch holds this case. A list of all that a
-- person entered is made once a day, not once a case: a history read in at once is one person's work of one day.
from one
asof inner join stretches on stretches.by = one.by and stretches.day = one.day and stretches.span_ms = one.span_ms
    and stretches.cases = one.cases and stretches.to_ms >= one.entered_ms
where stretches.from_ms <= one.entered_ms
