-- Dialect: DuckDB. Score and rank of each unit, and movement against the period before. Makes recomputed_ranking, one row per
-- board and unit, with the columns of a published row.

create table weights as
select
    max("value"::double) filter (where "key" = 'weight_early') as early,
    max("value"::double) filter (where "key" = 'weight_within_limit') as within_limit,
    max("value"::double) filter (where "key" = 'weight_speed_up') as speed_up,
    max("value"::double) filter (where "key" = 'weight_satisfaction') as satisfaction,
    max("value"::double) filter (where "key" = 'weight_data_quality') as data_quality,
    max("value"::double) filter (where "key" = 'weight_workload') as workload,
    max("value"::double) filter (where "key" = 'deduction_notice') as notice,
    max("value"::double) filter (where "key" = 'deduction_yellow') as yellow,
    max("value"::double) filter (where "key" = 'deduction_red') as red,
    max("value"::double) filter (where "key" = 'ranking_minimum') as minimum
from settings;

create table told as
select
    board, unit, is_before,
    coalesce(received, 0) as received, coalesce(completed, 0) as completed,
    coalesce(commitment_completed, 0) as commitment_completed, coalesce(commitment_early, 0) as commitment_early,
    coalesce(early, 0) as early, coalesce(on_time, 0) as on_time, coalesce(overdue, 0) as overdue,
    coalesce(used_days, 0) as used_days, coalesce(promised_days, 0) as promised_days,
    coalesce(rated, 0) as rated, coalesce(satisfied, 0) as satisfied,
    coalesce(timed_events, 0) as timed_events, coalesce(timely_events, 0) as timely_events,
    coalesce(cards_issued, 0) as cards_issued, coalesce(cards_notice, 0) as cards_notice,
    coalesce(cards_yellow, 0) as cards_yellow, coalesce(cards_red, 0) as cards_red
from counted;

-- One row per unit and component: what was reached, of what, and with what weight.
create table components as
with median_of_board as (
    select board, is_before, median(completed) as completed
    from told
    where received + completed > 0
    group by board, is_before
)
select t.board, t.unit, t.is_before, c.component, c.numerator::double as numerator, c.denominator::double as denominator, c.weight
from told as t
cross join weights as w
left join median_of_board as m on m.board = t.board and m.is_before = t.is_before
cross join lateral (
    values
        ('early', t.commitment_early::double, t.commitment_completed::double, w.early),
        ('within_limit', (t.early + t.on_time)::double, (t.early + t.on_time + t.overdue)::double, w.within_limit),
        ('speed_up', greatest(0, t.promised_days - t.used_days)::double, t.promised_days::double, w.speed_up),
        ('satisfaction', t.satisfied::double, t.rated::double, w.satisfaction),
        ('data_quality', t.timely_events::double, t.timed_events::double, w.data_quality),
        ('workload', t.completed::double, coalesce(m.completed, 0)::double, w.workload)
) as c(component, numerator, denominator, weight);

-- A component without data gives its weight to the others.
create table pointed as
select
    *,
    if(
        denominator > 0 and weight_there > 0,
        100 * weight * least(1, numerator / denominator) / weight_there,
        null
    ) as points
from (
    select *, sum(weight) filter (where denominator > 0) over (partition by board, unit, is_before) as weight_there
    from components
);

create table scored as
select
    t.*,
    t.cards_notice * w.notice + t.cards_yellow * w.yellow + t.cards_red * w.red as deduction,
    case
        when t.received + t.completed = 0 then 'no_cases'
        when t.commitment_completed < w.minimum then 'too_few'
        else ''
    end as unranked_reason,
    -- Truncated to two decimals; rounded at the sixth first, so that a sum of doubles just below a hundredth is not one less.
    floor(round(p.points - (t.cards_notice * w.notice + t.cards_yellow * w.yellow + t.cards_red * w.red), 6) * 100 + 1e-7) / 100 as full_score
from told as t
cross join weights as w
join (
    select board, unit, is_before, coalesce(sum(points), 0) as points from pointed group by board, unit, is_before
) as p on p.board = t.board and p.unit = t.unit and p.is_before = t.is_before;

-- A rank is one more than the number of units with a higher score.
create table placed as
select
    one.board, one.unit, one.is_before,
    1 + count(other.unit) filter (where other.full_score > one.full_score) as place,
    count(other.unit) filter (where other.full_score = one.full_score) > 1 as is_tied
from scored as one
join scored as other on other.board = one.board and other.is_before = one.is_before and other.unranked_reason = ''
where one.unranked_reason = ''
group by one.board, one.unit, one.is_before;

create table named as
select
    b.board, u.code as unit, u.name as unit_name,
    if(u.level in ('window', 'staff'), u.department, '') as department,
    coalesce(d.name, '') as department_name,
    u.county, coalesce(c.name, '') as county_name
from units as u
join units_of_boards as b on b.level = u.level
left join units as d on d.level = 'department' and d.code = u.department and u.level in ('window', 'staff')
left join units as c on c.level = 'county' and c.code = u.county;

create table recomputed_ranking as
select
    s.board, s.unit,
    p.place as rank,
    coalesce(p.is_tied, false) as is_tied,
    before.place as previous_rank,
    if(p.place is not null and before.place is not null, before.place - p.place, null) as movement,
    s.unranked_reason,
    if(s.unranked_reason = '', s.full_score, null) as score,
    coalesce(n.unit_name, '') as unit_name, n.unit is not null as on_file,
    coalesce(n.department, '') as department, coalesce(n.department_name, '') as department_name,
    coalesce(n.county, '') as county, coalesce(n.county_name, '') as county_name,
    s.completed, s.commitment_completed, s.early, s.overdue, s.received,
    s.cards_issued, s.cards_issued - s.cards_notice - s.cards_yellow - s.cards_red as cards_taken_back,
    s.cards_notice, s.cards_yellow, s.cards_red, s.deduction,
    c.early_numerator, c.early_denominator, c.early_weight, c.early_points,
    c.within_limit_numerator, c.within_limit_denominator, c.within_limit_weight, c.within_limit_points,
    c.speed_up_numerator, c.speed_up_denominator, c.speed_up_weight, c.speed_up_points,
    c.satisfaction_numerator, c.satisfaction_denominator, c.satisfaction_weight, c.satisfaction_points,
    c.data_quality_numerator, c.data_quality_denominator, c.data_quality_weight, c.data_quality_points,
    c.workload_numerator, c.workload_denominator, c.workload_weight, c.workload_points
from scored as s
left join placed as p on p.board = s.board and p.unit = s.unit and p.is_before = s.is_before
left join placed as before on before.board = s.board and before.unit = s.unit and before.is_before
left join named as n on n.board = s.board and n.unit = s.unit
join (
    -- Named, so that the columns are there where no unit is.
    pivot pointed on component in ('early', 'within_limit', 'speed_up', 'satisfaction', 'data_quality', 'workload')
    using first(numerator) as numerator, first(denominator) as denominator, first(weight) as weight, first(points) as points
    group by board, unit, is_before
) as c on c.board = s.board and c.unit = s.unit and c.is_before = s.is_before
where not s.is_before;
