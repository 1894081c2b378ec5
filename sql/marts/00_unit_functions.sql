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
