-- Events that came with different content under one revision.
-- Grain: one row per (case_id, source, event_id, revision) in conflict. Parameters as stg_case_events.
create or replace view stg_event_conflicts {on_cluster} as
select case_id, source, event_id, revision
from case_events
where case_id >= {from_case:String} and case_id <= {to_case:String}
    and (empty({cases:Array(String)}) or case_id in {cases:Array(String)})
group by case_id, source, event_id, revision
having min(content_hash) != max(content_hash)
settings optimize_aggregation_in_order = 1;
