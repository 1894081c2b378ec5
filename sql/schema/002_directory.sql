-- Who and what is supervised: the directory as imported. A row takes effect on its valid_from; the newest version of a
-- row (same key and valid_from) wins. Names and places are read as of today, item limits as of the acceptance day.
create table if not exists regions {on_cluster}
(region String, name String, parent String, level LowCardinality(String), valid_from Date, version UInt64)
engine = {engine:ReplacingMergeTree(version)} order by (region, valid_from) settings {durable};

create table if not exists centres {on_cluster}
(centre String, name String, region String, calendar String, valid_from Date, version UInt64)
engine = {engine:ReplacingMergeTree(version)} order by (centre, valid_from) settings {durable};

create table if not exists departments {on_cluster}
(department String, name String, centre String, valid_from Date, version UInt64)
engine = {engine:ReplacingMergeTree(version)} order by (department, valid_from) settings {durable};

create table if not exists windows {on_cluster}
(window String, name String, department String, centre String, valid_from Date, version UInt64)
engine = {engine:ReplacingMergeTree(version)} order by (window, valid_from) settings {durable};

create table if not exists staff {on_cluster}
(
    staff String, name String, window String, department String, is_chief_representative Bool,
    valid_from Date, version UInt64
)
engine = {engine:ReplacingMergeTree(version)} order by (staff, valid_from) settings {durable};

create table if not exists items {on_cluster}
(
    item            String,
    name            String,
    item_type       LowCardinality(String),
    department      String,
    case_kind       LowCardinality(String),
    promised_limit  Nullable(UInt16),
    promised_unit   LowCardinality(String),
    statutory_limit Nullable(UInt16),
    statutory_unit  LowCardinality(String),
    fee             Nullable(Decimal(12, 2)),
    is_online       Bool,
    valid_from      Date,
    version         UInt64
)
engine = {engine:ReplacingMergeTree(version)} order by (item, valid_from) settings {durable};

create table if not exists item_stages {on_cluster}
(
    item String, stage String, name String, position UInt8, limit Nullable(UInt16), unit LowCardinality(String),
    valid_from Date, version UInt64
)
engine = {engine:ReplacingMergeTree(version)} order by (item, stage, valid_from) settings {durable};

-- A calendar is a zone, a way of counting and the hours of a centre. The code `default` serves every case whose
-- centre names none.
create table if not exists calendars {on_cluster}
(
    calendar           String,
    zone               String comment 'IANA name',
    counting           LowCardinality(String) comment 'whole_days | working_seconds',
    standard_day_hours Float64,
    hours              String comment 'e.g. 09:00-12:00 13:30-17:30, local time',
    valid_from         Date,
    version            UInt64
)
engine = {engine:ReplacingMergeTree(version)} order by (calendar, valid_from) settings {durable};

create table if not exists calendar_closures {on_cluster}
(calendar String, day Date, is_working Bool, name String, version UInt64)
engine = {engine:ReplacingMergeTree(version)} order by (calendar, day) settings {durable};

-- Weights and thresholds; region empty = everywhere.
create table if not exists settings {on_cluster}
(key String, region String, value String, valid_from Date, version UInt64)
engine = {engine:ReplacingMergeTree(version)} order by (key, region, valid_from) settings {durable};
