-- 流程全覆盖: completed cases, and those with an event of every stage defined for their item. Grain: one row per department.
-- Parameters: from_day, to_day (of the decision, both included), as_of, county, centre, department, window, staff, item
-- ('' = any). Definition (domain, numbers, version 1) as data_quality's, whoever told the decision.
create or replace view process_coverage {on_cluster} as
select
    toString(department) as department,
    unit_name('department', department) as department_name,
    toUInt32(count()) as completed,
    toUInt32(countIf(empty(stages_left(all_stages, told_stages, began_on)))) as stages_complete
from (
    select department, item, stages.stage as told_stages, ifNull(clock_from_on, received_on) as began_on
    from case_facts final
    where
        first_on <= {to_day:Date} and last_on >= {from_day:Date}
        and is_completed and decided_on between {from_day:Date} and {to_day:Date}
        and decided_at <= {as_of:DateTime64(3, 'UTC')}
        and ({county:String} = '' or county = {county:String})
        and ({centre:String} = '' or centre = {centre:String})
        and ({department:String} = '' or department = {department:String})
        and ({window:String} = '' or window = {window:String})
        and ({staff:String} = '' or staff = {staff:String})
        and ({item:String} = '' or item = {item:String})
    settings use_skip_indexes_if_final_exact_mode = 0
) as c
left join stages_defined as d on d.of_item = c.item
group by department
settings prefer_column_name_to_alias = 1;
