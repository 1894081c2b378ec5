-- The cards of each case, so that looking them up costs the case and not all cards ever issued.
create table if not exists cards_of_cases {on_cluster}
(case_id String, card_id String)
engine = {engine:ReplacingMergeTree} order by (case_id, card_id) settings {durable};

create materialized view if not exists cards_of_cases_feed {on_cluster} to cards_of_cases as
select case_id, card_id from card_events;

-- Where the supervisor stands. `began`: when supervision of this store began, in milliseconds since 1970; what was found
-- true before belongs to its baseline. `through`: the version of case_facts up to which cases were looked at.
create table if not exists supervision_marks {on_cluster}
(what LowCardinality(String), value UInt64, version UInt64)
engine = {engine:ReplacingMergeTree(version)} order by what settings {durable};
