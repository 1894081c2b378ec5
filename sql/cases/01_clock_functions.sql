-- The arithmetic of a clock, once. A clock is a position on an axis:
--   working   working days of the calendar (whole_days)          position = n-th working day
--   calendar  calendar days                                      position = day number
--   seconds   working seconds (working hours, working_seconds)   position = n-th working second
--   elapsed   plain time, for due moments a source sent itself   position = milliseconds
-- Used time is a difference of positions, less what stops took; a due day is a position looked up backwards.
-- `no` is the calendar's number; days are local to the calendar's zone; moments are UTC.
create or replace function calendar_key {on_cluster} as (no, day) -> toUInt64(no) * 100000 + toUInt16(day);

create or replace function day_starts_at {on_cluster} as (no, day) ->
    dictGet('calendar_day', 'starts_at', calendar_key(no, day));

-- The local day a moment falls on; right in every zone, daylight saving included.
create or replace function local_day {on_cluster} as (no, moment) ->
    toDate(moment) + multiIf(
        day_starts_at(no, toDate(moment) + 1) <= moment, 1,
        day_starts_at(no, toDate(moment)) <= moment, 0,
        -1
    );

create or replace function working_index {on_cluster} as (no, day) ->
    toInt64(dictGet('calendar_day', 'working_index', calendar_key(no, day)));

create or replace function second_position {on_cluster} as (no, day, moment) ->
    toInt64(dictGet('calendar_day', 'seconds_before', calendar_key(no, day)))
    + arraySum(
        h -> greatest(
            0,
            least(toInt64(intDiv(toUnixTimestamp64Milli(moment) - toUnixTimestamp64Milli(day_starts_at(no, day)), 1000)), toInt64(h.2))
            - toInt64(h.1)
        ),
        dictGet('calendar_day', 'hours', calendar_key(no, day))
    );

create or replace function clock_position {on_cluster} as (axis, no, day, moment) -> multiIf(
    axis = 'working', working_index(no, day),
    axis = 'calendar', toInt64(toUInt16(day)),
    axis = 'elapsed', toUnixTimestamp64Milli(moment),
    second_position(no, day, moment)
);

-- Where a clock that starts at `start` and runs `length` is due, given stops [(from, to)] sorted by `from`.
-- A stop takes out (from, to], overlaps once; one that begins at or after the due position no longer moves it.
-- A stop still open has `to` = 9e18: the due position is then out of reach (>= 8e18).
create or replace function due_position {on_cluster} as (start, length, stops) -> arrayFold(
    (state, stop) -> (
        if(greatest(stop.1, state.2) < state.1 and stop.2 > greatest(stop.1, state.2), state.1 + stop.2 - greatest(stop.1, state.2), state.1),
        greatest(state.2, stop.2)
    ),
    stops,
    (toInt64(start + length), toInt64(start))
).1;

-- How much of (start, finish] the stops took out.
create or replace function stopped_length {on_cluster} as (start, finish, stops) -> arrayFold(
    (state, stop) -> (
        state.1 + greatest(toInt64(0), least(stop.2, toInt64(finish)) - greatest(stop.1, state.2)),
        greatest(state.2, stop.2)
    ),
    stops,
    (toInt64(0), toInt64(start))
).1;

create or replace function used_length {on_cluster} as (start, finish, stops) ->
    greatest(toInt64(0), toInt64(finish) - toInt64(start) - if(empty(stops), toInt64(0), stopped_length(start, finish, stops)));

-- The local day of a position; a position at or before the start is the start day itself.
create or replace function day_at_position {on_cluster} as (axis, no, start, start_day, pos) -> multiIf(
    pos <= start, start_day,
    axis = 'working', dictGet('working_day', 'day', toUInt64(no) * 100000 + toUInt64(pos)),
    axis = 'calendar', toDate(toUInt16(pos)),
    axis = 'elapsed', local_day(no, fromUnixTimestamp64Milli(pos, 'UTC')),
    dictGet('working_second', 'day', toUInt64(no), toUInt64(pos))
);

-- The moment a working second ends, on the day it falls on.
create or replace function moment_at_second {on_cluster} as (no, day, pos) ->
    day_starts_at(no, day) + toIntervalSecond(
        arrayFold(
            (state, h) -> if(
                state.2 <= 0, state,
                (if(state.2 <= toInt64(h.2) - toInt64(h.1), toInt64(h.1) + state.2, state.1), state.2 - (toInt64(h.2) - toInt64(h.1)))
            ),
            dictGet('calendar_day', 'hours', calendar_key(no, day)),
            (toInt64(0), pos - toInt64(dictGet('calendar_day', 'seconds_before', calendar_key(no, day))))
        ).1
    );
