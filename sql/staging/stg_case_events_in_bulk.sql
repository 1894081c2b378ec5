-- The rows of stg_case_events, for whoever reads the events of most cases. To find the newest revision of each event all of
-- them are sorted there, which takes three times what reading them does; here only those of cases of which some event came
-- more than once, and the others are read as they lie. In no order. Grain and parameters as there.
create or replace view stg_case_events_in_bulk {on_cluster} as
select *
from case_events
prewhere case_id >= {from_case:String} and case_id <= {to_case:String}
    and (empty({cases:Array(String)}) or case_id in {cases:Array(String)})
    and case_id not in (
        select case_id
        from stg_cases_repeated(from_case = {from_case:String}, to_case = {to_case:String}, cases = {cases:Array(String)})
    )
union all
select *
from (
    select *
    from case_events
    prewhere case_id in (
        select case_id
        from stg_cases_repeated(from_case = {from_case:String}, to_case = {to_case:String}, cases = {cases:Array(String)})
    )
    order by case_id, source, event_id, revision desc, ifNull(recorded_at, toDateTime64(0, 3, 'UTC')) desc, content_hash desc
    limit 1 by case_id, source, event_id
);
