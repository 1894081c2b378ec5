-- The working-day calendar, laid out so that a clock is two look-ups and a subtraction.
-- National days come from seeds/working_days.csv (State Council notices); calendar_days is derived from them, the
-- calendars and their closures by reloadDirectory(), and never edited.
create table if not exists working_days {on_cluster}
(day Date, is_working Bool, listed_as LowCardinality(String) comment 'off | makeup | empty', name String)
engine = {engine:ReplacingMergeTree} order by day settings {durable};

create table if not exists calendar_days {on_cluster}
(
    key            UInt64 comment 'calendar_no * 100000 + day number',
    calendar       String,
    calendar_no    UInt16,
    day            Date,
    is_working     Bool,
    role           LowCardinality(String) comment 'workday | makeup | weekend | holiday | opening | closure',
    name           String,
    is_known       Bool comment 'false beyond the last published year: a guess by weekday, marked provisional',
    working_index  UInt32 comment 'working days from the first day through this one',
    starts_at      DateTime64(3, 'UTC') comment 'local midnight at the start of the day',
    hours          Array(Tuple(UInt32, UInt32)) comment 'working intervals, seconds after local midnight',
    work_seconds   UInt32,
    seconds_before UInt64 comment 'working seconds before this day'
)
engine = {engine:MergeTree} order by (calendar_no, day) settings {durable};

create table if not exists calendar_numbers {on_cluster}
(
    calendar             String,
    calendar_no          UInt16,
    zone                 String,
    counting             LowCardinality(String),
    standard_day_seconds UInt32,
    known_until          Date
)
engine = {engine:MergeTree} order by calendar settings {durable};

-- Offsets of each calendar's zone from UTC, by the seconds since 1970 between which they hold.
create table if not exists zone_offsets {on_cluster}
(calendar_no UInt16, from_second Int64, to_second Int64, seconds Int32)
engine = {engine:MergeTree} order by (calendar_no, from_second) settings {durable};
