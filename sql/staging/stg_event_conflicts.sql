-- Events whose newest revision came with different content. A conflict a later revision has settled leaves no trace.
-- Grain: one row per (case_id, source, event_id) in conflict. Parameters as stg_case_events.
-- Only cases with more rows than events are looked at closely: a third of the cost, and hashes that happen to be equal
-- only let one more case in.
create or replace view stg_event_conflicts {on_cluster} as
select case_id, source, event_id, revision
from (
    select case_id, source, event_id, revision, min(content_hash) != max(content_hash) as differs
    from case_events
    prewhere case_id in (
        select case_id
        from case_events
        prewhere case_id >= {from_case:String} and case_id <= {to_case:String}
            and (empty({cases:Array(String)}) or case_id in {cases:Array(String)})
        group by case_id
        having count() > uniqExact(cityHash64(event_id))
    )
    group by case_id, source, event_id, revision
    order by case_id, source, event_id, revision desc
    limit 1 by case_id, source, event_id
)
where differs;
