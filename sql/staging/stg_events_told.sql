-- Every row of an event as it came, and which of them counts: of each (case, source, event) the newest revision; equal
-- revisions with different content are settled by recorded_at, then content hash, never by arrival.
-- `counts`: it is that one, and takes nothing back. `is_contested`: it says otherwise than that one under the same revision.
-- Grain: one row per row of case_events.
-- Filters are prewhere, as small refreshes leave the plan as it is written (sql/src/refresh.ts).
-- Parameters: from_case, to_case (both included; the range scanned), cases (these only; empty = all in the range).
create or replace view stg_events_told {on_cluster} as
select
    *,
    row_number() over newest_first = 1 and not is_retracted as counts,
    revision = first_value(revision) over newest_first and content_hash != first_value(content_hash) over newest_first as is_contested
from case_events
prewhere case_id >= {from_case:String} and case_id <= {to_case:String}
    and (empty({cases:Array(String)}) or case_id in {cases:Array(String)})
window newest_first as (
    partition by case_id, source, event_id
    order by revision desc, ifNull(recorded_at, toDateTime64(0, 3, 'UTC')) desc, content_hash desc
);
