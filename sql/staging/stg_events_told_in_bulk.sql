-- The rows of stg_events_told, for whoever reads the events of most cases. To find the newest revision of each event all of
-- them are sorted there, which takes three times what reading them does; here only those of cases of which some event came
-- more than once, and the others are read as they lie. In no order. Grain and parameters as there.
create or replace view stg_events_told_in_bulk {on_cluster} as
select *, not is_retracted as counts, toUInt8(0) as is_contested
from case_events
prewhere case_id >= {from_case:String} and case_id <= {to_case:String}
    and (empty({cases:Array(String)}) or case_id in {cases:Array(String)})
    and case_id not in (
        select case_id
        from stg_cases_repeated(from_case = {from_case:String}, to_case = {to_case:String}, cases = {cases:Array(String)})
    )
union all
select
    *,
    row_number() over newest_first = 1 and not is_retracted as counts,
    revision = first_value(revision) over newest_first and content_hash != first_value(content_hash) over newest_first as is_contested
from case_events
prewhere case_id in (
    select case_id
    from stg_cases_repeated(from_case = {from_case:String}, to_case = {to_case:String}, cases = {cases:Array(String)})
)
window newest_first as (
    partition by case_id, source, event_id
    order by revision desc, ifNull(recorded_at, toDateTime64(0, 3, 'UTC')) desc, content_hash desc
);
