-- Every event of one case as it came, superseded, contested and retracted ones too; an exact resend is the same event.
-- `is_current`: of its (source, event) the one that counts (stg_case_events.sql), also where it takes the event back.
-- `has_conflict`: it has the newest revision, of which there came more than one content; a conflict that a later revision has
-- settled leaves no trace. Grain: one row per (source, event_id, revision, content_hash). Parameters: case_id.
create or replace view stg_event_history {on_cluster} as
select
    *,
    row_number() over newest_first = 1 as is_current,
    revision = first_value(revision) over newest_first
        and min(content_hash) over same_revision != max(content_hash) over same_revision as has_conflict
from (
    select *
    from case_events
    where case_id = {case_id:String}
    order by ingested_at
    limit 1 by source, event_id, revision, content_hash
)
window
    newest_first as (
        partition by source, event_id
        order by revision desc, ifNull(recorded_at, toDateTime64(0, 3, 'UTC')) desc, content_hash desc
    ),
    same_revision as (partition by source, event_id, revision);
