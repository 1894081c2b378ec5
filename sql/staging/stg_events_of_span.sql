-- Events as they count (stg_case_events.sql), of the cases something was said to have happened to within a day of a span, or
-- that are still open at its end where these are asked for. Grain: one row per (case_id, source, event_id).
-- Parameters: from_day, to_day (both included), with_open (0 or 1).
create or replace view stg_events_of_span {on_cluster} as
select *
from case_events
where case_id in (
    select case_id
    from case_facts final
    where first_on <= {to_day:Date} and (last_on >= {from_day:Date} or ({with_open:UInt8} = 1 and open_until > {to_day:Date}))
)
order by case_id, source, event_id, revision desc, ifNull(recorded_at, toDateTime64(0, 3, 'UTC')) desc, content_hash desc
limit 1 by case_id, source, event_id;
