-- 窗口负荷: who came to the counter by weekday and hour, how long a window was busy with one of them, and windows on file.
-- Grain: one row per (unit, weekday, hour) in which its counter is open or somebody came; units to which nobody came are
-- not there.
-- Parameters: from_day, to_day (both included), by (all|county|centre|department|window: whose windows share one line),
-- as_of, county, centre, department, window, staff, item ('' = any; department is that of the window).
-- Definition (domain, window load, version 1):
-- * arrivals: cases received on working days of the period that are over as of the moment, at a window or, where the source
--   does not say how, not said to have come otherwise (those are `unstated`). People who came and left no case are not known.
-- * open_minutes: minutes the counter was open in that hour over those days, by the calendar of the unit's centre (of its
--   cases, where the unit has none of its own and they share one); arrivals
--   per hour = 60 × arrivals / open_minutes. Outside the hours on file it is 0, and there is no rate.
-- * handling: from receipt to the end of what is done at the window on the same day: to the decision for an instant case, to
--   acceptance for others; at the latest to the next receipt of the same clerk at the same window, since nobody serves two
--   at once. Cases whose events tell no time between, and those of more than 60 minutes, which were laid aside, are left
--   out. So it includes what a clerk lets lie while nobody waits, and misses what is done before the receipt is entered.
create or replace view window_load {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    received as (
        select
            unit_department('window', toString(window)) as window_department,
            if(window_department != '', window_department, toString(department)) as counter,
            unit_of({by:String}, county, centre, counter, window, '', '') as unit,
            centre, window, staff, item, channel, case_kind, case_id, received_at, received_on, accepted_at, accepted_on, decided_at, decided_on,
            calendar,
            dictGet('calendar_number', 'calendar_no', toString(calendar)) as calendar_no,
            toHour(local_time(calendar_no, assumeNotNull(received_at))) as hour
        from case_facts final
        where
            first_on <= {to_day:Date} and last_on >= {from_day:Date}
            and received_on between {from_day:Date} and {to_day:Date}
            and received_on < toDate(local_time(calendar_no, moment))
            and channel in ('window', '')
            and ({county:String} = '' or county = {county:String})
            and ({centre:String} = '' or centre = {centre:String})
            and ({department:String} = '' or counter = {department:String})
            and ({window:String} = '' or window = {window:String})
        settings use_skip_indexes_if_final_exact_mode = 0
    ),
    spans as (
        select
            *,
            leadInFrame(received_at) over (
                partition by centre, window, staff, received_on order by received_at, case_id
                rows between current row and 1 following
            ) as next_received_at,
            multiIf(
                case_kind = 'instant' and decided_on = received_on and decided_at > received_at, decided_at,
                accepted_on = received_on and accepted_at > received_at, accepted_at,
                null
            ) as finished_at,
            dateDiff('second', received_at, if(window != '' and next_received_at is not null, least(finished_at, next_received_at), finished_at)) as seconds
        from received
    ),
    came as (
        select
            unit, window, channel, toString(calendar) as case_calendar,
            toUInt16(24 * toDayOfWeek(assumeNotNull(received_on)) + hour) as slot,
            ifNull(seconds between 1 and 3600, false) as is_timed,
            if(is_timed, assumeNotNull(seconds), 0) as handling
        from spans
        where
            dictGet('calendar_day', 'working_index', calendar_key(calendar_no, assumeNotNull(received_on)))
                > dictGet('calendar_day', 'working_index', calendar_key(calendar_no, assumeNotNull(received_on) - 1))
            and ({staff:String} = '' or staff = {staff:String})
            and ({item:String} = '' or item = {item:String})
    ),
    units as (
        select
            unit,
            sumMap(map(slot, toUInt64(1))) as arrivals_at,
            sumMap(map(slot, toUInt64(channel = ''))) as unstated_at,
            sum(handling) as handling_seconds,
            countIf(is_timed) as handling_cases,
            uniqExactIf(window, window != '') as windows_seen,
            dictGetOrDefault('unit', 'calendar', ({by:String}, unit), '') as named,
            multiIf(dictHas('calendar_number', named), named, uniqExact(case_calendar) = 1, any(case_calendar), 'default') as calendar
        from came
        group by unit
    ),
    compared as (
        select
            *,
            sum(handling_seconds) over () as all_handling_seconds,
            sum(handling_cases) over () as all_handling_cases
        from units
    ),
    -- Every hour of the weekdays that had working days, by calendar.
    open_hours as (
        select
            calendar,
            toDayOfWeek(day) as weekday,
            arrayJoin(range(24)) as hour,
            toUInt16(24 * weekday + hour) as slot,
            toUInt32(count()) as days,
            sum(arraySum(
                open_from_to -> greatest(
                    0, least(toInt64(open_from_to.2), 3600 * hour + 3600) - greatest(toInt64(open_from_to.1), 3600 * hour)
                ),
                hours
            )) / 60 as open_minutes
        from calendar_days
        where
            is_working and day between {from_day:Date} and {to_day:Date}
            and day < toDate(local_time(calendar_no, moment))
        group by calendar, weekday, hour
    ),
    on_file as (
        select unit_of({by:String}, county, centre, department, code, '', '') as unit, count() as windows
        from dictionary('unit')
        where
            level = 'window'
            and ({county:String} = '' or county = {county:String})
            and ({centre:String} = '' or centre = {centre:String})
            and ({department:String} = '' or department = {department:String})
            and ({window:String} = '' or code = {window:String})
        group by unit
    )
select
    u.unit as unit,
    unit_name({by:String}, u.unit) as unit_name,
    toBool(dictHas('unit', ({by:String}, u.unit))) as on_file,
    unit_department({by:String}, u.unit) as department,
    unit_name('department', unit_department({by:String}, u.unit)) as department_name,
    unit_county({by:String}, u.unit) as county,
    unit_name('county', unit_county({by:String}, u.unit)) as county_name,
    toUInt8(h.weekday) as weekday,
    toUInt8(h.hour) as hour,
    toUInt32(h.days) as days,
    toFloat64(h.open_minutes) as open_minutes,
    toUInt32(u.arrivals_at[h.slot]) as arrivals,
    toUInt32(u.unstated_at[h.slot]) as unstated,
    toUInt32(u.handling_cases) as handling_cases,
    toFloat64(u.handling_seconds) as handling_seconds,
    toUInt32(u.all_handling_cases) as all_handling_cases,
    toFloat64(u.all_handling_seconds) as all_handling_seconds,
    toUInt32(u.windows_seen) as windows_seen,
    toUInt32(f.windows) as windows_on_file
from compared as u
inner join open_hours as h on h.calendar = u.calendar
left join on_file as f on f.unit = u.unit
where h.open_minutes > 0 or u.arrivals_at[h.slot] > 0
settings prefer_column_name_to_alias = 1;
