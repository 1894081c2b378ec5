-- What the dictionaries read: the newest version of each row, with the day it stops being in force.
create or replace view working_day_source {on_cluster} as
select toUInt64(calendar_no) * 100000 + working_index as key, day from calendar_days where is_working;

create or replace view working_second_source {on_cluster} as
select toUInt64(calendar_no) as calendar_no, seconds_before + 1 as first_second, seconds_before + work_seconds as last_second, day
from calendar_days where work_seconds > 0;

create or replace view zone_offset_source {on_cluster} as
select toUInt64(calendar_no) as calendar_no, from_second, to_second, seconds from zone_offsets;

create or replace view calendar_number_source {on_cluster} as
select calendar, calendar_no, toString(counting) as counting, standard_day_seconds, known_until, calendar as calendar_name
from calendar_numbers;

create or replace view item_in_force_source {on_cluster} as
select
    item, valid_from,
    leadInFrame(valid_from, 1, toDate('2149-06-06')) over (
        partition by item order by valid_from rows between unbounded preceding and unbounded following
    ) - 1 as valid_to,
    name, department, toString(case_kind) as case_kind,
    ifNull(toInt32(promised_limit), -1) as promised_limit, toString(promised_unit) as promised_unit,
    ifNull(toInt32(statutory_limit), -1) as statutory_limit, toString(statutory_unit) as statutory_unit
from items final;

create or replace view stage_in_force_source {on_cluster} as
select
    item, stage, valid_from,
    leadInFrame(valid_from, 1, toDate('2149-06-06')) over (
        partition by item, stage order by valid_from rows between unbounded preceding and unbounded following
    ) - 1 as valid_to,
    ifNull(toInt32(limit), -1) as limit, toString(unit) as unit
from item_stages final;

create or replace view setting_in_force_source {on_cluster} as
select
    key, region, valid_from,
    leadInFrame(valid_from, 1, toDate('2149-06-06')) over (
        partition by key, region order by valid_from rows between unbounded preceding and unbounded following
    ) - 1 as valid_to,
    value
from settings final;

-- The county above each region: itself or the nearest ancestor of level county; empty for the city itself.
create or replace view region_counties {on_cluster} as
with latest as (
    select region, argMax(name, valid_from) as name, argMax(parent, valid_from) as parent, argMax(level, valid_from) as level
    from regions final group by region
)
select
    r.region as region, r.name as name, toString(r.level) as level,
    multiIf(r.level = 'county', r.region, p.level = 'county', p.region, g.level = 'county', g.region, '') as county
from latest as r
left join latest as p on p.region = r.parent
left join latest as g on g.region = p.parent;

create or replace view unit_source {on_cluster} as
with
    c as (
        select centre, argMax(name, valid_from) as name, argMax(region, valid_from) as region, argMax(calendar, valid_from) as calendar
        from centres final group by centre
    ),
    cc as (
        select c.centre as centre, c.name as name, c.region as region, c.calendar as calendar, rc.county as county
        from c left join region_counties as rc on rc.region = c.region
    ),
    d as (select department, argMax(name, valid_from) as name, argMax(centre, valid_from) as centre from departments final group by department),
    w as (
        select window, argMax(name, valid_from) as name, argMax(department, valid_from) as department, argMax(centre, valid_from) as centre
        from windows final group by window
    ),
    s as (
        select staff, argMax(name, valid_from) as name, argMax(department, valid_from) as department, argMax(window, valid_from) as window
        from staff final group by staff
    )
select 'county' as level, region as code, name, '' as department, '' as centre, region as county, '' as calendar
from region_counties as counties where counties.level = 'county'
union all
select 'centre', centre, name, '', centre, county, calendar from cc
union all
select 'department', d.department, d.name, d.department, d.centre, cc.county, cc.calendar from d left join cc on cc.centre = d.centre
union all
select 'window', w.window, w.name, w.department, w.centre, cc.county, cc.calendar
from w left join cc on cc.centre = w.centre
union all
select 'staff', s.staff, s.name, s.department, if(w.centre != '', w.centre, d.centre), cc.county, cc.calendar
from s left join w on w.window = s.window left join d on d.department = s.department
left join cc on cc.centre = if(w.centre != '', w.centre, d.centre)
union all
select 'item', item, argMax(name, valid_from), argMax(department, valid_from), '', '', '' from items final group by item;
