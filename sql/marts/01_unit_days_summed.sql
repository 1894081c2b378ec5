-- The rows of unit_days (01_unit_days.sql) out of the sums of its days: for a period every day of which is over, summed, and
-- unchanged since (src/day-sums.ts says of which that is so). Grain and parameters as there; as of any moment after the period.
-- kinds: days on which none of these happened are left out; the other columns of a row count all the same.
create or replace view unit_days_summed {on_cluster} as
select
    s.day as day,
    unit_of({by:String}, s.county, s.centre, s.department, s.window, s.staff, s.item) as unit,
    toUInt32(sum(s.received)) as received,
    toUInt32(sum(s.accepted)) as accepted,
    toUInt32(sum(s.refused)) as refused,
    toUInt32(sum(s.decided)) as decided,
    toUInt32(sum(s.completed)) as completed,
    toUInt32(sum(s.delivered)) as delivered,
    toUInt32(sum(s.withdrawn)) as withdrawn,
    toUInt32(sum(s.completed_with_limit)) as completed_with_limit,
    toUInt32(sum(s.early)) as early,
    toUInt32(sum(s.on_time)) as on_time,
    toUInt32(sum(s.overdue)) as overdue,
    toUInt32(sum(s.commitment_received)) as commitment_received,
    toUInt32(sum(s.commitment_completed)) as commitment_completed,
    toUInt32(sum(s.commitment_early)) as commitment_early,
    toUInt32(sum(s.instant_accepted)) as instant_accepted,
    toUInt32(sum(s.commitment_accepted)) as commitment_accepted,
    toUInt32(sum(s.online_received)) as online_received,
    sum(s.used_days_sum) as used_days_sum,
    sum(s.promised_days_sum) as promised_days_sum,
    sum(s.statutory_used_days_sum) as statutory_used_days_sum,
    sum(s.statutory_days_sum) as statutory_days_sum,
    arrayReduce('quantileExact(0.5)', used_days) as used_days_median,
    groupArrayArray(s.used_days) as used_days,
    toUInt32(sum(s.rated)) as rated,
    toUInt32(sum(s.satisfied)) as satisfied,
    toUInt32(sum(s.praised)) as praised,
    toUInt32(sum(s.timed_events)) as timed_events,
    toUInt32(sum(s.timely_events)) as timely_events
from day_sums as s final
where
    s.day between {from_day:Date} and {to_day:Date}
    and (
        (s.received > 0 and has({kinds:Array(String)}, 'received'))
        or (s.accepted > 0 and has({kinds:Array(String)}, 'accepted'))
        or (s.decided > 0 and has({kinds:Array(String)}, 'decided'))
        or (s.refused > 0 and has({kinds:Array(String)}, 'refused'))
        or (s.withdrawn > 0 and has({kinds:Array(String)}, 'withdrawn'))
        or (s.delivered > 0 and has({kinds:Array(String)}, 'delivered'))
        or (s.rated > 0 and has({kinds:Array(String)}, 'rated'))
    )
    and ({county:String} = '' or s.county = {county:String})
    and ({centre:String} = '' or s.centre = {centre:String})
    and ({department:String} = '' or s.department = {department:String})
    and ({window:String} = '' or s.window = {window:String})
    and ({staff:String} = '' or s.staff = {staff:String})
    and ({item:String} = '' or s.item = {item:String})
group by day, unit;
