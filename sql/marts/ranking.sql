-- 排名: one board over a period, with the composite score component by component and movement against the period before.
-- Grain: one row per unit on file or with cases. Parameters: period (what the period is called, told in every row), from_day,
-- to_day, before_from, before_to (the period before; all days included, before_to < from_day; days between the two count for
-- neither), board (departments|windows|counties|staff), as_of, county, centre, department, window, staff, item ('' = any).
-- Score (domain, ranking, version 2): 100 × Σ weight × min(1, numerator / denominator) / Σ weight over the components
-- whose denominator is not nothing, less deduction_<grade> points for each card in effect that was found in the period, rounded
-- to 6 places, then truncated to 2. Weights and points: settings weight_<component> and deduction_<grade> (0, 5, 10) in force on
-- from_day, for both periods. Cards count for the unit they name; enough of them take a score below 0.
-- Ranked with at least `ranking_minimum` (5) completed commitment cases; competition ranks 1, 1, 3.
create or replace view ranking {on_cluster} as
with
    multiIf(
        {board:String} = 'departments', 'department',
        {board:String} = 'windows', 'window',
        {board:String} = 'counties', 'county',
        'staff'
    ) as board_level,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('ranking_minimum', ''), {from_day:Date}, '5')) as ranking_minimum,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('weight_early', ''), {from_day:Date}, '25')) as weight_early,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('weight_within_limit', ''), {from_day:Date}, '25')) as weight_within_limit,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('weight_speed_up', ''), {from_day:Date}, '15')) as weight_speed_up,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('weight_satisfaction', ''), {from_day:Date}, '15')) as weight_satisfaction,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('weight_data_quality', ''), {from_day:Date}, '10')) as weight_data_quality,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('weight_workload', ''), {from_day:Date}, '10')) as weight_workload,
    deduction_points('notice', {from_day:Date}) as deduction_notice,
    deduction_points('yellow', {from_day:Date}) as deduction_yellow,
    deduction_points('red', {from_day:Date}) as deduction_red,
    -- Units on file count with nothing, so that one without any case is listed too.
    told as (
        select unit, toUInt8(day < {from_day:Date}) as is_before, received, completed, commitment_completed, commitment_early, early, on_time, overdue, completed_with_limit, used_days_sum, promised_days_sum, rated, satisfied, timed_events, timely_events, 0 as cards_issued, 0 as cards_notice, 0 as cards_yellow, 0 as cards_red
        from unit_days(
            from_day = {before_from:Date}, to_day = {to_day:Date},
            by = multiIf({board:String} = 'departments', 'department', {board:String} = 'windows', 'window', {board:String} = 'counties', 'county', 'staff'),
            as_of = {as_of:DateTime64(3, 'UTC')},
            kinds = ['received', 'decided', 'rated'],
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        )
        where unit != '' and (day >= {from_day:Date} or day <= {before_to:Date})
        union all
        select
            multiIf({board:String} = 'departments', department, {board:String} = 'windows', window, {board:String} = 'counties', county, staff) as card_unit,
            toUInt8(day < {from_day:Date}), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            1, is_in_effect and grade = 'notice', is_in_effect and grade = 'yellow', is_in_effect and grade = 'red'
        from cards_found(
            from_day = {before_from:Date}, to_day = {to_day:Date}, as_of = {as_of:DateTime64(3, 'UTC')},
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        )
        where card_unit != '' and (day >= {from_day:Date} or day <= {before_to:Date})
        union all
        select code, arrayJoin([toUInt8(0), toUInt8(1)]), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        from dictionary('unit')
        where level = board_level
            and ({county:String} = '' or county = {county:String})
            and ({centre:String} = '' or centre = {centre:String})
            and ({department:String} = '' or department = {department:String})
            and ({window:String} = '' or (level = 'window' and code = {window:String}))
            and ({staff:String} = '' or (level = 'staff' and code = {staff:String}))
    ),
    filled as (
        select
            unit, is_before,
            sum(received) as received,
            sum(completed) as completed,
            sum(commitment_completed) as commitment_completed,
            sum(commitment_early) as commitment_early,
            sum(early) as early,
            sum(on_time) as on_time,
            sum(overdue) as overdue,
            sum(completed_with_limit) as completed_with_limit,
            sum(used_days_sum) as used_days_sum,
            sum(promised_days_sum) as promised_days_sum,
            sum(rated) as rated,
            sum(satisfied) as satisfied,
            sum(timed_events) as timed_events,
            sum(timely_events) as timely_events,
            sum(cards_issued) as cards_issued,
            sum(cards_notice) as cards_notice,
            sum(cards_yellow) as cards_yellow,
            sum(cards_red) as cards_red
        from told
        group by unit, is_before
    ),
    components as (
        select
            *,
            (
                quantileExactHighIf(0.5)(completed, received + completed > 0) over (partition by is_before)
                + quantileExactLowIf(0.5)(completed, received + completed > 0) over (partition by is_before)
            ) / 2 as median_completed,
            cards_notice * deduction_notice + cards_yellow * deduction_yellow + cards_red * deduction_red as deduction,
            [
                ('early', toFloat64(commitment_early), toFloat64(commitment_completed), weight_early),
                ('within_limit', toFloat64(early + on_time), toFloat64(completed_with_limit), weight_within_limit),
                ('speed_up', toFloat64(greatest(0, promised_days_sum - used_days_sum)), toFloat64(promised_days_sum), weight_speed_up),
                ('satisfaction', toFloat64(satisfied), toFloat64(rated), weight_satisfaction),
                ('data_quality', toFloat64(timely_events), toFloat64(timed_events), weight_data_quality),
                ('workload', toFloat64(completed), toFloat64(median_completed), weight_workload)
            ] as parts
        from filled
    ),
    scored as (
        select
            *,
            arraySum(part -> if(part.3 > 0, part.4, 0), parts) as weight_sum,
            arrayMap(part -> if(part.3 > 0 and weight_sum > 0, 100 * part.4 * least(1, part.2 / part.3) / weight_sum, null), parts) as points,
            floor(round(arraySum(point -> ifNull(point, 0), points) - deduction, 6) * 100 + 1e-7) / 100 as full_score,
            multiIf(received + completed = 0, 'no_cases', commitment_completed < ranking_minimum, 'too_few', '') as unranked_reason,
            if(unranked_reason = '', full_score, null) as score
        from components
    ),
    ranked as (
        select
            *,
            rank() over (partition by is_before, unranked_reason = '' order by ifNull(full_score, 0) desc) as place,
            count() over (partition by is_before, unranked_reason = '', score) as same_score
        from scored
    ),
    compared as (
        select
            *,
            max(if(is_before and unranked_reason = '', place, 0)) over (partition by unit) as previous_place,
            dictGetOrDefault('unit', ('name', 'department', 'county'), (board_level, unit), ('', '', '')) as on_board
        from ranked
    )
select
    {period:String} as period,
    if(unranked_reason = '', toUInt32(place), null) as rank,
    toBool(unranked_reason = '' and same_score > 1) as is_tied,
    toUInt32(nullIf(previous_place, 0)) as previous_rank,
    if(unranked_reason = '' and previous_place > 0, toInt32(toInt64(previous_place) - toInt64(place)), null) as movement,
    unranked_reason as unranked_reason,
    score as score,
    unit as unit,
    on_board.1 as unit_name,
    toBool(dictHas('unit', (board_level, unit))) as on_file,
    if(board_level in ('window', 'staff'), on_board.2, '') as department,
    unit_name('department', department) as department_name,
    on_board.3 as county,
    unit_name('county', county) as county_name,
    toUInt32(completed) as completed,
    toUInt32(commitment_completed) as commitment_completed,
    toUInt32(early) as early,
    toUInt32(overdue) as overdue,
    toUInt32(received) as received,
    toUInt32(cards_issued) as cards_issued,
    toUInt32(cards_issued - cards_notice - cards_yellow - cards_red) as cards_taken_back,
    toUInt32(cards_notice) as cards_notice,
    toUInt32(cards_yellow) as cards_yellow,
    toUInt32(cards_red) as cards_red,
    deduction as deduction,
    parts[1].2 as early_numerator,
    parts[1].3 as early_denominator,
    parts[1].4 as early_weight,
    points[1] as early_points,
    parts[2].2 as within_limit_numerator,
    parts[2].3 as within_limit_denominator,
    parts[2].4 as within_limit_weight,
    points[2] as within_limit_points,
    parts[3].2 as speed_up_numerator,
    parts[3].3 as speed_up_denominator,
    parts[3].4 as speed_up_weight,
    points[3] as speed_up_points,
    parts[4].2 as satisfaction_numerator,
    parts[4].3 as satisfaction_denominator,
    parts[4].4 as satisfaction_weight,
    points[4] as satisfaction_points,
    parts[5].2 as data_quality_numerator,
    parts[5].3 as data_quality_denominator,
    parts[5].4 as data_quality_weight,
    points[5] as data_quality_points,
    parts[6].2 as workload_numerator,
    parts[6].3 as workload_denominator,
    parts[6].4 as workload_weight,
    points[6] as workload_points
from compared
where not is_before;
