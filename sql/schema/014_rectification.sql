-- 整改台账, the rectification ledger: what happened to each entry, append only. An entry is something a unit has to put right
-- by a day; the state, the due day and the proof are derived from its actions. What the platform opens by itself has a number
-- made of what it is about, so that whoever finds it again finds the same entry.
-- Grain: one row per (entry, sequence, action). The same action told twice is one row.
create table if not exists rectification_events {on_cluster}
(
    rectification_id String comment '32 hexadecimal digits',
    sequence  UInt32 comment 'place among the actions on the entry, from 1',
    action_id String comment 'hash of the action: the same told again is the same',
    origin    LowCardinality(String) comment 'bad_rating | card | finding | meeting | manual',
    case_id   String comment 'empty where the entry is about no single case',
    card_id   String comment 'the card it was opened from; empty where there is none',
    action    LowCardinality(String) comment 'open | take_up | submit | close | send_back | cancel | urge | amend | attach | note',
    actor     String comment 'who acted, as they said; empty for the platform itself',
    at        DateTime64(3, 'UTC'),
    reason    String codec(ZSTD(1)),
    detail    String comment 'JSON: what else the action says, e.g. the task, the unit, the due day, the proof' codec(ZSTD(1)),
    index of_case case_id type bloom_filter granularity 1
)
engine = {engine:ReplacingMergeTree} order by (rectification_id, sequence, action_id) settings {durable};
