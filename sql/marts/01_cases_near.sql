-- The facts of cases to which anything was said to have happened within a day of a period or since the report's moment, whole
-- rows; with_open: also of those that have stood open since before. Grain: one row per case. Who counts says which of them.
-- Parameters: from_day, to_day (both included), as_of, with_open (0 or 1).
-- Cost follows the period and what is open now, not history: the first part is found by its days, and what has been open
-- since before is in open_cases. The two are written one after the other: a case whose first event in a long while has just
-- come in can for some milliseconds be in both or in neither. What is published is checked against the facts alone.
create or replace view cases_near {on_cluster} as
select *
from case_facts final
where first_on <= {to_day:Date} and last_on >= least({from_day:Date}, toDate({as_of:DateTime64(3, 'UTC')}) - 1)
settings use_skip_indexes_if_final_exact_mode = 0
union all
select *
from open_cases final
where {with_open:UInt8} = 1
    and first_on <= {to_day:Date} and last_on < least({from_day:Date}, toDate({as_of:DateTime64(3, 'UTC')}) - 1);
