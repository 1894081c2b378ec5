-- 周期统计: every count of a unit over a whole period, with the backlog at its end. Grain: one row per unit with anything to show.
-- Parameters and definitions as unit_days (01_unit_days.sql); a case has each kind of event once, so that the counts of
-- days add up to distinct cases. handling_days_sum and used_days_median (version 1): working days used by the cases
-- completed in the period, over the whole of it: the sum makes the mean, and medians of days cannot be added.
-- open_at_end, overdue_open_at_end: as daily_statistics on the period's last day (of the report's moment, on its day); of a
-- period that has begun nowhere there is no end to tell of.
create or replace view period_statistics {on_cluster} as
with
    -- One pass over each: joining them would count everything twice.
    told as (
        select unit, received, accepted, refused, decided, completed, delivered, withdrawn, completed_with_limit, early, on_time, overdue, commitment_received, commitment_completed, commitment_early, instant_accepted, commitment_accepted, online_received, used_days_sum, promised_days_sum, statutory_used_days_sum, statutory_days_sum, rated, satisfied, praised, timed_events, timely_events, used_days, toInt32(0) as opened, toInt32(0) as lapsed
        from unit_days(
            from_day = {from_day:Date}, to_day = {to_day:Date}, by = {by:String}, as_of = {as_of:DateTime64(3, 'UTC')},
            kinds = ['received', 'accepted', 'decided', 'refused', 'withdrawn', 'delivered', 'rated'],
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        )
        union all
        -- On its last day the steps tell all that became open or overdue by then, less what no longer was.
        select unit, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, [], opened, lapsed
        from unit_steps(
            from_day = {to_day:Date}, to_day = {to_day:Date}, by = {by:String}, as_of = {as_of:DateTime64(3, 'UTC')},
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        )
        where {from_day:Date} <= (select max(toDate(local_time(calendar_no, {as_of:DateTime64(3, 'UTC')}))) from calendar_numbers)
    ),
    summed as (
        select
            unit,
            sum(received) as received,
            sum(accepted) as accepted,
            sum(refused) as refused,
            sum(decided) as decided,
            sum(completed) as completed,
            sum(delivered) as delivered,
            sum(withdrawn) as withdrawn,
            sum(completed_with_limit) as completed_with_limit,
            sum(early) as early,
            sum(on_time) as on_time,
            sum(overdue) as overdue,
            sum(commitment_received) as commitment_received,
            sum(commitment_completed) as commitment_completed,
            sum(commitment_early) as commitment_early,
            sum(instant_accepted) as instant_accepted,
            sum(commitment_accepted) as commitment_accepted,
            sum(online_received) as online_received,
            sum(used_days_sum) as used_days_sum,
            sum(promised_days_sum) as promised_days_sum,
            sum(statutory_used_days_sum) as statutory_used_days_sum,
            sum(statutory_days_sum) as statutory_days_sum,
            sum(rated) as rated,
            sum(satisfied) as satisfied,
            sum(praised) as praised,
            sum(timed_events) as timed_events,
            sum(timely_events) as timely_events,
            sum(arraySum(used_days)) as handling_days_sum,
            arrayReduce('quantileExact(0.5)', groupArrayArray(used_days)) as used_days_median,
            sum(opened) as open_at_end,
            sum(lapsed) as overdue_open_at_end
        from told
        group by unit
    )
select
    {from_day:Date} as from_day,
    {to_day:Date} as to_day,
    s.unit as unit,
    unit_name({by:String}, s.unit) as unit_name,
    toBool(dictHas('unit', ({by:String}, s.unit))) as on_file,
    unit_department({by:String}, s.unit) as department,
    unit_name('department', unit_department({by:String}, s.unit)) as department_name,
    unit_county({by:String}, s.unit) as county,
    unit_name('county', unit_county({by:String}, s.unit)) as county_name,
    toUInt32(s.received) as received,
    toUInt32(s.accepted) as accepted,
    toUInt32(s.refused) as refused,
    toUInt32(s.decided) as decided,
    toUInt32(s.completed) as completed,
    toUInt32(s.delivered) as delivered,
    toUInt32(s.withdrawn) as withdrawn,
    toUInt32(s.completed_with_limit) as completed_with_limit,
    toUInt32(s.early) as early,
    toUInt32(s.on_time) as on_time,
    toUInt32(s.overdue) as overdue,
    toUInt32(s.commitment_received) as commitment_received,
    toUInt32(s.commitment_completed) as commitment_completed,
    toUInt32(s.commitment_early) as commitment_early,
    toUInt32(s.instant_accepted) as instant_accepted,
    toUInt32(s.commitment_accepted) as commitment_accepted,
    toUInt32(s.online_received) as online_received,
    s.used_days_sum as used_days_sum,
    s.promised_days_sum as promised_days_sum,
    s.statutory_used_days_sum as statutory_used_days_sum,
    s.statutory_days_sum as statutory_days_sum,
    toUInt32(s.handling_days_sum) as handling_days_sum,
    if(s.completed = 0, null, toFloat64(s.used_days_median)) as used_days_median,
    toUInt32(s.rated) as rated,
    toUInt32(s.satisfied) as satisfied,
    toUInt32(s.praised) as praised,
    toUInt32(s.timed_events) as timed_events,
    toUInt32(s.timely_events) as timely_events,
    toUInt32(s.open_at_end) as open_at_end,
    toUInt32(s.overdue_open_at_end) as overdue_open_at_end
from summed as s
where s.open_at_end > 0 or s.received + s.accepted + s.refused + s.decided + s.delivered + s.withdrawn + s.rated > 0;
