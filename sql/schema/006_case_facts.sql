-- One row per case, recomputed from its events whenever one of them arrives (cases/04_case_facts_of.sql).
-- A null moment or day means it did not happen. Days are local to the case's calendar; moments are UTC.
-- `length` and the positions are the clock's own arithmetic (cases/01_clock_functions.sql), kept so that an open case
-- can be read as of any moment without going back to its events.
create table if not exists case_facts {on_cluster}
(
    case_id           String,
    version           UInt64,
    is_closed         Bool,
    source            LowCardinality(String),
    event_count       UInt32,
    timed_events      UInt32,
    timely_events     UInt32,
    county            LowCardinality(String),
    centre            LowCardinality(String),
    department        LowCardinality(String),
    window            LowCardinality(String),
    staff             LowCardinality(String),
    item              LowCardinality(String),
    case_kind         LowCardinality(String),
    channel           LowCardinality(String),
    calendar          LowCardinality(String),
    counting          LowCardinality(String),
    received_at       Nullable(DateTime64(3, 'UTC')),
    received_on       Nullable(Date),
    accepted_at       Nullable(DateTime64(3, 'UTC')),
    accepted_on       Nullable(Date),
    refused_on        Nullable(Date),
    withdrawn_on      Nullable(Date),
    decided_at        Nullable(DateTime64(3, 'UTC')),
    decided_on        Nullable(Date),
    delivered_at      Nullable(DateTime64(3, 'UTC')),
    delivered_on      Nullable(Date),
    closed_at         Nullable(DateTime64(3, 'UTC')),
    closed_on         Nullable(Date),
    outcome           LowCardinality(String),
    is_completed      Bool,
    state             LowCardinality(String),
    clock_from_at     Nullable(DateTime64(3, 'UTC')) comment 'acceptance, or receipt where the law deems the case accepted',
    clock_from_on     Nullable(Date) comment 'day 0',
    on_clock_at       Nullable(DateTime64(3, 'UTC')) comment 'from when the case is known to be on the clock',
    limit_source      LowCardinality(String) comment 'event | item | none',
    limit_unit        LowCardinality(String) comment 'working_days | calendar_days | working_hours | hours',
    promised_limit    Nullable(Float64) comment 'in limit_unit, extensions included',
    used              Nullable(Float64) comment 'in limit_unit; decided cases only',
    working_days_used Nullable(UInt32) comment 'in working days, whatever the limit; decided cases only',
    due_on            Nullable(Date),
    due_at            Nullable(DateTime64(3, 'UTC')) comment 'late from this moment on',
    is_due_provisional Bool,
    verdict           LowCardinality(String) comment 'early | on_time | overdue | not_judged',
    statutory_unit    LowCardinality(String),
    statutory_limit   Nullable(Float64),
    statutory_used    Nullable(Float64),
    statutory_due_on  Nullable(Date),
    statutory_due_at  Nullable(DateTime64(3, 'UTC')),
    statutory_verdict LowCardinality(String),
    stopped_from      Nullable(DateTime64(3, 'UTC')) comment 'start of a stop that has not ended',
    stops             Array(Tuple(from_at DateTime64(3, 'UTC'), to_at Nullable(DateTime64(3, 'UTC')), reason String)),
    extensions        Array(Tuple(granted_at DateTime64(3, 'UTC'), granted UInt16, in_time Bool)),
    stages            Array(Tuple(stage String, started_at DateTime64(3, 'UTC'), finished_at DateTime64(3, 'UTC'), limit Int32, unit String, used Float64, due_on Date, verdict String)),
    axis              LowCardinality(String),
    step              Int64,
    start_position    Int64,
    length            Int64,
    rated_on          Nullable(Date),
    rating            Nullable(UInt8),
    flags             Array(LowCardinality(String)),
    last_event_at     Nullable(DateTime64(3, 'UTC')),
    last_ingested_at  DateTime64(3, 'UTC'),
    index received_on_range received_on type minmax granularity 1,
    index decided_on_range decided_on type minmax granularity 1,
    index closed_at_range closed_at type minmax granularity 1
)
engine = {engine:ReplacingMergeTree(version)}
order by case_id
settings {durable};

-- The open cases alone, so that supervision costs what is open and not what is history. Fed by every insert into
-- case_facts; a closed case arrives as a tombstone and is cleaned out by the refresher.
create table if not exists open_cases {on_cluster} as case_facts
engine = {engine:ReplacingMergeTree(version, is_closed)}
order by case_id
settings {durable}, allow_experimental_replacing_merge_with_cleanup = 1;

create materialized view if not exists open_cases_feed {on_cluster} to open_cases as select * from case_facts;
