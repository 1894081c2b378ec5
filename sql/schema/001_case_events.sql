-- What arrived: every accepted event as sent, append only. Nothing here is updated or deleted.
-- Grain: one row per (case, source, event, revision, content). Exact resends collapse on merge; different
-- content under one revision stays side by side and is settled in staging/stg_case_events.sql.
-- Sorted by what never changes, so a corrected time does not move a row.
create table if not exists case_events {on_cluster}
(
    case_id          String,
    source           LowCardinality(String),
    event_id         String,
    revision         UInt32,
    content_hash     UInt64 comment 'of every field below up to applicant_token, in canonical form',
    type             LowCardinality(String),
    is_retracted     Bool,
    occurred_at      DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
    recorded_at      Nullable(DateTime64(3, 'UTC')) codec(ZSTD(1)),
    centre           LowCardinality(String),
    department       LowCardinality(String),
    window           LowCardinality(String),
    staff            LowCardinality(String),
    owner_department LowCardinality(String),
    item             LowCardinality(String),
    case_kind        LowCardinality(String),
    channel          LowCardinality(String),
    stage            LowCardinality(String),
    outcome          LowCardinality(String),
    reason           String codec(ZSTD(1)),
    special_kind     LowCardinality(String),
    special_id       String codec(ZSTD(1)),
    granted          UInt16,
    granted_unit     LowCardinality(String),
    due_at           Nullable(DateTime64(3, 'UTC')) codec(ZSTD(1)),
    due_by           LowCardinality(String),
    rating           UInt8,
    fee              Nullable(Decimal(12, 2)) codec(ZSTD(1)),
    applicant_token  String codec(ZSTD(1)),
    ingested_at      DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
    worker           LowCardinality(String) comment 'which process stored it; see refresh_marks',
    index ingested_at_range ingested_at type minmax granularity 1
)
engine = {engine:ReplacingMergeTree}
order by (case_id, source, event_id, revision, content_hash)
settings {durable}, index_granularity = 2048;

-- What was refused: line by line, with the reason, so that nothing is lost and a fix can replay it.
-- A replay inserts the same reject_id again with replayed_at set.
create table if not exists ingest_rejects {on_cluster}
(
    reject_id   String comment 'hash of source and text: the same bad line again is the same reject',
    received_at DateTime64(3, 'UTC'),
    source      LowCardinality(String),
    line        UInt32 comment 'line within the request or file, from 1',
    code        LowCardinality(String),
    field       LowCardinality(String),
    message     String,
    text        String comment 'as sent, personal fields removed' codec(ZSTD(3)),
    zone        LowCardinality(String) comment 'IANA zone of its moments that name none; a replay reads them in it',
    replayed_at Nullable(DateTime64(3, 'UTC')),
    version     UInt64
)
engine = {engine:ReplacingMergeTree(version)}
order by reject_id
settings {durable};

-- How far each file has been read: the cursor moves after its rows are stored.
create table if not exists file_cursors {on_cluster}
(
    file_id    String comment 'hash of path, size and first block, with the mapping',
    path       String,
    rows_read  UInt64,
    events     UInt64,
    rejects    UInt64,
    is_done    Bool,
    updated_at DateTime64(3, 'UTC'),
    version    UInt64
)
engine = {engine:ReplacingMergeTree(version)}
order by file_id
settings {durable};

-- Until when each worker's events are in case_facts; what lies above is refreshed at the next start.
create table if not exists refresh_marks {on_cluster}
(
    worker            String,
    refreshed_through DateTime64(3, 'UTC'),
    version           UInt64
)
engine = {engine:ReplacingMergeTree(version)}
order by worker
settings {durable};
