-- Reports made by themselves at working-calendar times: what is scheduled, and what was done. The newest version of a schedule
-- wins. `active_since`: occasions before it are none of its.
create table if not exists report_schedules {on_cluster}
(
    schedule     String,
    name         String,
    due_on       LowCardinality(String) comment 'every_working_day | first_working_day_of_<unit> | last_working_day_of_<unit>',
    due_time     String comment 'HH:MM in the zone of the calendar',
    calendar     String,
    report       LowCardinality(String),
    parameters   String comment 'JSON: parameters besides the period',
    period       LowCardinality(String) comment 'kind of period the report is about',
    which        LowCardinality(String) comment 'ended | running | next, as seen from the occasion',
    format       LowCardinality(String),
    language     LowCardinality(String) comment 'zh | en',
    receivers    Array(String) comment 'codes of notification_receivers',
    is_active    Bool,
    active_since DateTime64(3, 'UTC'),
    set_by       String,
    set_at       DateTime64(3, 'UTC'),
    reason       String,
    version      UInt64
)
engine = {engine:ReplacingMergeTree(version)} order by schedule settings {durable};

-- What happened to each run, append only; its state is derived. A run is one schedule on one occasion, and its number is made of
-- these two, so that whoever finds it due again finds it done.
-- Grain: one row per (run, sequence, action, worker). The same action told twice is one row.
create table if not exists report_runs {on_cluster}
(
    run_id     String comment 'hash of schedule and occasion, 32 hexadecimal digits',
    sequence   UInt32 comment 'place among the actions on the run, from 1; a claim and its outcome share one',
    action     LowCardinality(String) comment 'claimed | made | announced | failed | given_up',
    worker     String comment 'which process acted',
    schedule   String,
    occasion   String comment 'the day, week, ten days … it stands for: 2026-W10',
    due_at     DateTime64(3, 'UTC'),
    at         DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
    not_before Nullable(DateTime64(3, 'UTC')) comment 'failed: the next try; claimed: when the claim ends',
    detail     String comment 'made: JSON, the file and what it holds; failed, given_up: why' codec(ZSTD(1))
)
engine = {engine:ReplacingMergeTree} order by (run_id, sequence, action, worker) settings {durable};
