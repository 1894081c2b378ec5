-- Events as they count (stg_case_events.sql), of the cases something is said to have happened to in a period: all events
-- of these cases, those outside the period too. A correction may have moved an event out of it.
-- Grain: one row per (case_id, source, event_id). Parameters: from_at (included), to_at (not included).
create or replace view stg_events_of_period {on_cluster} as
select *
from case_events
where case_id in (
    select case_id
    from case_events
    where occurred_at >= {from_at:DateTime64(3, 'UTC')} and occurred_at < {to_at:DateTime64(3, 'UTC')}
)
order by case_id, source, event_id, revision desc, ifNull(recorded_at, toDateTime64(0, 3, 'UTC')) desc, content_hash desc
limit 1 by case_id, source, event_id;
