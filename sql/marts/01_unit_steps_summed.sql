-- The rows of unit_steps (01_unit_steps.sql) out of the sums of days: for a period through whose last day every day is over,
-- summed, and unchanged since (src/day-sums.ts). Grain and parameters as there; as of any moment after the period.
create or replace view unit_steps_summed {on_cluster} as
select
    greatest(s.day, {from_day:Date}) as day,
    unit_of({by:String}, s.county, s.centre, s.department, s.window, s.staff, s.item) as unit,
    toInt32(sum(s.opened) + sumIf(s.open_before, s.day = toStartOfMonth({from_day:Date}))) as opened,
    toInt32(sum(s.lapsed) + sumIf(s.overdue_before, s.day = toStartOfMonth({from_day:Date}))) as lapsed
from day_sums as s final
where
    -- What was before the month is told on its first day.
    s.day between toStartOfMonth({from_day:Date}) and {to_day:Date}
    and (s.opened != 0 or s.lapsed != 0 or s.open_before != 0)
    and ({county:String} = '' or s.county = {county:String})
    and ({centre:String} = '' or s.centre = {centre:String})
    and ({department:String} = '' or s.department = {department:String})
    and ({window:String} = '' or s.window = {window:String})
    and ({staff:String} = '' or s.staff = {staff:String})
    and ({item:String} = '' or s.item = {item:String})
group by day, unit
having opened != 0 or lapsed != 0;
