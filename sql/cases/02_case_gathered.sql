-- The events of each case gathered into one row. Grain: one row per case.
-- Parameters as stg_events_told, and version (a later computation of a case carries a higher one).
-- Refresh and rebuild insert case_gathered_of into case_gathered, a table that keeps nothing: its rows flow on through
-- case_milestones, case_limits, case_clocks and case_dues into case_facts, and from there into open_cases. Short statements
-- instead of one long one: the engine's planning grows with the depth of a statement, and planning is most of what
-- refreshing a handful of cases costs.
-- Lists are in order of (occurred_at, event_id). A list costs a third of the least or greatest tuple of as many columns.
create or replace view case_gathered_of {on_cluster} as
with toUInt32(dictGetOrDefault('setting_in_force', 'value', ('entry_timeliness_hours', ''), toDate('2149-01-01'), '24')) as timeliness_hours
select
    case_id,
    {version:UInt64} as version,
    min(source) as first_source,
    countIf(counts) as event_count,
    minIf(occurred_at, counts) as first_event_at,
    maxIf(occurred_at, counts) as last_event_at,
    max(is_contested) as has_conflict,
    -- What is told now and what was told once: no later computation of a case knows of less (case_facts, first_on).
    min(occurred_at) as first_said_at,
    max(occurred_at) as last_said_at,
    max(ingested_at) as last_ingested_at,
    countIf(counts and recorded_at is not null) as timed_events,
    countIf(counts and recorded_at <= occurred_at + toIntervalHour(timeliness_hours)) as timely_events,
    arraySort(groupArrayIf(
        (
            occurred_at, event_id, centre, department, window, staff, item, case_kind, channel, due_at, due_by, type = 'accepted',
            ifNull(recorded_at, occurred_at)
        ),
        type in ('applied', 'accepted') and counts
    )) as entries,
    -- The longest delay of an entry and when that was recorded, in one number: seconds of both.
    maxIf(
        bitShiftLeft(toUInt64(dateDiff('second', occurred_at, assumeNotNull(recorded_at))), 32)
            + toUInt32(toUnixTimestamp64Second(assumeNotNull(recorded_at))),
        recorded_at > occurred_at and counts
    ) as longest_entry,
    arraySort(groupArrayIf(
        (occurred_at, event_id, outcome, department, staff, reason = '', ifNull(recorded_at, occurred_at)),
        type = 'decided' and counts
    )) as decisions,
    arraySort(groupArrayIf(occurred_at, type = 'supplement_requested' and counts)) as supplements_requested_at,
    minIf(occurred_at, type = 'supplement_received' and counts) as supplement_first_received_at,
    maxIf(occurred_at, type = 'supplement_received' and counts) as supplement_received_at,
    arraySort(groupArrayIf(occurred_at, type = 'refused' and counts)) as refusals,
    maxIf(occurred_at, type = 'refused' and reason = '' and counts) as last_unexplained_refusal_at,
    arraySort(groupArrayIf(occurred_at, type = 'withdrawn' and counts)) as withdrawals,
    maxIf(occurred_at, type = 'delivered' and counts) as delivered_at,
    arraySort(groupArrayIf((occurred_at, event_id, rating), type = 'rated' and counts)) as ratings,
    groupArrayIf(occurred_at, type = 'rating_resolved' and counts) as ratings_resolved_at,
    arraySort(groupArrayIf((occurred_at, event_id, fee), fee is not null and counts)) as fees,
    arraySort(groupArrayIf(
        (occurred_at, event_id, special_id, special_kind, granted, granted_unit, reason),
        type = 'special_started' and counts
    )) as special_starts,
    arraySort(groupArrayIf((occurred_at, event_id, special_id, special_kind), type = 'special_finished' and counts)) as special_finishes,
    groupArrayIf((toString(stage), occurred_at, type), type in ('stage_started', 'stage_finished') and counts) as stage_events,
    -- What an extension grants tells where it leads; the due moment beside it would add it twice, or heal what came too late.
    arraySort(groupArrayIf(
        (occurred_at, event_id, due_at, due_by),
        due_at is not null and type not in ('applied', 'accepted') and not (special_kind = 'extension' and granted > 0) and counts
    )) as later_dues,
    arraySort(groupArrayIf((occurred_at, event_id, item), item != '' and type not in ('applied', 'accepted') and counts)) as later_items,
    arraySort(groupArrayIf((occurred_at, event_id, owner_department), owner_department != '' and counts)) as stated_owners
from stg_events_told(from_case = {from_case:String}, to_case = {to_case:String}, cases = {cases:Array(String)})
group by case_id;

create or replace table case_gathered {on_cluster}
engine = Null empty as select * from case_gathered_of(from_case = '', to_case = '', cases = [], version = 0);
