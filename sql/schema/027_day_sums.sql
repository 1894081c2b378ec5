-- What happened on the days that are over, each day summed per place and item, so that a period is read without going through
-- its cases. Derived like the facts: a day in which a case changed is summed anew from them, never added to (src/day-sums.ts).
-- Grain: one row per (day, county, centre, department, window, staff, item). Columns as of marts/01_unit_days.sql.
create table if not exists day_sums {on_cluster}
(
    day                     Date,
    county                  LowCardinality(String),
    centre                  LowCardinality(String),
    department              LowCardinality(String),
    window                  LowCardinality(String),
    staff                   LowCardinality(String),
    item                    LowCardinality(String),
    computed                UInt64 comment 'which computation the row is of; the newest counts',
    is_gone                 Bool comment 'nothing of this place and item is left on this day',
    received                UInt32,
    accepted                UInt32,
    refused                 UInt32,
    decided                 UInt32,
    completed               UInt32,
    delivered               UInt32,
    withdrawn               UInt32,
    completed_with_limit    UInt32,
    early                   UInt32,
    on_time                 UInt32,
    overdue                 UInt32,
    commitment_received     UInt32,
    commitment_completed    UInt32,
    commitment_early        UInt32,
    instant_accepted        UInt32,
    commitment_accepted     UInt32,
    online_received         UInt32,
    used_days_sum           Float64,
    promised_days_sum       Float64,
    statutory_used_days_sum Float64,
    statutory_days_sum      Float64,
    used_days               Array(UInt32) comment 'working days used by each of the completed cases, ascending',
    rated                   UInt32,
    satisfied               UInt32,
    praised                 UInt32,
    timed_events            UInt32,
    timely_events           UInt32
)
engine = {engine:ReplacingMergeTree(computed, is_gone)}
order by (day, county, centre, department, window, staff, item)
settings {durable};

-- How far the sums are: every day up to `through` has the facts up to `version` in it. The newest computation counts.
create table if not exists days_summed {on_cluster}
(
    what     LowCardinality(String) comment 'day_sums',
    models   String comment 'fingerprint of the definitions they were summed by',
    through  Date,
    version  UInt64,
    computed UInt64
)
engine = {engine:ReplacingMergeTree(computed)} order by what settings {durable};
