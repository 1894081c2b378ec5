-- 周排名: one board over an ISO week, with the composite score component by component and movement against the week before.
-- Grain: one row per unit on file or with cases. Parameters: week_start (a Monday), board (departments|windows|counties|staff),
-- as_of, county, centre, department, window, staff, item ('' = any).
-- Score (domain, weekly ranking, version 1): 100 × Σ weight × min(1, numerator / denominator) / Σ weight over the components
-- whose denominator is not nothing, rounded to 6 places, then truncated to 2. Weights: settings weight_<component>.
-- Ranked with at least `ranking_minimum` (5) completed commitment cases; competition ranks 1, 1, 3.
create or replace view weekly_ranking {on_cluster} as
with
    multiIf(
        {board:String} = 'departments', 'department',
        {board:String} = 'windows', 'window',
        {board:String} = 'counties', 'county',
        'staff'
    ) as board_level,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('ranking_minimum', ''), {week_start:Date}, '5')) as ranking_minimum,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('weight_early', ''), {week_start:Date}, '25')) as weight_early,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('weight_within_limit', ''), {week_start:Date}, '25')) as weight_within_limit,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('weight_speed_up', ''), {week_start:Date}, '15')) as weight_speed_up,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('weight_satisfaction', ''), {week_start:Date}, '15')) as weight_satisfaction,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('weight_data_quality', ''), {week_start:Date}, '10')) as weight_data_quality,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('weight_workload', ''), {week_start:Date}, '10')) as weight_workload,
    summed as (
        select
            unit,
            day < {week_start:Date} as is_before,
            sum(d.received) as received,
            sum(d.completed) as completed,
            sum(d.commitment_completed) as commitment_completed,
            sum(d.commitment_early) as commitment_early,
            sum(d.early) as early,
            sum(d.on_time) as on_time,
            sum(d.overdue) as overdue,
            sum(d.completed_with_limit) as completed_with_limit,
            sum(d.used_days_sum) as used_days_sum,
            sum(d.promised_days_sum) as promised_days_sum,
            sum(d.rated) as rated,
            sum(d.satisfied) as satisfied,
            sum(d.timed_events) as timed_events,
            sum(d.timely_events) as timely_events
        from unit_days(
            from_day = {week_start:Date} - 7, to_day = {week_start:Date} + 6,
            by = multiIf({board:String} = 'departments', 'department', {board:String} = 'windows', 'window', {board:String} = 'counties', 'county', 'staff'),
            as_of = {as_of:DateTime64(3, 'UTC')},
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        ) as d
        where unit != ''
        group by unit, is_before
    ),
    on_file as (
        select code as unit
        from dictionary('unit')
        where level = board_level
            and ({county:String} = '' or county = {county:String})
            and ({centre:String} = '' or centre = {centre:String})
            and ({department:String} = '' or department = {department:String})
            and ({window:String} = '' or (level = 'window' and code = {window:String}))
            and ({staff:String} = '' or (level = 'staff' and code = {staff:String}))
    ),
    listed as (
        select unit, arrayJoin([false, true]) as is_before
        from (select unit from on_file union distinct select unit from summed)
    ),
    filled as (
        select l.unit as unit, l.is_before as is_before, s.* except (unit, is_before)
        from listed as l
        left join summed as s on s.unit = l.unit and s.is_before = l.is_before
    ),
    measured as (
        select
            *,
            quantileExactHighIf(0.5)(completed, received + completed > 0) over (partition by is_before) as median_high,
            quantileExactLowIf(0.5)(completed, received + completed > 0) over (partition by is_before) as median_lower
        from filled
    ),
    components as (
        select
            * except (median_high, median_lower),
            (median_high + median_lower) / 2 as median_completed,
            [
                ('early', toFloat64(commitment_early), toFloat64(commitment_completed), weight_early),
                ('within_limit', toFloat64(early + on_time), toFloat64(completed_with_limit), weight_within_limit),
                ('speed_up', toFloat64(greatest(0, promised_days_sum - used_days_sum)), toFloat64(promised_days_sum), weight_speed_up),
                ('satisfaction', toFloat64(satisfied), toFloat64(rated), weight_satisfaction),
                ('data_quality', toFloat64(timely_events), toFloat64(timed_events), weight_data_quality),
                ('workload', toFloat64(completed), toFloat64(median_completed), weight_workload)
            ] as parts
        from measured
    ),
    scored as (
        select
            *,
            arraySum(part -> if(part.3 > 0, part.4, 0), parts) as weight_sum,
            arrayMap(part -> if(part.3 > 0 and weight_sum > 0, 100 * part.4 * least(1, part.2 / part.3) / weight_sum, null), parts) as points,
            floor(round(arraySum(point -> ifNull(point, 0), points), 6) * 100 + 1e-7) / 100 as full_score,
            multiIf(received + completed = 0, 'no_cases', commitment_completed < ranking_minimum, 'too_few', '') as unranked_reason,
            if(unranked_reason = '', full_score, null) as score
        from components
    ),
    ranked as (
        select
            *,
            rank() over (partition by is_before, unranked_reason = '' order by ifNull(score, 0) desc) as place,
            count() over (partition by is_before, unranked_reason = '', score) as same_score
        from scored
    )
select
    concat(toString(toISOYear({week_start:Date})), '-W', leftPad(toString(toISOWeek({week_start:Date})), 2, '0')) as week,
    if(now_week.unranked_reason = '', toUInt32(now_week.place), null) as rank,
    toBool(now_week.unranked_reason = '' and now_week.same_score > 1) as is_tied,
    if(before_week.unranked_reason = '', toUInt32(before_week.place), null) as previous_rank,
    if(now_week.unranked_reason = '' and before_week.unranked_reason = '', toInt32(before_week.place) - toInt32(now_week.place), null) as movement,
    now_week.unranked_reason as unranked_reason,
    now_week.score as score,
    now_week.unit as unit,
    unit_name(board_level, now_week.unit) as unit_name,
    toBool(dictHas('unit', (board_level, now_week.unit))) as on_file,
    unit_department(board_level, now_week.unit) as department,
    unit_name('department', unit_department(board_level, now_week.unit)) as department_name,
    unit_county(board_level, now_week.unit) as county,
    unit_name('county', unit_county(board_level, now_week.unit)) as county_name,
    toUInt32(now_week.completed) as completed,
    toUInt32(now_week.commitment_completed) as commitment_completed,
    toUInt32(now_week.early) as early,
    toUInt32(now_week.overdue) as overdue,
    toUInt32(now_week.received) as received,
    now_week.parts[1].2 as early_numerator,
    now_week.parts[1].3 as early_denominator,
    now_week.parts[1].4 as early_weight,
    now_week.points[1] as early_points,
    now_week.parts[2].2 as within_limit_numerator,
    now_week.parts[2].3 as within_limit_denominator,
    now_week.parts[2].4 as within_limit_weight,
    now_week.points[2] as within_limit_points,
    now_week.parts[3].2 as speed_up_numerator,
    now_week.parts[3].3 as speed_up_denominator,
    now_week.parts[3].4 as speed_up_weight,
    now_week.points[3] as speed_up_points,
    now_week.parts[4].2 as satisfaction_numerator,
    now_week.parts[4].3 as satisfaction_denominator,
    now_week.parts[4].4 as satisfaction_weight,
    now_week.points[4] as satisfaction_points,
    now_week.parts[5].2 as data_quality_numerator,
    now_week.parts[5].3 as data_quality_denominator,
    now_week.parts[5].4 as data_quality_weight,
    now_week.points[5] as data_quality_points,
    now_week.parts[6].2 as workload_numerator,
    now_week.parts[6].3 as workload_denominator,
    now_week.parts[6].4 as workload_weight,
    now_week.points[6] as workload_points
from (select * from ranked where not is_before) as now_week
inner join (select * from ranked where is_before) as before_week on before_week.unit = now_week.unit;
