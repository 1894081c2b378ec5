-- The open cases of open_cases, with what their clock is told from: all that were open as of a moment since which none was
-- closed. Parameters: as_of. Grain: one row per case.
create or replace view open_now {on_cluster} as
-- Columns by name, here and in unit_days: the engine plans every column anew in each layer above.
select
    case_id, received_at, accepted_at, on_clock_at, clock_from_on, state, axis, step, start_position, length, stops,
    due_on, due_at, is_due_provisional, statutory_due_at, limit_source, limit_unit, promised_limit,
    calendar, county, centre, department, window, staff, item, case_kind, flags
from open_cases final
where received_at <= {as_of:DateTime64(3, 'UTC')}
-- Unless told the engine hands so few rows to one thread, which then computes all their clocks.
settings merge_tree_min_read_task_size = 1, merge_tree_min_rows_for_concurrent_read = 8192, merge_tree_min_bytes_for_concurrent_read = 100000;
