-- id: special_over_red
-- version: 2
-- name: { zh: 特别程序严重超期, en: Special procedure long overdue }
-- grade: red
-- phase: during
-- finding: work
-- parameters:
--   working_days: { default: 1, unit: working_days, zh: 超期工作日数, en: Working days past its end }
-- sentence:
--   zh: "特别程序申请 {granted}，应于 {due_on} 结束，超过 {threshold.working_days} 个工作日仍未结束。"
--   en: "The special procedure asked for {granted}, until {due_on}, and outlasted it by more than {threshold.working_days} working days."
-- source:
--   zh: "湖南公开做法：特别程序超出申请时间一个工作日以上发红牌"
--   en: "Hunan, published practice — red card when it outlasts what it asked for by more than one working day"
with
    -- Ended on the days off after its last day, it took no working day more.
    arraySort(arrayFilter(
        late -> late.2.1 >= next_working_day_starts(calendar_no, late.2.2, toInt64(threshold('working_days'))),
        arrayMap(
            procedure -> (end_of_working_day(calendar_no, procedure.2, toInt64(threshold('working_days'))), procedure),
            granted_procedures(calendar_no, stops, stop_grants, ended_at)
        )
    )) as overdue,
    overdue[1].2 as first_overdue
select
    case_id,
    overdue[1].1 as found_at,
    map(
        'granted', concat(toString(first_overdue.3), ' ', if(first_overdue.4 = '', 'working_days', toString(first_overdue.4))),
        'due_on', toString(first_overdue.2)
    ) as evidence
from facts
where notEmpty(overdue)
