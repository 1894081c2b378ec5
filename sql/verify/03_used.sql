-- Dialect: DuckDB. How much of each case's clock ran until a moment, day by day and second by second, less what stops took.
-- Moments asked about: the decision; the moment the source promised, for what a source promised itself;
-- what had run when an extension was granted; and, for cases open at the end of a period, that end. Makes ran: one row per case, ruler and moment (`upto`), `amount` on the ruler.

-- One row per question. A day ruler is read up to the end of a local day, the others up to the moment.
create table questions as
with
    decided as (
        select case_id, ruler, 'decision' as upto, decided_on as until_on, decided_at as until_at
        from promises where is_finished
        union
        select case_id, 'working_days', 'decision', decided_on, decided_at from happened where is_finished
    ),
    promised as (
        select case_id, ruler, 'promised' as upto, stated_due_on as until_on, stated_due_at as until_at from promises where is_stated
    ),
    -- The end of a period is the end of its last day, or the moment of the report where that is earlier.
    ended as (
        select
            p.case_id, p.ruler, 'end ' || e.to_on as upto,
            least(e.to_on, timezone(p.zone, e.as_of)::date - 1) as until_on,
            least(timezone(p.zone, (e.to_on + 1)::timestamp) - interval 1 millisecond, e.as_of) as until_at
        from promises as p
        join happened as h on h.case_id = p.case_id
        cross join (select to_on, as_of from asked union all select before_to, as_of from asked) as e
        where p.clock = 'promised' and h.received_on <= e.to_on and (h.closed_at is null or h.closed_on > e.to_on or h.closed_at > e.as_of)
    ),
    granted as (
        -- An extension granted on the due day comes in time, so what counts is what had run by the day before it; in seconds by
        -- the second before, as none runs after hours.
        select
            p.case_id, p.ruler, 'extension ' || e.place as upto, e.granted_on - 1 as until_on,
            if(p.ruler = 'working_seconds', e.granted_at - interval 1 second, e.granted_at) as until_at
        from promises as p
        join (
            select
                h.case_id, e.place, e.extension.granted_at as granted_at,
                timezone(h.zone, e.extension.granted_at)::date as granted_on
            from (
                select case_id, generate_subscripts(extensions, 1) as place, unnest(extensions) as extension from cases
            ) as e
            join happened as h on h.case_id = e.case_id
        ) as e on e.case_id = p.case_id
        where p.clock = 'promised'
    )
select q.*, h.calendar, h.zone, h.began_on, h.clock_from_at
from (select * from decided union all select * from promised union all select * from ended union all select * from granted) as q
join happened as h on h.case_id = q.case_id;

-- Days of a stop: those after the one it begins on, up to and including the one it ends on.
create table stopped_days as
select distinct s.case_id, (s.from_on + n.n::integer)::date as day
from stops as s
join (select case_id, max(until_on) as last_on from questions group by case_id) as q on q.case_id = s.case_id
cross join lateral (
    select unnest(range(1, greatest(1, least(coalesce(s.to_on, q.last_on), q.last_on) - s.from_on + 1))) as n
) as n;

-- Where a stop took from it, day by day; where none did, as much ran as lies between the two days. Walking every day of cases
-- that stood for years took a minute for a month's.
create table ran_days as
with walked as (
    select case_id, ruler, upto, calendar, (began_on + unnest(range(1, greatest(1, until_on - began_on + 1)))::integer)::date as day
    from questions
    where ruler in ('working_days', 'calendar_days') and case_id in (select case_id from stopped_days)
)
select w.case_id, w.ruler, w.upto, count(*) filter (where w.ruler = 'calendar_days' or d.works) as amount
from walked as w
join days as d on d.calendar = w.calendar and d.day = w.day
where not exists (select 1 from stopped_days as s where s.case_id = w.case_id and s.day = w.day)
group by all
union all
select q.case_id, q.ruler, q.upto, if(q.ruler = 'calendar_days', q.until_on - q.began_on, until.worked - began.worked) as amount
from questions as q
join days as began on began.calendar = q.calendar and began.day = q.began_on
join days as until on until.calendar = q.calendar and until.day = q.until_on
where q.ruler in ('working_days', 'calendar_days') and q.until_on > q.began_on
    and q.case_id not in (select case_id from stopped_days);

-- The stretches of time in which a clock ran: from its start to the moment, with the stops cut out. Stops that overlap are
-- passed over once, because a stretch begins where all stops before it have ended.
create table stretches as
with
    asked_about as (select * from questions where ruler in ('working_seconds', 'milliseconds')),
    cut as (
        select
            q.case_id, q.ruler, q.upto, q.calendar, q.zone, q.clock_from_at, q.until_at,
            greatest(s.from_at, q.clock_from_at) as cut_from,
            least(coalesce(s.to_at, q.until_at), q.until_at) as cut_to
        from asked_about as q
        join stops as s on s.case_id = q.case_id
        where s.from_at < q.until_at and coalesce(s.to_at, q.until_at) > greatest(s.from_at, q.clock_from_at)
        union all
        -- The end is a cut of no length.
        select case_id, ruler, upto, calendar, zone, clock_from_at, until_at, until_at, until_at from asked_about
    ),
    ordered as (
        select
            *,
            coalesce(
                max(cut_to) over (partition by case_id, ruler, upto order by cut_from, cut_to rows between unbounded preceding and 1 preceding),
                clock_from_at
            ) as runs_from
        from cut
    )
select case_id, ruler, upto, calendar, zone, runs_from, cut_from as runs_to
from ordered
where cut_from > runs_from;

create table ran_seconds as
with
    local as (
        -- Whole seconds, as working time is told in.
        select
            case_id, upto, calendar,
            date_trunc('second', timezone(zone, runs_from)) as runs_from,
            date_trunc('second', timezone(zone, runs_to)) as runs_to
        from stretches
        where ruler = 'working_seconds'
    ),
    by_day as (
        select *, (runs_from::date + unnest(range(0, runs_to::date - runs_from::date + 1))::integer)::date as day from local
    ),
    open_hours as (
        select calendar, day, unnest(hours) as open from days where works
    )
select
    b.case_id, 'working_seconds' as ruler, b.upto,
    sum(greatest(
        0,
        epoch(least(b.runs_to, h.day + to_seconds(h.open.closes))) - epoch(greatest(b.runs_from, h.day + to_seconds(h.open.opens)))
    ))::bigint as amount
from by_day as b
join open_hours as h on h.calendar = b.calendar and h.day = b.day
group by all;

create table ran as
select q.case_id, q.ruler, q.upto, coalesce(d.amount, s.amount, m.amount, 0) as amount
from questions as q
left join ran_days as d on d.case_id = q.case_id and d.ruler = q.ruler and d.upto = q.upto
left join ran_seconds as s on s.case_id = q.case_id and s.ruler = q.ruler and s.upto = q.upto
left join (
    select case_id, ruler, upto, sum(epoch_ms(runs_to) - epoch_ms(runs_from)) as amount
    from stretches where ruler = 'milliseconds' group by all
) as m on m.case_id = q.case_id and m.ruler = q.ruler and m.upto = q.upto;
