-- 日统计: every count of a unit on a day, with the backlog at its end. Grain: one row per (day, unit) with anything to show.
-- Parameters and definitions as unit_days (01_unit_days.sql). open_at_end: received and not yet decided, refused or
-- withdrawn at the end of the day (of the report's moment, on its day); overdue_open_at_end: of those, past the promised
-- due moment.
create or replace view daily_statistics {on_cluster} as
with
    counted as (
        select * except (used_days)
        from unit_days(
            from_day = {from_day:Date}, to_day = {to_day:Date}, by = {by:String}, as_of = {as_of:DateTime64(3, 'UTC')},
            kinds = ['received', 'accepted', 'decided', 'refused', 'withdrawn', 'delivered', 'rated'],
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        )
    ),
    -- A day that has begun nowhere has no end of which anything could be told.
    (select least({to_day:Date}, max(toDate(local_time(calendar_no, {as_of:DateTime64(3, 'UTC')})))) from calendar_numbers) as last_begun,
    -- The steps of each unit by day, and every day from its first on, so that a standing backlog is listed on quiet days, too.
    changes as (
        select
            unit,
            min(day) as first_step,
            arrayJoin(arrayConcat(
                groupArray((day, opened, lapsed)),
                arrayMap(ahead -> (first_step + ahead, toInt32(0), toInt32(0)), range(toUInt32(greatest(0, last_begun - first_step + 1))))
            )) as change
        from unit_steps(
            from_day = {from_day:Date}, to_day = {to_day:Date}, by = {by:String}, as_of = {as_of:DateTime64(3, 'UTC')},
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        )
        where day <= last_begun
        group by unit
    ),
    -- One pass over each: joining them would count everything twice.
    told as (
        select *, toInt32(0) as opened, toInt32(0) as lapsed from counted
        union all
        select change.1 as day, unit, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, change.2 as opened, change.3 as lapsed from changes
    ),
    summed as (
        select
            day,
            unit,
            toUInt32(sum(received)) as received,
            toUInt32(sum(accepted)) as accepted,
            toUInt32(sum(refused)) as refused,
            toUInt32(sum(decided)) as decided,
            toUInt32(sum(completed)) as completed,
            toUInt32(sum(delivered)) as delivered,
            toUInt32(sum(withdrawn)) as withdrawn,
            toUInt32(sum(completed_with_limit)) as completed_with_limit,
            toUInt32(sum(early)) as early,
            toUInt32(sum(on_time)) as on_time,
            toUInt32(sum(overdue)) as overdue,
            toUInt32(sum(commitment_received)) as commitment_received,
            toUInt32(sum(commitment_completed)) as commitment_completed,
            toUInt32(sum(commitment_early)) as commitment_early,
            toUInt32(sum(instant_accepted)) as instant_accepted,
            toUInt32(sum(commitment_accepted)) as commitment_accepted,
            toUInt32(sum(online_received)) as online_received,
            sum(used_days_sum) as used_days_sum,
            sum(promised_days_sum) as promised_days_sum,
            sum(statutory_used_days_sum) as statutory_used_days_sum,
            sum(statutory_days_sum) as statutory_days_sum,
            max(used_days_median) as used_days_median,
            toUInt32(sum(rated)) as rated,
            toUInt32(sum(satisfied)) as satisfied,
            toUInt32(sum(praised)) as praised,
            toUInt32(sum(timed_events)) as timed_events,
            toUInt32(sum(timely_events)) as timely_events,
            sum(opened) as opened,
            sum(lapsed) as lapsed
        from told
        group by day, unit
    ),
    backlog as (
        select
            * except (opened, lapsed),
            sum(opened) over running as open_at_end,
            sum(lapsed) over running as overdue_open_at_end,
            dictGetOrDefault('unit', ('name', 'department', 'county'), ({by:String}, unit), ('', '', '')) as on_file_as
        from summed
        window running as (partition by unit order by day)
    )
select
    b.day as day,
    b.unit as unit,
    b.on_file_as.1 as unit_name,
    toBool(dictHas('unit', ({by:String}, b.unit))) as on_file,
    if({by:String} in ('window', 'staff'), b.on_file_as.2, '') as department,
    unit_name('department', department) as department_name,
    b.on_file_as.3 as county,
    unit_name('county', county) as county_name,
    b.received as received,
    b.accepted as accepted,
    b.refused as refused,
    b.decided as decided,
    b.completed as completed,
    b.delivered as delivered,
    b.withdrawn as withdrawn,
    b.completed_with_limit as completed_with_limit,
    b.early as early,
    b.on_time as on_time,
    b.overdue as overdue,
    b.commitment_received as commitment_received,
    b.commitment_completed as commitment_completed,
    b.commitment_early as commitment_early,
    b.instant_accepted as instant_accepted,
    b.commitment_accepted as commitment_accepted,
    b.online_received as online_received,
    b.used_days_sum as used_days_sum,
    b.promised_days_sum as promised_days_sum,
    b.statutory_used_days_sum as statutory_used_days_sum,
    b.statutory_days_sum as statutory_days_sum,
    if(b.completed = 0, null, toFloat64(b.used_days_median)) as used_days_median,
    b.rated as rated,
    b.satisfied as satisfied,
    b.praised as praised,
    b.timed_events as timed_events,
    b.timely_events as timely_events,
    toUInt32(b.open_at_end) as open_at_end,
    toUInt32(b.overdue_open_at_end) as overdue_open_at_end
from backlog as b
where b.open_at_end > 0 or b.received + b.accepted + b.refused + b.decided + b.delivered + b.withdrawn + b.rated > 0;
