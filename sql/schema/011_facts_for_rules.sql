-- What the supervision rules ask of a case beyond its clock. Narrow on purpose: lists that are empty for nearly every case.
-- Filled when the facts are computed again, which the next start does by itself.
alter table case_facts {on_cluster}
    add column if not exists irregularities Array(Tuple(what Enum8('refused_without_reason' = 1, 'outcome_without_reason' = 2, 'supplement_before_request' = 3, 'special_ended_before_begun' = 4), at DateTime64(3, 'UTC'), against DateTime64(3, 'UTC'))) comment 'what cannot be or lacks a reason; at: from when that is known; against: the moment it contradicts',
    add column if not exists supplements_requested_at Array(DateTime64(3, 'UTC')) comment 'in order',
    add column if not exists stop_grants Array(Tuple(granted UInt16, unit Enum8('' = 0, 'working_days' = 1, 'calendar_days' = 2, 'working_hours' = 3))) comment 'of each of stops, how long it asked for; 0 where it does not say',
    add column if not exists stage_due_at Array(DateTime64(3, 'UTC')) comment 'of each of stages; 1970-01-01 without one',
    add column if not exists fee Nullable(Decimal(12, 2)) comment 'as the latest event that names one says',
    add column if not exists fee_at Nullable(DateTime64(3, 'UTC')),
    add column if not exists rating_resolved_at Nullable(DateTime64(3, 'UTC')) comment 'first said after the rating',
    add column if not exists entry_delay UInt32 comment 'seconds between happening and recording, of the event recorded latest after it happened',
    add column if not exists entry_delayed_at Nullable(DateTime64(3, 'UTC')) comment 'when that event was recorded, to the second',
    add column if not exists decided_by LowCardinality(String) comment 'staff; who accepted the case where the decision names nobody',
    add column if not exists decision_entered_at Nullable(DateTime64(3, 'UTC')) comment 'when the decision was recorded; when it happened where the source does not say',
    add column if not exists late_moves Array(Tuple(how Enum8('stopped' = 1, 'returned' = 2, 'withdrawn' = 3), at DateTime64(3, 'UTC'), percent UInt8)) comment 'stops, return and withdrawal in the second half of the promise, not past it: how much of it was used';

alter table open_cases {on_cluster}
    add column if not exists irregularities Array(Tuple(what Enum8('refused_without_reason' = 1, 'outcome_without_reason' = 2, 'supplement_before_request' = 3, 'special_ended_before_begun' = 4), at DateTime64(3, 'UTC'), against DateTime64(3, 'UTC'))),
    add column if not exists supplements_requested_at Array(DateTime64(3, 'UTC')),
    add column if not exists stop_grants Array(Tuple(granted UInt16, unit Enum8('' = 0, 'working_days' = 1, 'calendar_days' = 2, 'working_hours' = 3))),
    add column if not exists stage_due_at Array(DateTime64(3, 'UTC')),
    add column if not exists fee Nullable(Decimal(12, 2)),
    add column if not exists fee_at Nullable(DateTime64(3, 'UTC')),
    add column if not exists rating_resolved_at Nullable(DateTime64(3, 'UTC')),
    add column if not exists entry_delay UInt32,
    add column if not exists entry_delayed_at Nullable(DateTime64(3, 'UTC')),
    add column if not exists decided_by LowCardinality(String),
    add column if not exists decision_entered_at Nullable(DateTime64(3, 'UTC')),
    add column if not exists late_moves Array(Tuple(how Enum8('stopped' = 1, 'returned' = 2, 'withdrawn' = 3), at DateTime64(3, 'UTC'), percent UInt8));

-- So that whoever looks for decisions entered at the same time reads those of that time.
alter table case_facts {on_cluster} add index if not exists decision_entered_range decision_entered_at type minmax granularity 1;

-- Whether the item is handled in the hall; unknown unless the directory says.
alter table items {on_cluster} add column if not exists is_in_hall Nullable(Bool) after is_online;

-- With the fee, and whether the item is in the hall; -1 where the directory does not say.
create or replace view item_in_force_source {on_cluster} as
select
    item, valid_from,
    leadInFrame(valid_from, 1, toDate('2149-06-06')) over (
        partition by item order by valid_from rows between unbounded preceding and unbounded following
    ) - 1 as valid_to,
    name, department, toString(case_kind) as case_kind,
    ifNull(toInt32(promised_limit), -1) as promised_limit, toString(promised_unit) as promised_unit,
    ifNull(toInt32(statutory_limit), -1) as statutory_limit, toString(statutory_unit) as statutory_unit,
    ifNull(fee, toDecimal64(-1, 2)) as fee,
    ifNull(toInt8(is_in_hall), -1) as is_in_hall
from items final;

create or replace dictionary item_in_force {on_cluster}
(
    item String, valid_from Date, valid_to Date, name String, department String, case_kind String,
    promised_limit Int32, promised_unit String, statutory_limit Int32, statutory_unit String,
    fee Decimal(12, 2), is_in_hall Int8
)
primary key item {dictionary_source:item_in_force_source}
layout(complex_key_range_hashed()) range(min valid_from max valid_to) lifetime(0);
