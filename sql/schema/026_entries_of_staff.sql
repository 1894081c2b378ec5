-- Who registered a case, and how late where that was no sooner than ten minutes after it came in. Filled when the facts are
-- computed again, which the next start does by itself.
alter table case_facts {on_cluster}
    add column if not exists registered_by LowCardinality(String) comment 'staff of the first receipt or acceptance that names one',
    add column if not exists registration_entered_at Nullable(DateTime64(3, 'UTC')) comment 'when that was recorded, if ten minutes after it happened or later',
    add column if not exists registration_delay UInt32 comment 'seconds between the two, then',
    drop index if exists decision_entered_range;

alter table open_cases {on_cluster}
    add column if not exists registered_by LowCardinality(String),
    add column if not exists registration_entered_at Nullable(DateTime64(3, 'UTC')),
    add column if not exists registration_delay UInt32;

-- What each clerk entered, by day: decisions, and what was registered ten minutes or more after it happened. So that looking
-- for what one person entered within minutes reads that person's day and not the facts of years. Grain: one row per entry
-- a computation of a case ever knew. What was corrected since still stands here: whoever reads it asks case_facts about the
-- cases found. A refresh cut off between the two tables is made again after the next start, as its events are not marked.
create table if not exists staff_entries {on_cluster}
(
    what       LowCardinality(String) comment 'decisions | registrations',
    entered_on Date comment 'UTC',
    entered_by LowCardinality(String),
    entered_at DateTime64(3, 'UTC'),
    case_id    String
)
engine = {engine:ReplacingMergeTree} order by (what, entered_on, entered_by, entered_at, case_id) settings {durable}, index_granularity = 1024;

create materialized view if not exists staff_entries_feed {on_cluster} to staff_entries as
select entry.1 as what, toDate(entry.3) as entered_on, entry.2 as entered_by, assumeNotNull(entry.3) as entered_at, case_id
from case_facts
array join arrayFilter(
    entry -> entry.2 != '' and entry.3 is not null,
    [
        ('decisions', decided_by, decision_entered_at),
        ('registrations', registered_by, registration_entered_at)
    ]
) as entry;

-- Decisions of before; one that comes in meanwhile is there twice, which counts once.
insert into staff_entries
select 'decisions', toDate(decision_entered_at), decided_by, assumeNotNull(decision_entered_at), case_id
from case_facts where decided_by != '' and decision_entered_at is not null;
