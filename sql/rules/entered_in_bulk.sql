-- id: entered_in_bulk
-- version: 2
-- name: { zh: 突击办结、集中补录, en: Entered in bulk }
-- grade: notice
-- phase: after
-- finding: data
-- parameters:
--   cases: { default: 10, unit: cases, zh: 件数, en: Cases }
--   minutes: { default: 5, unit: minutes, zh: 分钟数, en: Minutes }
--   late: { default: 30, unit: minutes, zh: 收件、受理晚录入多少分钟算补录（不低于 10）, en: Minutes after which a receipt or acceptance counts as back-entered (10 or more) }
-- sentence:
--   zh: "{staff} 在 {minutes} 分钟内集中录入 {cases} 件{what}（截至 {until}）。"
--   en: "{staff} entered the {what} of {cases} cases within {minutes} minutes, until {until}."
-- source:
--   zh: "本平台：一人在数分钟内集中录入或办结多件"
--   en: "ours — many cases entered or closed by one person within minutes"
with
    -- Many receipts within minutes are no offence: at a busy counter, or taken over from the web together, they are put down
    -- as they happen. So they count when recorded half an hour late: of nobody at the counter is so much left to write down.
    -- (what, who, when entered, how late it must be to count, how late it was)
    one as (
        select
            case_id, calendar_no, entry.1 as what, entry.2 as by, entry.4 as late,
            toUnixTimestamp64Milli(assumeNotNull(entry.3)) as entered_ms,
            toDate(local_time(calendar_no, assumeNotNull(entry.3))) as day,
            toInt64(60000 * threshold('minutes')) as span_ms,
            greatest(toInt64(2), toInt64(threshold('cases'))) as cases
        from facts
        array join arrayFilter(entry -> entry.2 != '' and entry.3 is not null and entry.5 >= entry.4, [
            ('decisions', toString(decided_by), decision_entered_at, 0, 0),
            ('registrations', toString(registered_by), registration_entered_at, greatest(toInt64(600), toInt64(60 * threshold('late'))), registration_delay)
        ]) as entry
    ),
    -- 1 who entered on which days, 2 by which thresholds this is judged, 3 and 4 the widest of them. One value, since each way to
    -- the facts is planned anew.
    (
        select (
            groupUniqArrayArray(arrayMap(
                on -> (what, on, by),
                arrayMap(ahead -> toDate(intDiv(entered_ms - span_ms, 86400000)) + ahead, range(toUInt32(1 + intDiv(entered_ms + span_ms, 86400000) - intDiv(entered_ms - span_ms, 86400000))))
            )),
            groupUniqArray((what, by, day, span_ms, cases, late)),
            min(cases),
            max(span_ms)
        )
        from one
    ) as asked,
    -- All that these people ever were known to enter around then; corrected since, some of it.
    around as (
        select what, entered_by as by, arraySort(groupUniqArray((toUnixTimestamp64Milli(entered_at), case_id))) as entries
        from staff_entries
        where (what, entered_on, entered_by) in (select key.1, key.2, key.3 from (select arrayJoin(asked.1) as key))
        group by what, by
    ),
    -- Of it, the cases in a stretch of so many that is short enough: a stretch begins at them or fewer than so many before.
    crowded as (
        select arrayJoin(arrayFilter((entry, begun, before) -> begun > before, entries, begun, before)).2 as case_id
        from (
            select
                entries,
                assumeNotNull(asked.3) as fewest,
                arrayMap(entry -> entry.1, entries) as moments,
                arrayMap(
                    (began, ended) -> ended - began <= assumeNotNull(asked.4),
                    arraySlice(moments, 1, greatest(0, toInt64(length(moments)) - fewest + 1)),
                    arraySlice(moments, fewest)
                ) as begins,
                arrayCumSum(arrayResize(begins, length(moments), 0)) as begun,
                arrayResize(arrayConcat(arrayWithConstant(least(fewest, length(moments)), toUInt64(0)), begun), length(moments)) as before
            from around
        )
    ),
    -- What of that is so: as the facts of these cases say now.
    entered as (
        select
            entry.1 as what, entry.2 as by, entry.4 as delay,
            toUnixTimestamp64Milli(assumeNotNull(entry.3)) as entered_ms,
            toDate(local_time(dictGet('calendar_number', 'calendar_no', toString(calendar)), assumeNotNull(entry.3))) as day
        from case_facts final
        array join arrayFilter(entry -> entry.2 != '' and entry.3 is not null, [
            ('decisions', toString(decided_by), decision_entered_at, 0),
            ('registrations', toString(registered_by), registration_entered_at, registration_delay)
        ]) as entry
        where case_id in (select case_id from crowded)
    ),
    -- The stretches of so many cases that are short enough, by their end; of those that end together the longest.
    stretches as (
        select what, by, day, span_ms, cases, late, stretch.2 as to_ms, min(stretch.1) as from_ms
        from (
            select
                what, by, day, span_ms, cases, late,
                arraySort(groupArray(entered_ms)) as moments,
                arrayJoin(arrayFilter(
                    ends -> ends.2 - ends.1 <= span_ms,
                    arrayMap((began, ended) -> (began, ended), arraySlice(moments, 1, greatest(0, toInt64(length(moments)) - cases + 1)), arraySlice(moments, cases))
                )) as stretch
            from (select each.1 as what, each.2 as by, each.3 as day, each.4 as span_ms, each.5 as cases, each.6 as late from (select arrayJoin(asked.2) as each)) as judged
            inner join entered using (what, by, day)
            where delay >= late
            group by what, by, day, span_ms, cases, late
        )
        group by what, by, day, span_ms, cases, late, to_ms
    )
select
    one.case_id as case_id,
    fromUnixTimestamp64Milli(stretches.to_ms, 'UTC') as found_at,
    map(
        'staff', dictGetOrDefault('unit', 'name', ('staff', one.by), one.by),
        'what', one.what,
        'cases', toString(one.cases),
        'minutes', toString(intDiv(stretches.to_ms - stretches.from_ms + 59999, 60000)),
        'until', formatDateTime(local_time(one.calendar_no, found_at), '%F %R')
    ) as evidence
-- The first stretch to end at or after the entry: where it begins later, no stretch holds this case. A list of all that a
-- person entered is made once a day, not once a case: a history read in at once is one person's work of one day.
from one
asof inner join stretches on stretches.what = one.what and stretches.by = one.by and stretches.day = one.day
    and stretches.span_ms = one.span_ms and stretches.cases = one.cases and stretches.late = one.late
    and stretches.to_ms >= one.entered_ms
where stretches.from_ms <= one.entered_ms
-- A case registered and decided so has one finding, of what came first.
order by stretches.to_ms, one.what desc
limit 1 by case_id
