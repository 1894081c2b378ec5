-- id: special_over_yellow
-- version: 2
-- name: { zh: 特别程序超期, en: Special procedure overdue }
-- grade: yellow
-- phase: during
-- finding: work
-- sentence:
--   zh: "特别程序申请 {granted}，应于 {due_on} 结束，到期仍未结束。"
--   en: "The special procedure asked for {granted}, until {due_on}, and had not ended by then."
-- source:
--   zh: "湖南公开做法：特别程序超出申请时间发黄牌"
--   en: "Hunan, published practice — yellow card when a special procedure outlasts what it asked for"
with
    -- Ended on the days off after its last day, it took no working day more.
    arraySort(arrayFilter(
        late -> late.2.1 >= if(late.2.4 = 'calendar_days', late.1, next_working_day_starts(calendar_no, late.2.2, 0)),
        arrayMap(
            procedure -> (day_starts_at(calendar_no, procedure.2 + 1), procedure),
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
