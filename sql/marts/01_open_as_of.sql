-- Cases that were open as of a moment: those that are open now, and those closed since. Cost follows open cases; only for a
-- past moment history adds its own. Where none was closed since, open_now has the same rows and is read in its place: looking
-- for them takes a fifth of planning the overdue list. Parameters: as_of. Grain and columns as there.
create or replace view open_as_of {on_cluster} as
select * from open_now(as_of = {as_of:DateTime64(3, 'UTC')})
union all
-- Found by their last days, then read by their keys: with final the engine reads every column of all it cannot rule out.
select
    case_id, received_at, accepted_at, on_clock_at, clock_from_on, state, axis, step, start_position, length, stops,
    due_on, due_at, is_due_provisional, statutory_due_at, limit_source, limit_unit, promised_limit,
    calendar, county, centre, department, window, staff, item, case_kind, flags
from case_facts final
where closed_at > {as_of:DateTime64(3, 'UTC')} and received_at <= {as_of:DateTime64(3, 'UTC')} and case_id in (
    select case_id from case_facts where last_on >= toDate({as_of:DateTime64(3, 'UTC')}) and closed_at > {as_of:DateTime64(3, 'UTC')}
);
