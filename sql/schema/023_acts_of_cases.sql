-- The actions on cards once more, by case and without what they say. Cards are numbered by a hash: those of a few cases lie all
-- over card_events, and looking them up there costs all cards ever issued. Here it costs the cases.
create table if not exists card_acts_of_cases {on_cluster}
(
    case_id   String,
    card_id   String,
    sequence  UInt32,
    action_id String,
    rule      LowCardinality(String),
    rule_version UInt16,
    grade     Enum8('notice' = 1, 'yellow' = 2, 'red' = 3),
    action    LowCardinality(String),
    at        DateTime64(3, 'UTC'),
    is_baseline Bool,
    found_at  DateTime64(3, 'UTC') comment '1970 where the action names none'
)
engine = {engine:ReplacingMergeTree} order by (case_id, card_id, sequence, action_id) settings {durable}, index_granularity = 2048;

create materialized view if not exists card_acts_of_cases_feed {on_cluster} to card_acts_of_cases as
select case_id, card_id, sequence, action_id, rule, rule_version, grade, action, at, is_baseline, found_at from card_events;

-- Those of before; one that comes in meanwhile is there twice, which counts once.
insert into card_acts_of_cases
select case_id, card_id, sequence, action_id, rule, rule_version, grade, action, at, is_baseline, found_at from card_events;

drop view if exists cards_of_cases_feed {on_cluster};

drop table if exists cards_of_cases {on_cluster};
