-- 旬调度: what falls due in the ten working days ahead, against what the unit closes in a day, and whom to help first.
-- Grain: one row per unit with an open case on the clock. Parameters as dispatch_cases.sql, and by
-- (all|county|centre|department|window|staff|item).
-- Definitions (domain, numbers, version 1; shortfall and help_rank version 2):
-- * due_1 … due_10: open cases due on the n-th working day ahead (days_ahead names them); the other counts as dispatch_cases.
-- * capacity: cases decided per working day = decided_recent / recent_days, over the last 20 working days before the day of
--   as_of, fewer where the store holds fewer; instant cases are left out, since they are not what is waited for.
-- * shortfall: the most cases by which what must be closed by the n-th working day ahead (overdue, due before, due by then)
--   exceeds n days of that capacity, over n = 1 … 10; less than a whole case is none, and a part beyond whole cases counts as
--   one, since a case closed in part is not closed. short_from: the first such day, 0 where there is none.
--   It counts what is known now: cases accepted from now on and due in the ten days are not in it, nor working faster.
-- * help_rank: units with a shortfall, the largest before it is rounded first; competition ranks 1, 1, 3.
-- * age_5 … age_more: open cases by working days since day 0 of the clock: up to 5, 10, 20 (the limit of the licensing law), 45
--   (that of joint handling), and more.
create or replace view dispatch {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    standing as (
        select
            unit_of({by:String}, county, centre, department, window, staff, item) as unit,
            min(calendar_no) as calendar_no,
            count() as open_cases,
            countIf(place = 'overdue') as overdue,
            countIf(place = 'instant') as instant,
            countIf(place = 'before') as due_before,
            sumMap(map(ahead, toUInt64(1))) as due_at_step,
            countIf(place = 'later') as due_later,
            countIf(place = 'no_limit') as no_limit,
            countIf(place = 'stopped') as stopped,
            countIf(is_stopped_long) as stopped_long,
            countIf(age_days <= 5) as age_5,
            countIf(age_days between 6 and 10) as age_10,
            countIf(age_days between 11 and 20) as age_20,
            countIf(age_days between 21 and 45) as age_45,
            countIf(age_days > 45) as age_more
        from dispatch_cases(
            as_of = {as_of:DateTime64(3, 'UTC')}, from_day = {from_day:Date}, stopped_days = {stopped_days:UInt32},
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        )
        group by unit
    ),
    -- No twenty working days span sixty days.
    recent as (
        select
            unit_of({by:String}, county, centre, department, window, staff, item) as unit,
            count() as decided
        from (
            select
                *,
                dictGet('calendar_number', 'calendar_no', toString(calendar)) as calendar_no,
                toDate(local_time(calendar_no, moment)) as today
            from case_facts final
            where
                last_on >= toDate(moment) - 61 and first_on <= toDate(moment) + 1
                and decided_on >= toDate(moment) - 61 and decided_at <= moment
                and case_kind != 'instant'
                and ({county:String} = '' or county = {county:String})
                and ({centre:String} = '' or centre = {centre:String})
                and ({department:String} = '' or department = {department:String})
                and ({window:String} = '' or window = {window:String})
                and ({staff:String} = '' or staff = {staff:String})
                and ({item:String} = '' or item = {item:String})
        )
        where decided_on < today and working_index(calendar_no, today - 1) - working_index(calendar_no, assumeNotNull(decided_on)) < 20
        group by unit
    ),
    ifNull((select min(received_on) from case_facts), toDate(moment)) as data_from,
    measured as (
        select
            s.*,
            toDate(local_time(s.calendar_no, moment)) as today,
            arrayMap(step -> s.due_at_step[toUInt8(step)], range(1, 11)) as due,
            r.decided as decided_recent,
            greatest(1, least(20, working_index(s.calendar_no, today - 1) - working_index(s.calendar_no, data_from - 1))) as recent_days,
            arrayMap(
                (known, step) -> round(known - step * r.decided / recent_days, 6),
                arrayMap(sum_due -> s.overdue + s.due_before + sum_due, arrayCumSum(due)),
                range(1, 11)
            ) as short_by
        from standing as s
        left join recent as r on r.unit = s.unit
    ),
    ranked as (
        select
            *,
            arrayMax(short_by) as most_short,
            if(most_short < 1, 0, ceil(most_short)) as shortfall,
            indexOf(arrayMap(short -> short >= 1, short_by), true) as short_from,
            rank() over (order by most_short desc) as place
        from measured
    )
select
    unit,
    unit_name({by:String}, unit) as unit_name,
    toBool(dictHas('unit', ({by:String}, unit))) as on_file,
    unit_department({by:String}, unit) as department,
    unit_name('department', unit_department({by:String}, unit)) as department_name,
    unit_county({by:String}, unit) as county,
    unit_name('county', unit_county({by:String}, unit)) as county_name,
    if(shortfall > 0, toUInt32(place), null) as help_rank,
    toUInt32(shortfall) as shortfall,
    toUInt8(short_from) as short_from,
    arrayMap(
        step -> dictGet('working_day', 'day', toUInt64(calendar_no) * 100000 + toUInt64(working_index(calendar_no, greatest({from_day:Date}, today) - 1) + step)),
        range(1, 11)
    ) as days_ahead,
    toUInt32(open_cases) as open_cases,
    toUInt32(overdue) as overdue,
    toUInt32(instant) as instant,
    toUInt32(due_before) as due_before,
    toUInt32(due[1]) as due_1,
    toUInt32(due[2]) as due_2,
    toUInt32(due[3]) as due_3,
    toUInt32(due[4]) as due_4,
    toUInt32(due[5]) as due_5,
    toUInt32(due[6]) as due_6,
    toUInt32(due[7]) as due_7,
    toUInt32(due[8]) as due_8,
    toUInt32(due[9]) as due_9,
    toUInt32(due[10]) as due_10,
    toUInt32(due_later) as due_later,
    toUInt32(no_limit) as no_limit,
    toUInt32(stopped) as stopped,
    toUInt32(stopped_long) as stopped_long,
    toUInt32(age_5) as age_5,
    toUInt32(age_10) as age_10,
    toUInt32(age_20) as age_20,
    toUInt32(age_45) as age_45,
    toUInt32(age_more) as age_more,
    toUInt32(decided_recent) as decided_recent,
    toUInt32(recent_days) as recent_days
from ranked
settings prefer_column_name_to_alias = 1;
