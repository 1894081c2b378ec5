-- Codes from closed lists become enumerations: an insert of events costs a quarter less than with a dictionary for each
-- block, and comparing codes is comparing numbers. A new code is one more `modify column`, which rewrites nothing.
alter table case_events {on_cluster}
    modify column type Enum8('applied' = 1, 'supplement_requested' = 2, 'supplement_received' = 3, 'accepted' = 4, 'refused' = 5, 'stage_started' = 6, 'stage_finished' = 7, 'special_started' = 8, 'special_finished' = 9, 'decided' = 10, 'delivered' = 11, 'rated' = 12, 'rating_resolved' = 13, 'withdrawn' = 14, 'complaint_filed' = 15, 'complaint_replied' = 16),
    modify column case_kind Enum8('' = 0, 'instant' = 1, 'commitment' = 2, 'joint' = 3, 'escalated' = 4),
    modify column channel Enum8('' = 0, 'window' = 1, 'web' = 2, 'mobile' = 3, 'mail' = 4, 'other' = 5),
    modify column outcome Enum8('' = 0, 'issued' = 1, 'returned' = 2, 'voided' = 3, 'deleted' = 4, 'forwarded' = 5, 'not_supplemented' = 6, 'completed' = 7, 'permitted' = 8, 'not_permitted' = 9),
    modify column special_kind Enum8('' = 0, 'extension' = 1, 'stop' = 2),
    modify column granted_unit Enum8('' = 0, 'working_days' = 1, 'calendar_days' = 2, 'working_hours' = 3),
    modify column due_by Enum8('' = 0, 'day' = 1, 'moment' = 2)
settings mutations_sync = 2;

-- The facts are laid out anew; they hold nothing that is not in case_events, from which the next start computes them again
-- (ensureFacts). New: enumerations, the moments of what had only a day, what time an extension added, and the span of days
-- in which a case counts, so that a statement about a week reads that week. What feeds open_cases is a model from here on
-- (cases/08_open_cases.sql).
drop table if exists open_cases_feed {on_cluster};

drop table if exists open_cases {on_cluster};

drop table if exists case_facts {on_cluster};

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
    case_kind         Enum8('' = 0, 'instant' = 1, 'commitment' = 2, 'joint' = 3, 'escalated' = 4),
    channel           Enum8('' = 0, 'window' = 1, 'web' = 2, 'mobile' = 3, 'mail' = 4, 'other' = 5),
    calendar          LowCardinality(String),
    counting          Enum8('whole_days' = 1, 'working_seconds' = 2),
    received_at       Nullable(DateTime64(3, 'UTC')),
    received_on       Nullable(Date),
    accepted_at       Nullable(DateTime64(3, 'UTC')),
    accepted_on       Nullable(Date),
    refused_at        Nullable(DateTime64(3, 'UTC')),
    refused_on        Nullable(Date),
    withdrawn_at      Nullable(DateTime64(3, 'UTC')),
    withdrawn_on      Nullable(Date),
    decided_at        Nullable(DateTime64(3, 'UTC')),
    decided_on        Nullable(Date),
    delivered_at      Nullable(DateTime64(3, 'UTC')),
    delivered_on      Nullable(Date),
    closed_at         Nullable(DateTime64(3, 'UTC')),
    closed_on         Nullable(Date),
    outcome           Enum8('' = 0, 'issued' = 1, 'returned' = 2, 'voided' = 3, 'deleted' = 4, 'forwarded' = 5, 'not_supplemented' = 6, 'completed' = 7, 'permitted' = 8, 'not_permitted' = 9),
    is_completed      Bool,
    state             Enum8('received' = 1, 'supplement' = 2, 'accepted' = 3, 'stopped' = 4, 'refused' = 5, 'withdrawn' = 6, 'decided' = 7, 'delivered' = 8),
    clock_from_at     Nullable(DateTime64(3, 'UTC')) comment 'acceptance, or receipt where the law deems the case accepted',
    clock_from_on     Nullable(Date) comment 'day 0',
    on_clock_at       Nullable(DateTime64(3, 'UTC')) comment 'from when the case is known to be on the clock',
    limit_source      Enum8('none' = 1, 'item' = 2, 'event' = 3),
    limit_unit        Enum8('' = 0, 'working_days' = 1, 'calendar_days' = 2, 'working_hours' = 3, 'hours' = 4),
    promised_limit    Nullable(Float64) comment 'in limit_unit, extensions included',
    used              Nullable(Float64) comment 'in limit_unit; decided cases only',
    working_days_used Nullable(UInt32) comment 'in working days, whatever the limit; decided cases only',
    due_on            Nullable(Date),
    due_at            Nullable(DateTime64(3, 'UTC')) comment 'late from this moment on',
    is_due_provisional Bool,
    verdict           Enum8('not_judged' = 1, 'early' = 2, 'on_time' = 3, 'overdue' = 4),
    statutory_unit    Enum8('' = 0, 'working_days' = 1, 'calendar_days' = 2, 'working_hours' = 3, 'hours' = 4),
    statutory_limit   Nullable(Float64),
    statutory_used    Nullable(Float64),
    statutory_due_on  Nullable(Date),
    statutory_due_at  Nullable(DateTime64(3, 'UTC')),
    statutory_verdict Enum8('not_judged' = 1, 'early' = 2, 'on_time' = 3, 'overdue' = 4),
    stopped_from      Nullable(DateTime64(3, 'UTC')) comment 'start of a stop that has not ended',
    stops             Array(Tuple(from_at DateTime64(3, 'UTC'), to_at Nullable(DateTime64(3, 'UTC')), reason String)),
    extensions        Array(Tuple(granted_at DateTime64(3, 'UTC'), granted UInt16, in_time Bool, added Int64)),
    stages            Array(Tuple(stage String, started_at DateTime64(3, 'UTC'), finished_at DateTime64(3, 'UTC'), limit Int32, unit String, used Float64, due_on Date, verdict String)),
    axis              Enum8('' = 0, 'working' = 1, 'calendar' = 2, 'seconds' = 3, 'elapsed' = 4),
    step              Int64,
    start_position    Int64,
    length            Int64,
    rated_at          Nullable(DateTime64(3, 'UTC')),
    rated_on          Nullable(Date),
    rating            Nullable(UInt8),
    flags             Array(LowCardinality(String)),
    last_event_at     Nullable(DateTime64(3, 'UTC')),
    last_ingested_at  DateTime64(3, 'UTC'),
    lapses_on         Nullable(Date) comment 'at the end of which the case, while open, is past due: its due day, or, deemed accepted, the day that is known',
    first_on          Date comment 'the earliest of the days above on which the case is counted',
    last_on           Date comment 'the latest of them',
    open_until        Date comment 'closed_on; 2149-06-06 while open',
    index first_on_range first_on type minmax granularity 1,
    index last_on_range last_on type minmax granularity 1,
    index open_until_range open_until type minmax granularity 1
)
engine = {engine:ReplacingMergeTree(version)}
order by case_id
settings {durable}, index_granularity = 2048, min_age_to_force_merge_seconds = 3600;

create table if not exists open_cases {on_cluster} as case_facts
engine = {engine:ReplacingMergeTree(version, is_closed)}
order by case_id
settings {durable}, allow_experimental_replacing_merge_with_cleanup = 1;

-- By which models all facts were computed last; others at a start mean that all are computed again.
create table if not exists facts_computed {on_cluster}
(what LowCardinality(String), models String comment 'fingerprint of staging/ and cases/', version UInt64)
engine = {engine:ReplacingMergeTree(version)} order by what settings {durable};
