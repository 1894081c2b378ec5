-- Which unit of a level a case belongs to, and the filters every statistical mart takes ('' = any).
create or replace function unit_of {on_cluster} as (level, county, centre, department, window, staff, item) -> multiIf(
    level = 'county', toString(county),
    level = 'centre', toString(centre),
    level = 'department', toString(department),
    level = 'window', toString(window),
    level = 'staff', toString(staff),
    level = 'item', toString(item),
    ''
);

create or replace function unit_name {on_cluster} as (level, code) -> dictGetOrDefault('unit', 'name', (level, code), '');

-- The department a window or member of staff belongs to; empty for other levels.
create or replace function unit_department {on_cluster} as (level, code) ->
    if(level in ('window', 'staff'), dictGetOrDefault('unit', 'department', (level, code), ''), '');

create or replace function unit_county {on_cluster} as (level, code) ->
    dictGetOrDefault('unit', 'county', (level, code), '');

-- The day at whose end an open case is past its promised due moment: the due day, or, for a case the law deems accepted, the
-- day it is known to be on the clock, whichever is later. Null where it has no due day or is not on the clock.
create or replace function lapsed_on {on_cluster} as (calendar, due_on, on_clock_at) -> greatest(
    due_on,
    toDate(local_time(dictGet('calendar_number', 'calendar_no', toString(calendar)), ifNull(on_clock_at, toDateTime64('2106-02-01 00:00:00', 3, 'UTC')) - toIntervalSecond(1)))
);
