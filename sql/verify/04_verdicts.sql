-- Dialect: DuckDB. The limit with its extensions, the time used, and the verdict. Makes judged, one row per case and clock, and
-- recomputed_cases, the columns of a case row that can be told from it.

-- Cases of which a stop that began by the day or moment the source promised, or on the days off after it, took the time after it.
create table stopped_over as
select distinct p.case_id
from promises as p
join stops as s on s.case_id = p.case_id
left join days as due on due.calendar = p.calendar and due.day = p.stated_due_on
left join days as began on began.calendar = p.calendar and began.day = s.from_on
left join days as ended on ended.calendar = p.calendar and ended.day = s.to_on
where p.is_stated and if(
    p.ruler = 'milliseconds',
    s.from_at <= p.stated_due_at and coalesce(s.to_at > p.stated_due_at, true),
    began.worked <= due.worked and coalesce(ended.worked > due.worked, true)
);

-- An extension granted before the case is due adds its time, one granted later does not: in the order they were granted, as
-- each that counts puts off the day the next is held against. `adds` is null where days of the other kind than the clock's
-- have to be counted from the due day, and nothing where the clock cannot tell the unit.
create table grants as
select
    p.case_id, e.place, h.calendar, p.ruler,
    case
        -- Publications of before name no unit where the event named none: then it is that of the limit, days for plain hours.
        when p.ruler = 'milliseconds' and e.extension.unit in ('', 'calendar_days') then e.extension.granted::bigint * 86400000
        when e.extension.unit in ('', p.unit) or (p.ruler = 'milliseconds' and e.extension.unit = 'working_hours')
            then e.extension.granted::bigint * p.step
        when p.ruler = 'working_seconds' and e.extension.unit = 'working_hours' then e.extension.granted::bigint * 3600
        when p.ruler = 'working_seconds' and e.extension.unit = 'working_days' then e.extension.granted::bigint * h.standard_day_seconds
        when p.ruler = 'working_seconds' or e.extension.unit = 'working_hours' then 0
    end as adds,
    e.extension.granted::integer as granted,
    timezone(p.zone, e.extension.granted_at)::date as granted_on,
    p.began_on,
    -- The day the source promised, as long as no stop took from it or leads on from it.
    if(p.is_stated and s.amount >= p.size and o.case_id is null, p.stated_due_on, null) as promised_on,
    p.ruler != 'milliseconds' as is_by_last_before,
    -- Whether a stop takes what would run next: then no more is used by the moment it is granted than was just before.
    exists (
        select 1 from stops as t
        where t.case_id = p.case_id and case
            when p.ruler = 'working_seconds' then t.from_at < e.extension.granted_at and coalesce(t.to_at >= e.extension.granted_at, true)
            else t.from_on < coalesce(n.day, timezone(p.zone, e.extension.granted_at)::date)
                and coalesce(t.to_on >= coalesce(n.day, timezone(p.zone, e.extension.granted_at)::date), true)
        end
    ) as is_next_stopped,
    p.clock_from_at, p.zone,
    r.amount as ran,
    coalesce(
        case
            when p.ruler in ('working_days', 'calendar_days')
                then timezone(p.zone, e.extension.granted_at)::date <= coalesce(p.stated_due_on, p.began_on)
            else e.extension.granted_at <= p.stated_due_at
        end,
        false
    ) as is_early_enough,
    p.size
from promises as p
join happened as h on h.case_id = p.case_id
join (select case_id, generate_subscripts(extensions, 1) as place, unnest(extensions) as extension from cases) as e
    on e.case_id = p.case_id
join ran as r on r.case_id = p.case_id and r.ruler = p.ruler and r.upto = 'extension ' || e.place
left join ran as s on s.case_id = p.case_id and s.ruler = p.ruler and s.upto = 'promised'
left join stopped_over as o on o.case_id = p.case_id
-- The first working day from the one it is granted on.
left join days as y on y.calendar = p.calendar and y.day = timezone(p.zone, e.extension.granted_at)::date - 1
left join days as n on p.ruler = 'working_days' and n.calendar = p.calendar and n.works and n.worked = y.worked + 1
where p.clock = 'promised';

-- Of cases with such days, the last day before more than so much had run: a stop may lead on from the one on which it had.
create table reached as
with
    counted_days as (
        select
            g.case_id, g.calendar, g.ruler,
            row_number() over in_order as ran,
            lead(d.day) over in_order as next_day,
            lead(d.worked) over in_order as next_worked
        from (select distinct case_id, calendar, ruler, began_on from grants where adds is null) as g
        join days as d on d.calendar = g.calendar and d.day > g.began_on and (g.ruler = 'calendar_days' or d.works)
        where not exists (
            select 1 from stops as s where s.case_id = g.case_id and s.from_on < d.day and (s.to_on is null or d.day <= s.to_on)
        )
        window in_order as (partition by g.case_id order by d.day)
    )
select c.case_id, c.ran, if(c.ruler = 'calendar_days', c.next_day - 1, last.day) as day
from counted_days as c
left join days as last on last.calendar = c.calendar and last.works and last.worked = c.next_worked - 1
where c.next_day is not null;

create table added as
with recursive counted(case_id, place, adds) as (
    select case_id, 0::bigint, 0::bigint from grants where place = 1
    union all
    select
        g.case_id, g.place::bigint,
        c.adds + case
            when not (g.is_early_enough or g.ran < g.size + c.adds or (g.ran = g.size + c.adds and (g.is_next_stopped or not g.is_by_last_before))) then 0
            when g.adds is not null then g.adds
            when g.ruler = 'working_days' then before_end.worked + 1 - due.worked
            else (later.day - due.day) * if(g.ruler = 'milliseconds', 86400000, 1)
        end
    from counted as c
    join grants as g on g.case_id = c.case_id and g.place = c.place + 1
    left join reached as r on r.case_id = g.case_id and r.ran = g.size + c.adds
    -- The due day without it, of plain hours without stops, too; while an open stop leaves none, the day it was granted.
    left join days as due on due.calendar = g.calendar and g.adds is null and due.day = coalesce(
        if(g.ruler = 'milliseconds', timezone(g.zone, g.clock_from_at + to_milliseconds(g.size + c.adds))::date, null),
        if(c.adds = 0, g.promised_on, null), if(g.size + c.adds <= 0, g.began_on, null), r.day, g.granted_on
    )
    -- A clock of working days due on a day off is due on the working day after it.
    left join days as before_end on before_end.calendar = g.calendar and before_end.day = due.day + g.granted - 1
    left join days as later on later.calendar = g.calendar and g.ruler in ('calendar_days', 'milliseconds') and later.works and later.worked = due.worked + g.granted
)
select case_id, max_by(adds, place) as adds from counted group by case_id;

create table judged as
with
    measured as (
        select
            p.*,
            p.size + coalesce(if(p.clock = 'promised', a.adds, 0), 0) as length,
            if(p.is_finished, r.amount, null) as ran,
            -- Whether the day the source promised still stands: nothing was added, no stop took from it, and none kept more
            -- than was promised from being used after it.
            p.is_stated and coalesce(a.adds, 0) = 0 and s.amount >= p.size and o.case_id is null as is_as_stated
        from promises as p
        left join added as a on a.case_id = p.case_id
        left join ran as r on r.case_id = p.case_id and r.ruler = p.ruler and r.upto = 'decision'
        left join ran as s on s.case_id = p.case_id and s.ruler = p.ruler and s.upto = 'promised'
        left join stopped_over as o on o.case_id = p.case_id and p.is_stated and p.size >= 0
    ),
    told as (
        select
            *,
            length / step as limit_in_units,
            -- Days are whole, any remainder rounded up; hours are as they are.
            if(unit in ('working_days', 'calendar_days'), ceil(ran / step), ran / step) as used
        from measured
    )
select
    *,
    case
        when not is_finished then 'not_judged'
        when is_as_stated and ruler = 'milliseconds'
            then if(decided_at < stated_due_at, 'early', if(decided_at = stated_due_at, 'on_time', 'overdue'))
        when is_as_stated then if(decided_on < stated_due_on, 'early', if(decided_on = stated_due_on, 'on_time', 'overdue'))
        when used < limit_in_units then 'early'
        when used = limit_in_units then 'on_time'
        else 'overdue'
    end as verdict
from told;

create table recomputed_cases as
select
    h.case_id,
    coalesce(p.unit, '') as limit_unit,
    -- A source may promise a day before day 0.
    if(p.length < 0, 0, p.limit_in_units) as promised_limit,
    p.used as used,
    coalesce(p.verdict, 'not_judged') as verdict,
    coalesce(s.unit, '') as statutory_unit,
    s.limit_in_units as statutory_limit,
    s.used as statutory_used,
    coalesce(s.verdict, 'not_judged') as statutory_verdict,
    if(h.is_finished, d.amount, null) as working_days_used,
    coalesce(e.timed, 0) as timed_events,
    coalesce(e.timely, 0) as timely_events
from happened as h
left join judged as p on p.case_id = h.case_id and p.clock = 'promised'
left join judged as s on s.case_id = h.case_id and s.clock = 'statutory'
left join ran as d on d.case_id = h.case_id and d.ruler = 'working_days' and d.upto = 'decision'
left join (
    select
        case_id,
        count(*) as timed,
        count(*) filter (
            where entry.recorded_at <= entry.occurred_at + to_hours((select "value"::bigint from settings where "key" = 'entry_timeliness_hours'))
        ) as timely
    from (select case_id, unnest(entries) as entry from cases)
    group by case_id
) as e on e.case_id = h.case_id;
