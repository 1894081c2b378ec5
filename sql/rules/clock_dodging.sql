-- id: clock_dodging
-- version: 1
-- name: { zh: 规避超期, en: Clock dodging }
-- grade: notice
-- phase: during
-- finding: work
-- parameters:
--   percent: { default: 90, unit: percent, zh: 已用承诺时限百分比（不低于 50）, en: Percent of the promise used (50 or more) }
--   times: { default: 3, unit: multiple, zh: 高于同行倍数, en: Times the peers' share }
--   cases: { default: 5, unit: cases, zh: 上月至少件数, en: At least so many cases in the month before }
-- sentence:
--   zh: "{at} 在承诺时限已用 {used}% 时{how}；该单位上月此类办件 {moved} 件，占 {share}%，其他单位平均 {peers_share}%。"
--   en: "{how} at {at}, with {used} % of the promise used; in the month before, the unit did so in {moved} cases, {share} % of its own against {peers_share} % elsewhere."
-- source:
--   zh: "本平台：在时限最后一成内停表、退件、撤回，远多于同类单位"
--   en: "ours — stopped, returned or withdrawn in the last tenth of the limit, far more often than the unit's peers"
with
    -- Those that moved late, and the month their unit is measured by: the one before, which is over, so that what the unit does
    -- this month changes nothing found so far.
    moved_late as (
        select
            case_id, calendar_no, toString(department) as department,
            arrayFirst(each -> each.percent >= threshold('percent'), arraySort(each -> each.at, late_moves)) as move,
            toStartOfMonth(local_time(calendar_no, move.at)) - toIntervalMonth(1) as month,
            threshold('times') as times,
            threshold('cases') as cases
        from facts
        where arrayExists(each -> each.percent >= threshold('percent'), late_moves)
    ),
    (select (minOrNull(month), maxOrNull(month) + toIntervalMonth(1)) from moved_late) as months
select
    one.case_id as case_id,
    one.move.at as found_at,
    map(
        'at', formatDateTime(local_time(one.calendar_no, one.move.at), '%F %R'),
        'how', toString(one.move.how),
        'used', toString(one.move.percent),
        'moved', toString(unit.moved),
        'share', toString(round(100 * unit.moved / unit.ended, 1)),
        'peers_share', toString(round(100 * (unit.all_moved - unit.moved) / (unit.all_ended - unit.ended), 1))
    ) as evidence
from moved_late as one
inner join (
    -- A unit's share is the cases it moved so, of those it decided or saw withdrawn in that month.
    select
        department, month, moved, ended,
        sum(moved) over (partition by month) as all_moved,
        sum(ended) over (partition by month) as all_ended
    from (
        select toString(department) as department, tupleElement(what, 1) as month, sum(tupleElement(what, 2)) as moved, sum(tupleElement(what, 3)) as ended
        from case_facts final
        array join arrayConcat(
            arrayMap(
                month -> (month, 1, 0),
                arrayDistinct(arrayMap(
                    each -> toStartOfMonth(local_time(dictGet('calendar_number', 'calendar_no', toString(calendar)), each.at)),
                    arrayFilter(each -> each.percent >= threshold('percent'), late_moves)
                ))
            ),
            if(promised_limit is not null and closed_on is not null, [(toStartOfMonth(assumeNotNull(closed_on)), 0, 1)], [])
        ) as what
        -- What lived in these months, from the first of them to the last; nothing where nobody moved late.
        where last_on >= months.1 and first_on < months.2
        group by department, month
        settings use_skip_indexes_if_final_exact_mode = 0
    )
) as unit on unit.department = one.department and unit.month = one.month
where unit.moved >= one.cases and unit.ended > 0 and unit.all_ended > unit.ended
    and unit.moved / unit.ended >= one.times * (unit.all_moved - unit.moved) / (unit.all_ended - unit.ended)
