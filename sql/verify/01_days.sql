-- Dialect: DuckDB. Reads the tables of a bundle (cases, cards, items, units, calendars, calendar_days), settings, and `asked`,
-- one row: from_on, to_on, before_from, before_to, as_of. Makes days, what each day of each calendar is; happened, the cases
-- with the local day of everything that happened to them; stops, one row per stop of a clock.
-- Written from the definitions (domain: the clock, numbers), not from the models in ClickHouse: it shares no code with them.

create table days as
select
    calendar, day, role in ('workday', 'makeup', 'opening') as works, hours,
    count(*) filter (where role in ('workday', 'makeup', 'opening')) over (partition by calendar order by day) as worked
from calendar_days;

-- The wall clock of each case's own centre.
create table happened as
select
    c.case_id, c.county, c.centre, c.department, c."window", c.staff, c.item, c.case_kind, c.channel, c.outcome, c.rating,
    c.calendar, k.zone, k.counting, k.standard_day_seconds,
    c.received_at, c.accepted_at, c.refused_at, c.withdrawn_at, c.decided_at, c.delivered_at, c.rated_at, c.clock_from_at, c.on_clock_at,
    timezone(k.zone, c.received_at)::date as received_on,
    timezone(k.zone, c.accepted_at)::date as accepted_on,
    timezone(k.zone, c.refused_at)::date as refused_on,
    timezone(k.zone, c.withdrawn_at)::date as withdrawn_on,
    timezone(k.zone, c.decided_at)::date as decided_on,
    timezone(k.zone, c.delivered_at)::date as delivered_on,
    timezone(k.zone, c.rated_at)::date as rated_on,
    timezone(k.zone, c.clock_from_at)::date as began_on,
    -- A decision ends the clock; until one has come it runs.
    c.clock_from_at is not null and c.decided_at is not null as is_finished,
    c.outcome in ('issued', 'forwarded', 'completed', 'permitted', 'not_permitted') as is_normal,
    coalesce(c.decided_at, least(c.refused_at, c.withdrawn_at)) as closed_at,
    timezone(k.zone, coalesce(c.decided_at, least(c.refused_at, c.withdrawn_at)))::date as closed_on
from cases as c
join calendars as k on k.calendar = c.calendar;

create table stops as
select
    h.case_id, h.calendar, h.zone, h.began_on, h.decided_on,
    stop.from_at as from_at, stop.to_at as to_at,
    timezone(h.zone, stop.from_at)::date as from_on, timezone(h.zone, stop.to_at)::date as to_on
from (select case_id, unnest(stops) as stop from cases) as s
join happened as h on h.case_id = s.case_id;
