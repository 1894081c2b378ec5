-- The cases behind any number: facts with names, as of a moment. Grain: one row per case.
-- Parameters: from_day, to_day (both included), with_open (1: cases open since before, too), as_of. Cases to which nothing was
-- said to have happened near these days need not be there; those neither received nor decided by the moment are not there;
-- what came after it has not happened yet.
create or replace view case_list {on_cluster} as
select
    case_id,
    toString(multiIf(
        is_ended and state = 'delivered' and delivered_at > {as_of:DateTime64(3, 'UTC')}, 'decided',
        is_ended or closed_at is null, state,
        accepted_at <= {as_of:DateTime64(3, 'UTC')}, 'accepted',
        'received'
    )) as state,
    if(decided_at <= {as_of:DateTime64(3, 'UTC')}, toString(verdict), '') as verdict,
    county, centre, department, unit_name('department', department) as department_name,
    window, unit_name('window', window) as window_name,
    staff, unit_name('staff', staff) as staff_name,
    item, unit_name('item', item) as item_name,
    case_kind, channel,
    received_at, received_on,
    if(accepted_at <= {as_of:DateTime64(3, 'UTC')}, accepted_at, null) as accepted_at,
    if(accepted_at <= {as_of:DateTime64(3, 'UTC')}, accepted_on, null) as accepted_on,
    if(refused_at <= {as_of:DateTime64(3, 'UTC')}, refused_on, null) as refused_on,
    if(withdrawn_at <= {as_of:DateTime64(3, 'UTC')}, withdrawn_on, null) as withdrawn_on,
    if(decided_at <= {as_of:DateTime64(3, 'UTC')}, decided_at, null) as decided_at,
    if(decided_at <= {as_of:DateTime64(3, 'UTC')}, decided_on, null) as decided_on,
    if(decided_at <= {as_of:DateTime64(3, 'UTC')}, is_completed, false) as is_completed,
    if(delivered_at <= {as_of:DateTime64(3, 'UTC')}, delivered_on, null) as delivered_on,
    if(is_ended, closed_at, null) as closed_at,
    if(is_ended, closed_on, null) as closed_on,
    limit_unit, promised_limit, statutory_unit,
    if(decided_at <= {as_of:DateTime64(3, 'UTC')}, used, null) as used,
    due_on, due_at,
    if(ifNull(due_at <= {as_of:DateTime64(3, 'UTC')} and on_clock_at <= {as_of:DateTime64(3, 'UTC')}, false), lapses_on, null) as lapsed_on,
    if(rated_at <= {as_of:DateTime64(3, 'UTC')}, rated_on, null) as rated_on,
    if(rated_at <= {as_of:DateTime64(3, 'UTC')}, rating, null) as rating,
    -- A case is deemed accepted once five working days have passed without an answer, and not before.
    arrayFilter(
        flag -> flag not in ('deemed_accepted', 'accepted_with_papers') or ifNull(on_clock_at <= {as_of:DateTime64(3, 'UTC')}, false),
        arrayMap(flag -> toString(flag), flags)
    ) as flags
from (
    select *, ifNull(closed_at <= {as_of:DateTime64(3, 'UTC')}, false) as is_ended
    from cases_near(
        from_day = {from_day:Date}, to_day = {to_day:Date}, as_of = {as_of:DateTime64(3, 'UTC')}, with_open = {with_open:UInt8}
    )
    where least(received_at, ifNull(decided_at, received_at)) <= {as_of:DateTime64(3, 'UTC')}
)
settings prefer_column_name_to_alias = 1;
