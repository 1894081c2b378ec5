-- 日统计: every count of a unit on a day, with the backlog at its end. Grain: one row per (day, unit) with anything to show.
-- Parameters and definitions as unit_days (01_unit_days.sql). open_at_end: received and not yet decided, refused or
-- withdrawn at the end of the day (of the report's moment, on its day); overdue_open_at_end: of those, past the promised
-- due moment.
create or replace view daily_statistics {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    counted as (
        select *
        from unit_days(
            from_day = {from_day:Date}, to_day = {to_day:Date}, by = {by:String}, as_of = {as_of:DateTime64(3, 'UTC')},
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        )
    ),
    -- Cases open at some time of the period: the day each becomes open or overdue within it, and the day it no longer is.
    standing as (
        select
            unit_of({by:String}, county, centre, department, window, staff, item) as unit,
            greatest(assumeNotNull(received_on), {from_day:Date}) as opens,
            least(if(ifNull(closed_at <= moment, false), assumeNotNull(closed_on), toDate('2149-06-06')), {to_day:Date} + 1) as closes,
            if(
                ifNull(due_at <= moment and on_clock_at <= moment, false),
                least(greatest(assumeNotNull(lapses_on), {from_day:Date}), {to_day:Date} + 1),
                {to_day:Date} + 1
            ) as lapses,
            count() as cases
        from case_facts final
        where
            received_on <= {to_day:Date} and received_at <= moment
            and first_on <= {to_day:Date} and open_until >= least({from_day:Date}, toDate(moment) - 1)
            and (open_until > {from_day:Date} or closed_at > moment)
            and ({county:String} = '' or county = {county:String})
            and ({centre:String} = '' or centre = {centre:String})
            and ({department:String} = '' or department = {department:String})
            and ({window:String} = '' or window = {window:String})
            and ({staff:String} = '' or staff = {staff:String})
            and ({item:String} = '' or item = {item:String})
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
            step.1 as day,
            step.2 as opened,
            step.3 as lapsed
        from standing
    ),
    changes as (
        select unit, day, sum(opened) as opened, sum(lapsed) as lapsed
        from steps
        where day <= {to_day:Date}
        group by unit, day
    ),
    grid as (
        select unit, {from_day:Date} + arrayJoin(range(toUInt32({to_day:Date} - {from_day:Date} + 1))) as day
        from (select unit from counted union distinct select unit from changes)
    ),
    backlog as (
        select
            g.unit as unit,
            g.day as day,
            sum(c.opened) over running as open_at_end,
            sum(c.lapsed) over running as overdue_open_at_end
        from grid as g
        left join changes as c on c.unit = g.unit and c.day = g.day
        window running as (partition by g.unit order by g.day)
    )
select
    b.day as day,
    b.unit as unit,
    unit_name({by:String}, b.unit) as unit_name,
    toBool(dictHas('unit', ({by:String}, b.unit))) as on_file,
    unit_department({by:String}, b.unit) as department,
    unit_name('department', unit_department({by:String}, b.unit)) as department_name,
    unit_county({by:String}, b.unit) as county,
    unit_name('county', unit_county({by:String}, b.unit)) as county_name,
    d.received as received,
    d.accepted as accepted,
    d.refused as refused,
    d.decided as decided,
    d.completed as completed,
    d.delivered as delivered,
    d.withdrawn as withdrawn,
    d.completed_with_limit as completed_with_limit,
    d.early as early,
    d.on_time as on_time,
    d.overdue as overdue,
    d.commitment_received as commitment_received,
    d.commitment_completed as commitment_completed,
    d.commitment_early as commitment_early,
    d.instant_accepted as instant_accepted,
    d.commitment_accepted as commitment_accepted,
    d.online_received as online_received,
    d.used_days_sum as used_days_sum,
    d.promised_days_sum as promised_days_sum,
    d.statutory_used_days_sum as statutory_used_days_sum,
    d.statutory_days_sum as statutory_days_sum,
    if(d.completed = 0, null, toFloat64(d.used_days_median)) as used_days_median,
    d.rated as rated,
    d.satisfied as satisfied,
    d.praised as praised,
    d.timed_events as timed_events,
    d.timely_events as timely_events,
    toUInt32(b.open_at_end) as open_at_end,
    toUInt32(b.overdue_open_at_end) as overdue_open_at_end
from backlog as b
left join counted as d on d.unit = b.unit and d.day = b.day
where b.open_at_end > 0 or d.received + d.accepted + d.refused + d.decided + d.delivered + d.withdrawn + d.rated > 0;
