-- The arithmetic of a clock, once. A clock is a position on an axis:
--   working   working days of the calendar (whole_days)          position = n-th working day
--   calendar  calendar days                                      position = day number
--   seconds   working seconds (working hours, working_seconds)   position = n-th working second
--   elapsed   plain time, for due moments a source sent itself   position = milliseconds
-- Used time is a difference of positions, less what stops took; a due day is a position looked up backwards.
-- `no` is the calendar's number; `local` is the wall clock of the calendar's zone; moments are UTC.
-- SQL functions are expanded where they are used: an argument written twice is computed twice, so pass columns, and
-- names inside lambdas must not meet those of callers.
create or replace function calendar_key {on_cluster} as (no, day) -> toUInt64(no) * 100000 + toUInt16(day);

-- The wall clock of a moment; right in every zone, daylight saving included. "Did not happen" stays what it is: west of
-- Greenwich it would lie before 1970.
create or replace function local_time {on_cluster} as (no, moment) ->
    greatest(toDateTime64(0, 3, 'UTC'), moment + toIntervalSecond(dictGet('zone_offset', 'seconds', toUInt64(no), toUnixTimestamp64Second(moment))));

-- Whether a moment lies before another. At local midnight only the day was told: then the days are compared.
create or replace function lies_before {on_cluster} as (local, other_local) ->
    local < other_local and (toDate(local) < toDate(other_local) or toUnixTimestamp64Milli(local) % 86400000 != 0);

create or replace function day_starts_at {on_cluster} as (no, day) ->
    dictGet('calendar_day', 'starts_at', calendar_key(no, day));

-- The n-th working day after a day, 2149-06-05 past the days calendars are laid out for. The number of days is kept from reaching
-- into the next calendar's keys.
create or replace function working_day_after {on_cluster} as (no, day, days) -> dictGetOrDefault(
    'working_day', 'day', toUInt64(no) * 100000 + toUInt64(working_index(no, day) + least(days, 50000)), toDate('2149-06-05')
);

-- The moment a day starts; one past the days calendars are laid out for never does, which is 2149-06-06.
create or replace function day_starts_or_never {on_cluster} as (no, day) -> dictGetOrDefault(
    'calendar_day', 'starts_at', calendar_key(no, day), toDateTime64('2149-06-06 00:00:00', 3, 'UTC')
);

-- The moment at which the n-th working day after a day has ended.
create or replace function end_of_working_day {on_cluster} as (no, day, days) ->
    day_starts_or_never(no, working_day_after(no, day, days) + 1);

-- The moment at which the next working day after that begins: until then no working day more has been used, so what ends on
-- the days off between ends in time.
create or replace function next_working_day_starts {on_cluster} as (no, day, days) ->
    day_starts_or_never(no, working_day_after(no, day, days + 1));

create or replace function working_index {on_cluster} as (no, day) ->
    toInt64(dictGet('calendar_day', 'working_index', calendar_key(no, day)));

create or replace function second_position {on_cluster} as (no, local) ->
    toInt64(dictGet('calendar_day', 'seconds_before', calendar_key(no, toDate(local))))
    + arraySum(
        hour_of -> greatest(toInt64(0), least(toUnixTimestamp64Second(local) % 86400, toInt64(hour_of.2)) - toInt64(hour_of.1)),
        dictGet('calendar_day', 'hours', calendar_key(no, toDate(local)))
    );

create or replace function clock_position {on_cluster} as (axis, no, local, moment) -> multiIf(
    axis = 'working', working_index(no, toDate(local)),
    axis = 'calendar', toInt64(toUInt16(toDate(local))),
    axis = 'seconds', second_position(no, local),
    toUnixTimestamp64Milli(moment)
);

-- The last day of a special procedure that asked for so much time, its own first day not counted.
create or replace function special_due_on {on_cluster} as (no, began_local, granted, unit) -> multiIf(
    unit = 'calendar_days', toDate(began_local) + granted,
    unit = 'working_hours', dictGet('working_second', 'day', toUInt64(no), toUInt64(second_position(no, began_local) + 3600 * granted)),
    dictGet('working_day', 'day', toUInt64(no) * 100000 + toUInt64(working_index(no, toDate(began_local)) + granted))
);

-- The special procedures that say how long they would take, [(ended, last day asked for, how long, in which unit)]; one
-- that never ended ends with its case. To the day, also where hours were asked for.
create or replace function granted_procedures {on_cluster} as (no, stops, grants, ended) -> arrayFilter(
    procedure_of -> procedure_of.3 > 0,
    arrayMap(
        (procedure_stop, procedure_grant) -> (
            ifNull(procedure_stop.to_at, ended),
            special_due_on(no, local_time(no, procedure_stop.from_at), procedure_grant.granted, procedure_grant.unit),
            procedure_grant.granted,
            procedure_grant.unit
        ),
        stops,
        grants
    )
);

-- What so many days of the other kind than the clock's add to a clock of whole days that would be due on `day`: up to the day
-- that lies so many days later. A clock of working days due on a day off then is due on the working day after it.
create or replace function converted_days {on_cluster} as (axis, no, day, days) -> if(
    axis = 'working',
    working_index(no, day + days - 1) + 1 - working_index(no, day),
    toInt64(dictGet('working_day', 'day', toUInt64(no) * 100000 + toUInt64(working_index(no, day) + days)) - day)
);

-- Whether a clock that was due had run on when its case ended without a decision: on days and hours off after the due moment
-- no more of it is used. What has no end ends on 2149-06-06.
create or replace function outlasts {on_cluster} as (axis, no, due_day, due_moment, ended) -> ended > due_moment and multiIf(
    axis = 'working', ended >= next_working_day_starts(no, due_day, 0),
    axis = 'seconds', ended >= toDateTime64('2149-06-06 00:00:00', 3, 'UTC')
        or second_position(no, local_time(no, ended)) > second_position(no, local_time(no, due_moment)),
    true
);

-- Stops [(from moment, to moment, from local, to local)] as positions, sorted; one without an end gets 9e18.
create or replace function stops_on_axis {on_cluster} as (axis, no, stops) -> arraySort(arrayMap(
    stop_at -> (
        clock_position(axis, no, stop_at.3, stop_at.1),
        if(stop_at.2 > toDateTime64(0, 3, 'UTC'), clock_position(axis, no, stop_at.4, stop_at.2), toInt64(9000000000000000000))
    ),
    stops
));

-- Where a clock that starts at `start` and runs `length` is due, given stops [(from, to)] sorted by `from`.
-- A stop takes out (from, to], overlaps once; one that begins after the due position no longer moves it. One that begins on it
-- does: the due day itself counts, and until the stop has ended no more is used than was allowed.
-- With a stop still open the due position is out of reach (8e18 or more).
create or replace function due_position {on_cluster} as (start, length, stops) -> arrayFold(
    (fold_state, fold_stop) -> (
        if(
            greatest(fold_stop.1, fold_state.2) <= fold_state.1 and fold_stop.2 > greatest(fold_stop.1, fold_state.2),
            fold_state.1 + fold_stop.2 - greatest(fold_stop.1, fold_state.2),
            fold_state.1
        ),
        greatest(fold_state.2, fold_stop.2)
    ),
    stops,
    (toInt64(start + length), toInt64(start))
).1;

-- How much of (start, finish] the stops leave; nothing where finish lies before start.
create or replace function used_length {on_cluster} as (start, finish, stops) -> greatest(
    toInt64(0),
    toInt64(finish) - toInt64(start) - arrayFold(
        (fold_state, fold_stop) -> (
            fold_state.1 + greatest(toInt64(0), least(fold_stop.2, toInt64(finish)) - greatest(fold_stop.1, fold_state.2)),
            greatest(fold_state.2, fold_stop.2)
        ),
        stops,
        (toInt64(0), toInt64(start))
    ).1
);

-- The local day of a position on an axis of whole days; a position at or before the start is the start day itself, one past the
-- days calendars are laid out for is 1970-01-01.
create or replace function whole_day_at {on_cluster} as (axis, no, start, start_day, pos) -> multiIf(
    pos <= start, start_day,
    axis = 'working', dictGet('working_day', 'day', toUInt64(no) * 100000 + toUInt64(pos)),
    toDate(if(pos < toUInt16(toDate('2045-12-31')), toUInt16(pos), 0))
);

-- The same on any axis.
create or replace function day_at_position {on_cluster} as (axis, no, start, start_day, pos) -> multiIf(
    pos <= start or axis in ('working', 'calendar'), whole_day_at(axis, no, start, start_day, pos),
    axis = 'seconds', dictGet('working_second', 'day', toUInt64(no), toUInt64(pos)),
    toDate(local_time(no, fromUnixTimestamp64Milli(pos, 'UTC')))
);

-- The moment a working second ends, on the day it falls on.
create or replace function moment_at_second {on_cluster} as (no, day, pos) ->
    day_starts_at(no, day) + toIntervalSecond(
        arrayFold(
            (fold_state, hour_of) -> if(
                fold_state.2 <= 0, fold_state,
                (
                    if(fold_state.2 <= toInt64(hour_of.2) - toInt64(hour_of.1), toInt64(hour_of.1) + fold_state.2, fold_state.1),
                    fold_state.2 - (toInt64(hour_of.2) - toInt64(hour_of.1))
                )
            ),
            dictGet('calendar_day', 'hours', calendar_key(no, day)),
            (toInt64(0), pos - toInt64(dictGet('calendar_day', 'seconds_before', calendar_key(no, day))))
        ).1
    );
