-- 部门、事项全覆盖: what is on file, and whether it had any case. Grain: one row per department or item on file by the last day.
-- Parameters: from_day, to_day (both included), as_of, county, centre, department ('' = any).
-- Definition (domain, numbers, version 1): covered: at least one case received or completed on the days asked for. The third
-- of 三个全覆盖, the process, is completeness of stages in data_quality.
create or replace view coverage {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    counted as (
        select department, item, count() as cases
        from case_facts final
        where
            first_on <= {to_day:Date} and last_on >= {from_day:Date}
            and received_at <= moment
            and (
                received_on between {from_day:Date} and {to_day:Date}
                or (is_completed and decided_at <= moment and decided_on between {from_day:Date} and {to_day:Date})
            )
        group by department, item
        settings use_skip_indexes_if_final_exact_mode = 0
    ),
    on_file as (
        select 'department' as what, department as code, department as of_department
        from departments final
        group by department
        having min(valid_from) <= {to_day:Date}
        union all
        select 'item', item, argMax(department, valid_from)
        from items final
        group by item
        having min(valid_from) <= {to_day:Date}
    ),
    placed as (
        select
            what, code, of_department,
            dictGetOrDefault('unit', 'centre', ('department', of_department), '') as of_centre,
            unit_county('department', of_department) as of_county
        from on_file
    )
select
    p.what as what,
    p.code as code,
    unit_name(p.what, p.code) as name,
    p.of_department as department,
    unit_name('department', p.of_department) as department_name,
    p.of_centre as centre,
    p.of_county as county,
    toUInt32(c.cases) as cases,
    toBool(c.cases > 0) as covered
from placed as p
left join (
    select 'department' as what, toString(department) as code, sum(cases) as cases from counted group by department
    union all
    select 'item', toString(item), sum(cases) from counted group by item
) as c on c.what = p.what and c.code = p.code
where
    ({county:String} = '' or p.of_county = {county:String})
    and ({centre:String} = '' or p.of_centre = {centre:String})
    and ({department:String} = '' or p.of_department = {department:String});
