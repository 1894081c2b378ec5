-- Events whose newest revision came with different content (stg_event_history.sql), of the cases something is said to
-- have happened to in a period. Grain: one row per (case_id, source, event_id) in conflict.
-- Parameters: from_at (included), to_at (not included).
create or replace view stg_conflicts_of_period {on_cluster} as
select case_id, source, event_id, revision
from (
    select case_id, source, event_id, revision, min(content_hash) != max(content_hash) as differs
    from case_events
    where case_id in (
        select case_id
        from case_events
        where case_id in (
            select case_id
            from case_events
            where occurred_at >= {from_at:DateTime64(3, 'UTC')} and occurred_at < {to_at:DateTime64(3, 'UTC')}
        )
        group by case_id
        having count() > uniqExact(cityHash64(event_id))
    )
    group by case_id, source, event_id, revision
    order by case_id, source, event_id, revision desc
    limit 1 by case_id, source, event_id
)
where differs;
