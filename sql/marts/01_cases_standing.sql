-- Cases that stood open at some time of a period: received by its last day, and not closed before its first. The backlogs of
-- daily and period statistics count these rows. Grain: one row per case.
-- Parameters: from_day, to_day (both included), by (all|county|centre|department|window|staff|item), as_of (what happened
-- after it is left out), county, centre, department, window, staff, item ('' = any).
-- closes: the day it no longer stood open, 2149-06-06 where it still did at the moment; lapses: the day at whose
-- end it was first overdue, null where it was not by the moment.
-- Cost follows the period and what is open now, not history: what closed since the period began is found by its days, and
-- what has been open since before is in open_cases.
create or replace view cases_standing {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    -- As in unit_days: what lies after the moment lies after the period.
    toDate(moment) > {to_day:Date} + 1 as is_over,
    found as (
        select case_id, county, centre, department, window, staff, item, received_on, received_at, closed_at, ifNull(closed_on, toDate('2149-06-06')) as left_on, due_at, on_clock_at, lapses_on
        from case_facts final
        where first_on <= {to_day:Date} and last_on >= least({from_day:Date}, toDate({as_of:DateTime64(3, 'UTC')}) - 1)
        settings use_skip_indexes_if_final_exact_mode = 0
        union all
        select case_id, county, centre, department, window, staff, item, received_on, received_at, closed_at, ifNull(closed_on, toDate('2149-06-06')) as left_on, due_at, on_clock_at, lapses_on
        from open_cases final
        where first_on <= {to_day:Date} and last_on < least({from_day:Date}, toDate({as_of:DateTime64(3, 'UTC')}) - 1)
    )
select
    case_id,
    unit_of({by:String}, county, centre, department, window, staff, item) as unit,
    assumeNotNull(received_on) as opens,
    if(has_happened(is_over, closed_at, moment), left_on, toDate('2149-06-06')) as closes,
    if(is_over or ifNull(due_at <= moment and on_clock_at <= moment, false), lapses_on, null) as lapses
from found
where
    received_on <= {to_day:Date} and has_happened(is_over, received_at, moment)
    and (left_on > {from_day:Date} or (not is_over and closed_at > moment))
    and ({county:String} = '' or county = {county:String})
    and ({centre:String} = '' or centre = {centre:String})
    and ({department:String} = '' or department = {department:String})
    and ({window:String} = '' or window = {window:String})
    and ({staff:String} = '' or staff = {staff:String})
    and ({item:String} = '' or item = {item:String})
settings prefer_column_name_to_alias = 1;
