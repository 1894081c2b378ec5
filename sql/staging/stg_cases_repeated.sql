-- Cases with more rows than events: some event of theirs came more than once. Others have neither revisions nor conflicts and
-- are not looked at closely, which is a third of the cost; hashes that happen to be equal only let one more case in.
-- Grain: one row per case. Parameters as stg_case_events.
create or replace view stg_cases_repeated {on_cluster} as
select case_id
from case_events
prewhere case_id >= {from_case:String} and case_id <= {to_case:String}
    and (empty({cases:Array(String)}) or case_id in {cases:Array(String)})
group by case_id
having count() > uniqExact(cityHash64(event_id));
