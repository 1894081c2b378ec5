-- 服务之星 candidates: every member of staff with a decision or a rating in the period, judged by one rule and put in its order.
-- Grain: one row per member of staff named by a case with any of these. Who is chosen stays with people: this is who may be.
-- Parameters: from_day, to_day (both included), as_of, county, centre, department, window, staff, item ('' = any).
-- Rule (service_star, version 1), with the settings in force on the first day: at least star_minimum (20) commitment cases
-- completed, at least star_ratings (5) ratings, no yellow or red card in effect found in the period, nothing completed late.
-- Order among those who meet it: satisfaction (rated 1–3 / rated), then early rate of commitment cases, then cases completed;
-- equal in all three shares a place, 1, 1, 3. The first reason that rules somebody out is named, in the order above.
create or replace view service_stars {on_cluster} as
with
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('star_minimum', ''), {from_day:Date}, '20')) as star_minimum,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('star_ratings', ''), {from_day:Date}, '5')) as star_ratings,
    told as (
        select unit, completed, commitment_completed, commitment_early, overdue, completed_with_limit, rated, satisfied, 0 as cards_yellow, 0 as cards_red
        from unit_days(
            from_day = {from_day:Date}, to_day = {to_day:Date}, by = 'staff', as_of = {as_of:DateTime64(3, 'UTC')},
            kinds = ['decided', 'rated'],
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        )
        where unit != ''
        union all
        select staff, 0, 0, 0, 0, 0, 0, 0, is_in_effect and grade = 'yellow', is_in_effect and grade = 'red'
        from cards_found(
            from_day = {from_day:Date}, to_day = {to_day:Date}, as_of = {as_of:DateTime64(3, 'UTC')},
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        )
        where staff != ''
    ),
    summed as (
        select
            unit,
            sum(completed) as completed,
            sum(commitment_completed) as commitment_completed,
            sum(commitment_early) as commitment_early,
            sum(overdue) as overdue,
            sum(completed_with_limit) as completed_with_limit,
            sum(rated) as rated,
            sum(satisfied) as satisfied,
            sum(cards_yellow) as cards_yellow,
            sum(cards_red) as cards_red
        from told
        group by unit
    ),
    judged as (
        select
            *,
            multiIf(
                commitment_completed < star_minimum, 'too_few',
                rated < star_ratings, 'too_few_ratings',
                cards_yellow + cards_red > 0, 'card',
                overdue > 0, 'late',
                ''
            ) as ruled_out_by
        from summed
        where completed + rated + cards_yellow + cards_red > 0
    )
select
    unit as staff,
    unit_name('staff', unit) as staff_name,
    unit_department('staff', unit) as department,
    unit_name('department', department) as department_name,
    ruled_out_by,
    if(ruled_out_by = '', toUInt32(rank() over (
        partition by ruled_out_by = ''
        order by satisfied / greatest(rated, 1) desc, commitment_early / greatest(commitment_completed, 1) desc, completed desc
    )), null) as place,
    toUInt32(judged.completed) as completed,
    toUInt32(judged.commitment_completed) as commitment_completed,
    toUInt32(judged.commitment_early) as commitment_early,
    toUInt32(judged.overdue) as overdue,
    toUInt32(judged.rated) as rated,
    toUInt32(judged.satisfied) as satisfied,
    toUInt32(judged.cards_yellow) as cards_yellow,
    toUInt32(judged.cards_red) as cards_red,
    star_minimum as minimum_completed,
    star_ratings as minimum_rated
from judged;
