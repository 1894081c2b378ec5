-- Events whose newest revision came with different content. A conflict a later revision has settled leaves no trace.
-- Grain: one row per (case_id, source, event_id) in conflict. Parameters as stg_case_events.
create or replace view stg_event_conflicts {on_cluster} as
select case_id, source, event_id, revision
from (
    select case_id, source, event_id, revision, min(content_hash) != max(content_hash) as differs
    from case_events
    prewhere case_id in (
        select case_id
        from stg_cases_repeated(from_case = {from_case:String}, to_case = {to_case:String}, cases = {cases:Array(String)})
    )
    group by case_id, source, event_id, revision
    order by case_id, source, event_id, revision desc
    limit 1 by case_id, source, event_id
)
where differs;
