-- Publications put on record: the seal of each bundle as it was published, so that one changed later is told from it. The
-- bundles themselves lie in a folder. Two seals for one number stay side by side.
create table if not exists publication_records {on_cluster}
(
    number       String,
    sha256       String comment 'of its manifest: the seal',
    published_at DateTime64(3, 'UTC'),
    recorded_at  DateTime64(3, 'UTC')
)
engine = {engine:ReplacingMergeTree} order by (number, sha256) settings {durable};

-- 异议: what units said against a publication, and what became of it, append only. A state is derived from the actions.
-- Grain: one row per (objection, sequence, action). The same action told twice is one row.
create table if not exists objection_events {on_cluster}
(
    objection_id String comment '32 hexadecimal digits',
    sequence  UInt32 comment 'place among the actions on the objection, from 1',
    action_id String comment 'hash of the action: the same told again is the same',
    number    String comment 'of the publication',
    part      String comment 'board or level the row is on',
    unit      String,
    action    LowCardinality(String) comment 'file | uphold | reject | withdraw',
    actor     String comment 'who acted, as they said',
    at        DateTime64(3, 'UTC'),
    reason    String codec(ZSTD(1)),
    cases     Array(String) comment 'the objection is about; of file alone',
    index of_publication number type bloom_filter granularity 1
)
engine = {engine:ReplacingMergeTree} order by (objection_id, sequence, action_id) settings {durable};
