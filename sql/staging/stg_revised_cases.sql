-- Cases an event of which was told more than once otherwise: the moments between which anything was ever said to have
-- happened to them, in whatever revision, and whether the newest revision of an event came with different content.
-- Grain: one row per case with more rows than events. Parameters as stg_case_events.
create or replace view stg_revised_cases {on_cluster} as
select case_id, max(differs) as has_conflict, min(event_first_at) as first_said_at, max(event_last_at) as last_said_at
from (
    select case_id, argMax(differs, revision) as differs, min(revision_first_at) as event_first_at, max(revision_last_at) as event_last_at
    from (
        select
            case_id, source, event_id, revision, min(content_hash) != max(content_hash) as differs,
            min(occurred_at) as revision_first_at, max(occurred_at) as revision_last_at
        from case_events
        prewhere case_id in (
            select case_id
            from stg_cases_repeated(from_case = {from_case:String}, to_case = {to_case:String}, cases = {cases:Array(String)})
        )
        group by case_id, source, event_id, revision
    )
    group by case_id, source, event_id
)
group by case_id;
