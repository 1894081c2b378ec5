-- How the backlog of a unit moved from day to day: added up, the rows through a day are what stood open at its end, and of
-- those what was overdue. Grain: one row per (day, unit) on which a backlog changed; from_day tells all that was before it, too.
-- Parameters: from_day, to_day (both included), by (all|county|centre|department|window|staff|item|place), as_of (what
-- happened after it is left out), county, centre, department, window, staff, item ('' = any).
create or replace view unit_steps {on_cluster} as
with
    -- The day each case becomes open or overdue within the period, and the day it no longer is.
    standing as (
        select
            unit,
            greatest(opens, {from_day:Date}) as opens,
            least(closes, {to_day:Date} + 1) as closes,
            least(greatest(ifNull(lapses, toDate('2149-06-06')), {from_day:Date}), {to_day:Date} + 1) as lapses,
            count() as cases
        from cases_standing(
            from_day = {from_day:Date}, to_day = {to_day:Date}, by = {by:String}, as_of = {as_of:DateTime64(3, 'UTC')},
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        )
        group by unit, opens, closes, lapses
    ),
    steps as (
        select
            unit,
            arrayJoin([
                (opens, toInt64(if(closes > opens, cases, 0)), toInt64(0)),
                (closes, -toInt64(if(closes > opens, cases, 0)), toInt64(0)),
                (lapses, toInt64(0), toInt64(if(closes > lapses, cases, 0))),
                (closes, toInt64(0), -toInt64(if(closes > lapses, cases, 0)))
            ]) as step,
            step.1 as step_day,
            step.2 as step_opened,
            step.3 as step_lapsed
        from standing
    )
select
    step_day as day,
    unit,
    toInt32(sum(step_opened)) as opened,
    toInt32(sum(step_lapsed)) as lapsed
from steps
where step_day <= {to_day:Date}
group by day, unit
having opened != 0 or lapsed != 0;
