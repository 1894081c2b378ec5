-- The case rows a publication seals: what happened to each case, what was promised, and how it was judged. Enough for another
-- engine to judge it again (verify/); no applicant, no reasons given in words.
-- Grain: one row per case that counts on some day of the span. Parameters: from_day, to_day (both included), with_open (1:
-- cases still open at the end of the span too).
-- First what happened, as the facts and the events say it; then what the models made of it.
create or replace view publication_cases {on_cluster} as
with
    toDateTime64(0, 3, 'UTC') as never,
    -- The days on which a case counts; its span (first_on, last_on) is wider.
    [received_on, accepted_on, refused_on, withdrawn_on, decided_on, delivered_on, rated_on] as days,
    told as (
        select
            case_id,
            arraySort(groupArrayIf(
                (occurred_at, event_id, granted, if(granted_unit = '', 'working_days', toString(granted_unit))),
                type = 'special_started' and special_kind = 'extension' and granted > 0
            )) as extensions,
            arraySort(groupArrayIf(
                (occurred_at, event_id, toString(type), ifNull(due_at, never), toString(due_by)),
                type in ('applied', 'accepted') or (due_at is not null and not (special_kind = 'extension' and granted > 0))
            )) as dues,
            arraySort(groupArrayIf((occurred_at, recorded_at), recorded_at is not null)) as entries
        from stg_events_of_span(from_day = {from_day:Date}, to_day = {to_day:Date}, with_open = {with_open:UInt8})
        where not is_retracted
        group by case_id
    )
select
    f.case_id as case_id,
    toString(county) as county, toString(centre) as centre, toString(department) as department,
    toString(window) as window, toString(staff) as staff, toString(item) as item,
    toString(case_kind) as case_kind, toString(channel) as channel, toString(calendar) as calendar,
    received_at, clock_from_at, on_clock_at, accepted_at, refused_at, withdrawn_at, decided_at, delivered_at, rated_at,
    toString(outcome) as outcome, rating,
    arrayMap(stop -> (stop.1, stop.2), stops)::Array(Tuple(from_at DateTime64(3, 'UTC'), to_at Nullable(DateTime64(3, 'UTC')))) as stops,
    -- Those of the round the case is in, before its decision.
    arrayMap(
        each -> (each.1, each.3, each.4),
        arrayFilter(each -> has(arrayMap(extension -> extension.1, f.extensions), each.1), told.extensions)
    )::Array(Tuple(granted_at DateTime64(3, 'UTC'), granted UInt16, unit String)) as extensions,
    if(
        arrayExists(each -> each.4 > never, told.dues),
        arrayMap(
            each -> (each.1, each.3, each.4, each.5),
            arrayFilter(
                each -> multiIf(
                    each.3 = 'accepted', true,
                    each.3 = 'applied', not has(flags, 'reopened'),
                    each.1 <= ifNull(decided_at, each.1) and (not has(flags, 'reopened') or ifNull(each.1 >= accepted_at, false))
                ),
                told.dues
            )
        ),
        []
    )::Array(Tuple(said_at DateTime64(3, 'UTC'), type String, due_at DateTime64(3, 'UTC'), due_by String)) as stated_dues,
    arrayMap(each -> (each.1, assumeNotNull(each.2)), told.entries)::Array(Tuple(occurred_at DateTime64(3, 'UTC'), recorded_at DateTime64(3, 'UTC'))) as entries,
    toString(limit_source) as limit_source, toString(limit_unit) as limit_unit, promised_limit, used, due_on, due_at,
    toString(verdict) as verdict,
    toString(statutory_unit) as statutory_unit, statutory_limit, statutory_used, toString(statutory_verdict) as statutory_verdict,
    working_days_used, timed_events, timely_events, last_ingested_at
from case_facts as f final
left join told on told.case_id = f.case_id
where first_on <= {to_day:Date} and (last_on >= {from_day:Date} or ({with_open:UInt8} = 1 and open_until > {to_day:Date}))
    and arrayExists(day -> ifNull(day <= {to_day:Date}, false), days)
    and (
        arrayExists(day -> ifNull(day >= {from_day:Date}, false), days)
        or ({with_open:UInt8} = 1 and open_until > {to_day:Date})
    )
settings prefer_column_name_to_alias = 1;
