-- Which unit of a level a case belongs to; `place` is all of them as a JSON array. And the filters every statistical mart takes
-- ('' = any).
create or replace function unit_of {on_cluster} as (level, county, centre, department, window, staff, item) -> multiIf(
    level = 'county', toString(county),
    level = 'centre', toString(centre),
    level = 'department', toString(department),
    level = 'window', toString(window),
    level = 'staff', toString(staff),
    level = 'item', toString(item),
    level = 'place', toJSONString([county, centre, department, window, staff, item]),
    ''
);

create or replace function unit_name {on_cluster} as (level, code) -> dictGetOrDefault('unit', 'name', (level, code), '');

-- The department a window or member of staff belongs to; empty for other levels.
create or replace function unit_department {on_cluster} as (level, code) ->
    if(level in ('window', 'staff'), dictGetOrDefault('unit', 'department', (level, code), ''), '');

create or replace function unit_county {on_cluster} as (level, code) ->
    dictGetOrDefault('unit', 'county', (level, code), '');

-- Points a card of a grade takes off a score on a day: the setting deduction_<grade>, else 0, 5 and 10.
create or replace function deduction_points {on_cluster} as (grade, day) -> toFloat64(dictGetOrDefault(
    'setting_in_force', 'value', (concat('deduction_', grade), ''), day, multiIf(grade = 'red', '10', grade = 'yellow', '5', '0')
));

-- Whether what happened on a day of a period had happened by the report's moment: all of it once the period is over.
create or replace function has_happened {on_cluster} as (is_over, at, moment) -> is_over or ifNull(at <= moment, false);
