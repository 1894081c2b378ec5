-- Open cases with their clock and grade, as of a moment. Grain: one row per open case.
-- Parameters: as_of. Definitions: red = statutory due moment passed; yellow = promised due moment passed; notice = within
-- the last warning days before it (setting notice_days, 2 working days); stopped = clock stopped by the time it was due;
-- no_limit = none promised, and the statutory due moment, if any, not passed.
-- As of a past moment stops and refusals that came later are left out; the due day is the one known now, extensions and
-- ended stops included: a case that was late then is late here, a notice may come a few days later than it did.
create or replace view overdue_warnings {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    toUInt32(dictGetOrDefault('setting_in_force', 'value', ('notice_days', ''), toDate(moment), '2')) as notice_days,
    placed as (
        select
            *,
            dictGet('calendar_number', 'calendar_no', toString(calendar)) as calendar_no,
            local_time(calendar_no, moment) as moment_local,
            ifNull(on_clock_at <= moment, false) as is_on_clock,
            -- (from, to, from local, to local); a stop that began after the moment is not known yet
            arrayMap(
                stop -> (
                    stop.1,
                    if(ifNull(stop.2 <= moment, false), assumeNotNull(stop.2), toDateTime64(0, 3, 'UTC')),
                    local_time(calendar_no, stop.1),
                    if(ifNull(stop.2 <= moment, false), local_time(calendar_no, assumeNotNull(stop.2)), toDateTime64(0, 3, 'UTC'))
                ),
                arrayFilter(stop -> stop.1 <= moment, stops)
            ) as stops_then
        from open_as_of(as_of = {as_of:DateTime64(3, 'UTC')})
    ),
    positioned as (
        select
            *,
            arrayExists(stop -> stop.2 <= toDateTime64(0, 3, 'UTC'), stops_then) and is_on_clock as stands_still,
            -- A stop that begins too late to move the due day does not heal: due then, the case stays late. One that moves it
            -- leaves none, or, once it has ended, one that lies after it.
            stands_still and not ifNull(due_at <= moment, false) and not ifNull(statutory_due_at <= moment, false) as is_stopped,
            if(empty(stops_then), [], stops_on_axis(axis, calendar_no, stops_then)) as stop_positions,
            clock_position(axis, calendar_no, moment_local, moment) as moment_position
        from placed
    ),
    measured as (
        select
            *,
            is_on_clock and axis != '' as has_limit,
            used_length(start_position, moment_position, stop_positions) as used_positions,
            length - used_positions as left_positions
        from positioned
    ),
    warned as (
        select
            *,
            if(
                due_on is null or is_stopped, null,
                if(
                    limit_unit in ('hours', 'working_hours'), assumeNotNull(due_at) - toIntervalDay(1),
                    day_starts_at(calendar_no, dictGet('working_day', 'day', toUInt64(calendar_no) * 100000 + toUInt64(
                        greatest(toInt64(1), working_index(calendar_no, assumeNotNull(due_on) - 1) - toInt64(notice_days) + 1)
                    )))
                )
            ) as warn_moment
        from measured
    )
select
    case_id,
    toString(multiIf(
        is_stopped, 'stopped',
        ifNull(statutory_due_at <= moment, false), 'red',
        not has_limit, 'no_limit',
        ifNull(due_at <= moment, false), 'yellow',
        ifNull(warn_moment <= moment, false), 'notice',
        'fine'
    )) as grade,
    toString(multiIf(
        stands_still, 'stopped',
        accepted_at <= moment, 'accepted',
        state = 'supplement', 'supplement',
        'received'
    )) as state,
    county, centre, department, unit_name('department', department) as department_name,
    window, unit_name('window', window) as window_name,
    staff, unit_name('staff', staff) as staff_name,
    item, unit_name('item', item) as item_name,
    case_kind, received_at, accepted_at, clock_from_on, limit_source,
    if(has_limit, toString(limit_unit), '') as limit_unit,
    if(has_limit, promised_limit, null) as promised_limit,
    if(has_limit, if(limit_unit in ('working_days', 'calendar_days'), toFloat64(intDiv(used_positions + step - 1, step)), used_positions / step), null) as used,
    if(has_limit, if(limit_unit in ('working_days', 'calendar_days'), floor(left_positions / step), left_positions / step), null) as remaining,
    if(is_stopped, null, due_on) as due_on,
    if(is_stopped, null, due_at) as due_at,
    is_due_provisional as due_provisional,
    if(is_stopped, null, statutory_due_at) as statutory_due_at,
    warn_moment as warn_at,
    if(stands_still, toDate(arrayMin(arrayMap(stop -> stop.3, arrayFilter(stop -> stop.2 <= toDateTime64(0, 3, 'UTC'), stops_then)))), null) as stopped_since,
    arrayMap(flag -> toString(flag), flags) as flags
from warned
where is_on_clock
settings prefer_column_name_to_alias = 1;
