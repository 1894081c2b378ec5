-- Early completion over any period by any level, in the three definitions in use, each as numerator and denominator.
-- Grain: one row per unit. Parameters and definitions as unit_days (01_unit_days.sql).
create or replace view early_completion {on_cluster} as
select
    {from_day:Date} as from_day,
    {to_day:Date} as to_day,
    d.unit as unit,
    unit_name({by:String}, d.unit) as unit_name,
    toBool(dictHas('unit', ({by:String}, d.unit))) as on_file,
    unit_department({by:String}, d.unit) as department,
    unit_name('department', unit_department({by:String}, d.unit)) as department_name,
    unit_county({by:String}, d.unit) as county,
    unit_name('county', unit_county({by:String}, d.unit)) as county_name,
    toUInt32(sum(d.early)) as of_all_numerator,
    toUInt32(sum(d.completed)) as of_all_denominator,
    toUInt32(sum(d.commitment_early)) as of_commitment_numerator,
    toUInt32(sum(d.commitment_completed)) as of_commitment_denominator,
    toUInt32(sum(d.commitment_early)) as of_received_numerator,
    toUInt32(sum(d.commitment_received)) as of_received_denominator,
    toUInt32(sum(d.early) + sum(d.on_time)) as within_limit_numerator,
    toUInt32(sum(d.completed_with_limit)) as within_limit_denominator
from unit_days(
    from_day = {from_day:Date}, to_day = {to_day:Date}, by = {by:String}, as_of = {as_of:DateTime64(3, 'UTC')},
    kinds = ['received', 'accepted', 'decided', 'refused', 'withdrawn', 'delivered', 'rated'],
    county = {county:String}, centre = {centre:String}, department = {department:String},
    window = {window:String}, staff = {staff:String}, item = {item:String}
) as d
group by d.unit;
