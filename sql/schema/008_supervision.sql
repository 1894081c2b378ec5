-- Thresholds of the supervision rules (rules/): dated, versioned, for everybody or for one county, case kind, department or
-- item. The newest version of a row wins; a value of null takes the setting back.
create table if not exists rule_settings {on_cluster}
(
    rule       LowCardinality(String),
    parameter  LowCardinality(String),
    scope      Enum8('everywhere' = 0, 'county' = 1, 'case_kind' = 2, 'department' = 3, 'item' = 4),
    code       String comment 'of the county, case kind, department or item; empty for everywhere',
    valid_from Date comment 'counts for cases received from this day on',
    value      Nullable(Float64),
    set_by     String,
    set_at     DateTime64(3, 'UTC'),
    reason     String,
    version    UInt64
)
engine = {engine:ReplacingMergeTree(version)} order by (rule, parameter, scope, code, valid_from) settings {durable};

-- What happened to each card, append only, beside the events of its case. A card is the finding of one rule, in one grade,
-- about one case; its number is made of these three, so that whoever finds it again finds the same card.
-- Grain: one row per (card, sequence, action). The same action told twice is one row.
create table if not exists card_events {on_cluster}
(
    card_id   String comment 'hash of case, rule and grade',
    sequence  UInt32 comment 'place among the actions on the card, from 1',
    action_id String comment 'hash of the action: the same told again is the same',
    case_id   String,
    rule      LowCardinality(String) comment 'manual for a card issued by hand',
    rule_version UInt16,
    grade     Enum8('notice' = 1, 'yellow' = 2, 'red' = 3),
    action    LowCardinality(String) comment 'issue | urge | ask | reply | talk | appeal | revoke | send_back | pass_up | cancel | lapse | attach | note',
    actor     String comment 'code of who acted; empty for the platform itself',
    at        DateTime64(3, 'UTC'),
    reason    String codec(ZSTD(1)),
    detail    String comment 'JSON: what else the action says' codec(ZSTD(1))
)
engine = {engine:ReplacingMergeTree} order by (card_id, sequence, action_id) settings {durable};
