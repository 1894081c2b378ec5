-- Dialect: DuckDB. What happened in the period and in the one before, by level (all, county, department), and what was open at
-- their ends. Makes recomputed_statistics, one row per level, unit and period (`is_before`).

create table of_level as
select case_id, 'all' as level, '' as unit from happened
union all select case_id, 'county', county from happened
union all select case_id, 'department', department from happened;

-- A case open at the end of a period is late when its due moment had come by then, and was known to run by then. A stop that
-- lasts into working time after that leaves a case with nothing left, not late.
create table stopped_at_end as
select distinct s.case_id, p.is_before
from stops as s
cross join periods as p
left join days as ended on ended.calendar = s.calendar and ended.day = s.to_on
left join days as last on last.calendar = s.calendar and last.day = p.to_on
left join days as began on began.calendar = s.calendar and began.day = s.from_on
where began.worked <= last.worked and coalesce(ended.worked > last.worked, true);

create table standing as
select
    h.case_id, p.is_before,
    coalesce(
        j.case_id is not null
        and h.on_clock_at <= p.as_of
        and timezone(h.zone, h.on_clock_at - interval 1 second)::date <= p.to_on
        and case
            when j.is_as_stated and j.ruler = 'milliseconds' then j.stated_due_at <= p.as_of and j.stated_due_on <= p.to_on
            when j.is_as_stated then j.stated_due_on <= least(p.to_on, timezone(h.zone, p.as_of)::date - 1)
            when j.length < 0 then j.began_on <= p.to_on
            else e.amount > j.length or (e.amount = j.length and s.case_id is null)
        end,
        false
    ) as is_late
from happened as h
cross join periods as p
left join judged as j on j.case_id = h.case_id and j.clock = 'promised'
left join ran as e on e.case_id = h.case_id and e.ruler = j.ruler and e.upto = 'end ' || p.to_on
left join stopped_at_end as s on s.case_id = h.case_id and s.is_before = p.is_before
where h.received_on <= p.to_on and h.received_at <= p.as_of
    and (h.closed_at is null or h.closed_on > p.to_on or h.closed_at > p.as_of);

create table summed as
with
    told as (
        select
            l.level, l.unit, p.is_before, h.case_kind, h.channel, h.rating, r.*,
            coalesce(h.received_on between p.from_on and p.to_on, false) as is_received,
            coalesce(h.accepted_at <= p.as_of and h.accepted_on between p.from_on and p.to_on, false) as is_accepted,
            coalesce(h.refused_at <= p.as_of and h.refused_on between p.from_on and p.to_on, false) as is_refused,
            coalesce(h.withdrawn_at <= p.as_of and h.withdrawn_on between p.from_on and p.to_on, false) as is_withdrawn,
            coalesce(h.delivered_at <= p.as_of and h.delivered_on between p.from_on and p.to_on, false) as is_delivered,
            coalesce(h.decided_at <= p.as_of and h.decided_on between p.from_on and p.to_on, false) as is_decided,
            coalesce(h.is_normal and h.decided_at <= p.as_of and h.decided_on between p.from_on and p.to_on, false) as is_done,
            coalesce(h.rated_at <= p.as_of and h.rated_on between p.from_on and p.to_on, false) as is_rated
        from happened as h
        join recomputed_cases as r on r.case_id = h.case_id
        join of_level as l on l.case_id = h.case_id
        cross join periods as p
        where h.received_at <= p.as_of
    ),
    counts as (
        select
            level, unit, is_before,
            count(*) filter (where is_received) as received,
            count(*) filter (where is_accepted) as accepted,
            count(*) filter (where is_refused) as refused,
            count(*) filter (where is_decided) as decided,
            count(*) filter (where is_done) as completed,
            count(*) filter (where is_delivered) as delivered,
            count(*) filter (where is_withdrawn) as withdrawn,
            count(*) filter (where is_done and verdict != 'not_judged') as completed_with_limit,
            count(*) filter (where is_done and verdict = 'early') as early,
            count(*) filter (where is_done and verdict = 'on_time') as on_time,
            count(*) filter (where is_done and verdict = 'overdue') as overdue,
            count(*) filter (where is_received and case_kind = 'commitment') as commitment_received,
            count(*) filter (where is_done and case_kind = 'commitment') as commitment_completed,
            count(*) filter (where is_done and case_kind = 'commitment' and verdict = 'early') as commitment_early,
            count(*) filter (where is_accepted and case_kind = 'instant') as instant_accepted,
            count(*) filter (where is_accepted and case_kind = 'commitment') as commitment_accepted,
            count(*) filter (where is_received and channel in ('web', 'mobile')) as online_received,
            coalesce(sum(used) filter (where is_done and limit_unit = 'working_days'), 0) as used_days_sum,
            coalesce(sum(promised_limit) filter (where is_done and limit_unit = 'working_days'), 0) as promised_days_sum,
            coalesce(sum(statutory_used) filter (where is_done and statutory_unit = 'working_days'), 0) as statutory_used_days_sum,
            coalesce(sum(statutory_limit) filter (where is_done and statutory_unit = 'working_days'), 0) as statutory_days_sum,
            coalesce(sum(working_days_used) filter (where is_done), 0) as handling_days_sum,
            list_sort(list(coalesce(working_days_used, 0)) filter (where is_done)) as handled,
            count(*) filter (where is_rated) as rated,
            count(*) filter (where is_rated and rating <= 3) as satisfied,
            count(*) filter (where is_rated and rating <= 2) as praised,
            coalesce(sum(timed_events) filter (where is_done), 0) as timed_events,
            coalesce(sum(timely_events) filter (where is_done), 0) as timely_events
        from told
        group by level, unit, is_before
    ),
    backlog as (
        select l.level, l.unit, s.is_before, count(*) as open_at_end, count(*) filter (where s.is_late) as overdue_open_at_end
        from standing as s
        join of_level as l on l.case_id = s.case_id
        group by l.level, l.unit, s.is_before
    )
select
    -- Of an even number of cases the median is the upper of the two in the middle: a number of days somebody took.
    c.* exclude (handled), handled[len(handled) // 2 + 1]::double as used_days_median,
    coalesce(b.open_at_end, 0) as open_at_end, coalesce(b.overdue_open_at_end, 0) as overdue_open_at_end
from counts as c
left join backlog as b on b.level = c.level and b.unit = c.unit and b.is_before = c.is_before;

create table recomputed_statistics as
select
    s.level, s.unit, s.is_before,
    coalesce(u.name, '') as unit_name, u.code is not null as on_file,
    '' as department, '' as department_name, coalesce(u.county, '') as county, coalesce(k.name, '') as county_name,
    p.from_on::varchar as from_day, p.to_on::varchar as to_day, null as until,
    s.* exclude (level, unit, is_before)
from summed as s
join periods as p on p.is_before = s.is_before
-- A unit is listed with anything to show in either of the periods.
join (
    select level, unit from summed
    group by level, unit
    having sum(open_at_end + received + accepted + refused + decided + delivered + withdrawn + rated) > 0
) as l on l.level = s.level and l.unit = s.unit
left join units as u on u.level = s.level and u.code = s.unit
left join units as k on k.level = 'county' and k.code = u.county;
