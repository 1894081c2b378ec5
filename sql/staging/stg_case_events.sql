-- Events as they count: of each (case, source, event) the newest revision; equal revisions with different content are
-- settled by recorded_at, then content hash, never by arrival. Retracted events stay, marked, so that a case whose
-- every event was taken back is still seen and emptied.
-- Grain: one row per (case_id, source, event_id). The case number is part of an event's identity.
-- Filters are prewhere, as small refreshes leave the plan as it is written (sql/src/refresh.ts).
-- Parameters: from_case, to_case (both included; the range scanned), cases (these only; empty = all in the range).
create or replace view stg_case_events {on_cluster} as
select *
from case_events
prewhere case_id >= {from_case:String} and case_id <= {to_case:String}
    and (empty({cases:Array(String)}) or case_id in {cases:Array(String)})
order by case_id, source, event_id, revision desc, ifNull(recorded_at, toDateTime64(0, 3, 'UTC')) desc, content_hash desc
limit 1 by case_id, source, event_id;
