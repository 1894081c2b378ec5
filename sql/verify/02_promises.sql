-- Dialect: DuckDB. What was promised to each case: the due moment a source sent, or the item's limit in force on the day the
-- clock began. Makes promises, one row per case and clock (promised, statutory) that has a limit:
--   unit   working_days | calendar_days | working_hours | hours
--   ruler  what is laid along time: working_days, calendar_days, working_seconds, or milliseconds
--   step   how much of the ruler one unit is
--   size   the limit on the ruler, before extensions

create table limits_in_force as
select h.case_id, i.promised_limit, i.promised_unit, i.statutory_limit, i.statutory_unit
from happened as h
asof join items as i on i.item = h.item and h.began_on >= i.valid_from
where h.began_on is not null;

-- Which of the due moments a source sent counts: the last one said apart from acceptance and application, else that of the
-- acceptance the case stands on, else that of its application. 1970 stands for an event that sent none.
create table stated as
with
    said as (
        select case_id, generate_subscripts(stated_dues, 1) as place, unnest(stated_dues) as due from cases
    ),
    later as (
        select case_id, max_by(due, place) as due from said where due.type not in ('applied', 'accepted') group by case_id
    ),
    accepted as (
        select s.case_id, min_by(s.due, s.place) as due
        from said as s
        join cases as c on c.case_id = s.case_id and c.accepted_at = s.due.said_at
        where s.due.type = 'accepted'
        group by s.case_id
    ),
    applied as (
        select case_id, min_by(due, place) as due from said where due.type = 'applied' group by case_id
    ),
    chosen as (
        select
            c.case_id,
            coalesce(
                case when l.due.due_at > timestamptz '1970-01-01 00:00:00Z' then l.due end,
                case when a.due.due_at > timestamptz '1970-01-01 00:00:00Z' then a.due end,
                case when p.due.due_at > timestamptz '1970-01-01 00:00:00Z' then p.due end
            ) as due
        from cases as c
        left join later as l on l.case_id = c.case_id
        left join accepted as a on a.case_id = c.case_id
        left join applied as p on p.case_id = c.case_id
        where len(c.stated_dues) > 0
    )
select
    h.case_id, c.due.due_at as due_at, timezone(h.zone, c.due.due_at)::date as due_on, c.due.due_by = 'moment' as is_by_moment
from chosen as c
join happened as h on h.case_id = c.case_id
-- Decades ahead is a sender's way to say "none".
where c.due is not null and h.began_on is not null and c.due.due_at < timestamptz '2045-12-31 00:00:00Z';

create table promises as
with
    limits as (
        select case_id, 'promised' as clock, if(is_by_moment, 'hours', 'working_days') as unit, true as is_stated, null as units
        from stated
        union all
        select case_id, 'promised', coalesce(nullif(promised_unit, ''), 'working_days'), false, promised_limit
        from limits_in_force
        where promised_limit is not null and case_id not in (select case_id from stated)
        union all
        select case_id, 'statutory', coalesce(nullif(statutory_unit, ''), 'working_days'), false, statutory_limit
        from limits_in_force
        where statutory_limit is not null
    ),
    ruled as (
        select
            l.*, h.calendar, h.zone, h.began_on, h.clock_from_at, h.decided_on, h.decided_at, h.is_finished, h.standard_day_seconds,
            case
                when l.unit = 'hours' then 'milliseconds'
                when l.unit = 'calendar_days' then 'calendar_days'
                when l.unit = 'working_hours' then 'working_seconds'
                when h.counting = 'working_seconds' and not l.is_stated then 'working_seconds'
                else 'working_days'
            end as ruler
        from limits as l
        join happened as h on h.case_id = l.case_id
    ),
    stepped as (
        select
            * exclude (standard_day_seconds),
            case
                when ruler = 'milliseconds' then 3600000
                when ruler = 'working_seconds' and unit = 'working_hours' then 3600
                when ruler = 'working_seconds' then standard_day_seconds
                else 1
            end::bigint as step
        from ruled
    )
select
    p.* exclude (units),
    s.due_at as stated_due_at,
    s.due_on as stated_due_on,
    case
        when not p.is_stated then p.units * p.step
        when p.ruler = 'milliseconds' then epoch_ms(s.due_at) - epoch_ms(p.clock_from_at)
        -- From day 0 to the day promised; backwards where the source promised a day before day 0.
        else due_day.worked - first_day.worked
    end::bigint as size
from stepped as p
left join stated as s on s.case_id = p.case_id and p.is_stated
left join days as due_day on due_day.calendar = p.calendar and due_day.day = s.due_on
left join days as first_day on first_day.calendar = p.calendar and first_day.day = p.began_on;
