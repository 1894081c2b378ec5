-- The events of each case gathered into one row. Grain: one row per case.
-- Parameters as stg_case_events, and version (a later computation of a case carries a higher one).
-- Refresh and rebuild insert case_gathered_of into case_gathered, a table that keeps nothing: its rows flow on through
-- case_milestones, case_limits, case_clocks and case_dues into case_facts, and from there into open_cases. Short statements
-- instead of one long one: the engine's planning grows with the depth of a statement, and planning is most of what
-- refreshing a handful of cases costs.
-- Lists are in order of (occurred_at, event_id). A list costs a third of the least or greatest tuple of as many columns.
create or replace view case_gathered_of {on_cluster} as
with
    toUInt32(dictGetOrDefault('setting_in_force', 'value', ('entry_timeliness_hours', ''), toDate('2149-01-01'), '24')) as timeliness_hours,
    gathered as (
        select
            case_id,
            min(source) as first_source,
            countIf(not is_retracted) as event_count,
            minIf(occurred_at, not is_retracted) as first_event_at,
            maxIf(occurred_at, not is_retracted) as last_event_at,
            min(occurred_at) as first_told_at,
            max(occurred_at) as last_told_at,
            max(ingested_at) as last_ingested_at,
            countIf(not is_retracted and recorded_at is not null) as timed_events,
            countIf(not is_retracted and recorded_at <= occurred_at + toIntervalHour(timeliness_hours)) as timely_events,
            arraySort(groupArrayIf(
                (
                    occurred_at, event_id, centre, department, window, staff, item, case_kind, channel, due_at, due_by, type = 'accepted',
                    ifNull(recorded_at, occurred_at)
                ),
                type in ('applied', 'accepted') and not is_retracted
            )) as entries,
            -- The longest delay of an entry and when that was recorded, in one number: seconds of both.
            maxIf(
                bitShiftLeft(toUInt64(dateDiff('second', occurred_at, assumeNotNull(recorded_at))), 32)
                    + toUInt32(toUnixTimestamp64Second(assumeNotNull(recorded_at))),
                recorded_at > occurred_at and not is_retracted
            ) as longest_entry,
            arraySort(groupArrayIf(
                (occurred_at, event_id, outcome, department, staff, reason = '', ifNull(recorded_at, occurred_at)),
                type = 'decided' and not is_retracted
            )) as decisions,
            arraySort(groupArrayIf(occurred_at, type = 'supplement_requested' and not is_retracted)) as supplements_requested_at,
            minIf(occurred_at, type = 'supplement_received' and not is_retracted) as supplement_first_received_at,
            maxIf(occurred_at, type = 'supplement_received' and not is_retracted) as supplement_received_at,
            minIf(occurred_at, type = 'refused' and not is_retracted) as first_refused_at,
            maxIf(occurred_at, type = 'refused' and not is_retracted) as last_refused_at,
            maxIf(occurred_at, type = 'refused' and reason = '' and not is_retracted) as last_unexplained_refusal_at,
            maxIf(occurred_at, type = 'withdrawn' and not is_retracted) as last_withdrawn_at,
            maxIf(occurred_at, type = 'delivered' and not is_retracted) as delivered_at,
            arraySort(groupArrayIf((occurred_at, event_id, rating), type = 'rated' and not is_retracted)) as ratings,
            groupArrayIf(occurred_at, type = 'rating_resolved' and not is_retracted) as ratings_resolved_at,
            arraySort(groupArrayIf((occurred_at, event_id, fee), fee is not null and not is_retracted)) as fees,
            arraySort(groupArrayIf(
                (occurred_at, event_id, special_id, special_kind, granted, granted_unit, reason),
                type = 'special_started' and not is_retracted
            )) as special_starts,
            arraySort(groupArrayIf((occurred_at, event_id, special_id, special_kind), type = 'special_finished' and not is_retracted)) as special_finishes,
            groupArrayIf((toString(stage), occurred_at, type), type in ('stage_started', 'stage_finished') and not is_retracted) as stage_events,
            arraySort(groupArrayIf((occurred_at, event_id, due_at, due_by), due_at is not null and type not in ('applied', 'accepted') and not is_retracted)) as later_dues,
            arraySort(groupArrayIf((occurred_at, event_id, item), item != '' and type not in ('applied', 'accepted') and not is_retracted)) as later_items,
            arraySort(groupArrayIf((occurred_at, event_id, owner_department), owner_department != '' and not is_retracted)) as stated_owners
        from stg_case_events(from_case = {from_case:String}, to_case = {to_case:String}, cases = {cases:Array(String)})
        group by case_id
    )
select
    gathered.* except (first_told_at, last_told_at),
    {version:UInt64} as version,
    revised.has_conflict as has_conflict,
    -- What is told now and what was told once: no later computation of a case knows of less (case_facts, first_on).
    if(revised.case_id = '', first_told_at, least(first_told_at, revised.first_said_at)) as first_said_at,
    if(revised.case_id = '', last_told_at, greatest(last_told_at, revised.last_said_at)) as last_said_at
from gathered
left join stg_revised_cases(from_case = {from_case:String}, to_case = {to_case:String}, cases = {cases:Array(String)}) as revised
    on revised.case_id = gathered.case_id;

create or replace table case_gathered {on_cluster}
engine = Null empty as select * from case_gathered_of(from_case = '', to_case = '', cases = [], version = 0);
