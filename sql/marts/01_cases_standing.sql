-- Cases that stood open at some time of a period: received by its last day, and not closed before its first. Every backlog
-- counts these rows (01_unit_steps.sql). Grain: one row per case.
-- Parameters: from_day, to_day (both included), by (all|county|centre|department|window|staff|item|place), as_of (what happened
-- after it is left out), county, centre, department, window, staff, item ('' = any).
-- closes: the day it no longer stood open, 2149-06-06 where it still did at the moment; lapses: the day at whose
-- end it first stood open and overdue, null where it did not by the moment.
create or replace view cases_standing {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    -- As in unit_days: what lies after the moment lies after the period.
    toDate(moment) > {to_day:Date} + 1 as is_over
select
    case_id,
    unit_of({by:String}, county, centre, department, window, staff, item) as unit,
    assumeNotNull(received_on) as opens,
    if(has_happened(is_over, closed_at, moment), ifNull(closed_on, toDate('2149-06-06')), toDate('2149-06-06')) as closes,
    if(is_over or ifNull(due_at <= moment and on_clock_at <= moment, false), if(lapses_on < received_on, received_on, lapses_on), null) as lapses
from cases_near(from_day = {from_day:Date}, to_day = {to_day:Date}, as_of = {as_of:DateTime64(3, 'UTC')}, with_open = 1)
where
    received_on <= {to_day:Date} and has_happened(is_over, received_at, moment)
    and (ifNull(closed_on, toDate('2149-06-06')) > {from_day:Date} or (not is_over and closed_at > moment))
    and ({county:String} = '' or county = {county:String})
    and ({centre:String} = '' or centre = {centre:String})
    and ({department:String} = '' or department = {department:String})
    and ({window:String} = '' or window = {window:String})
    and ({staff:String} = '' or staff = {staff:String})
    and ({item:String} = '' or item = {item:String})
settings prefer_column_name_to_alias = 1;
