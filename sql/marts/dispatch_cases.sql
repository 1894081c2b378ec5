-- 旬调度, case by case: where each open case stands in the ten working days ahead. Grain: one row per open case on the clock.
-- Parameters: as_of, from_day (first day of the ten-day period; the look ahead begins then, or on the day of as_of once it has
-- begun), stopped_days (working days from which a stop is long), county, centre, department, window, staff, item ('' = any).
-- Definitions (domain, numbers, version 1), on overdue_warnings, whose clocks and grades these are:
-- * place: overdue = past the promised or statutory due moment; instant = an instant case, due at once; before = due before the
--   look ahead begins; due = in the ten working days ahead, on the n-th of which `ahead` says; later; stopped = its clock stands
--   and nothing is due; no_limit.
--   A due day on which nobody works counts for the last working day before it, in the look ahead for its first day at least.
-- * age_days: working days since day 0 of the clock, stops included. stood_days: working days since the stop began.
create or replace view dispatch_cases {on_cluster} as
with
    open_then as (
        select
            *,
            dictGetOrDefault('unit', 'calendar', ('centre', toString(centre)), '') as named_calendar,
            dictGet('calendar_number', 'calendar_no', if(dictHas('calendar_number', named_calendar), named_calendar, 'default')) as calendar_no,
            toDate(local_time(calendar_no, {as_of:DateTime64(3, 'UTC')})) as today,
            working_index(calendar_no, greatest({from_day:Date}, today) - 1) as index_before
        from overdue_warnings(as_of = {as_of:DateTime64(3, 'UTC')})
        where
            ({county:String} = '' or county = {county:String})
            and ({centre:String} = '' or centre = {centre:String})
            and ({department:String} = '' or department = {department:String})
            and ({window:String} = '' or window = {window:String})
            and ({staff:String} = '' or staff = {staff:String})
            and ({item:String} = '' or item = {item:String})
    ),
    placed as (
        select
            *,
            if(due_on is null, 0, working_index(calendar_no, assumeNotNull(due_on)) - index_before) as steps,
            multiIf(
                grade in ('stopped', 'no_limit'), grade,
                grade in ('red', 'yellow'), 'overdue',
                case_kind = 'instant', 'instant',
                due_on < greatest({from_day:Date}, today), 'before',
                steps <= 10, 'due',
                'later'
            ) as place,
            if(stopped_since is null, null, working_index(calendar_no, today) - working_index(calendar_no, assumeNotNull(stopped_since))) as stood
        from open_then
    )
select
    * except (named_calendar, today, index_before, steps, stood),
    toUInt8(if(place = 'due', greatest(1, steps), 0)) as ahead,
    toUInt32(greatest(0, working_index(calendar_no, today) - working_index(calendar_no, assumeNotNull(clock_from_on)))) as age_days,
    toUInt32(stood) as stood_days,
    toBool(ifNull(stood > {stopped_days:UInt32}, false)) as is_stopped_long
from placed
settings prefer_column_name_to_alias = 1;
