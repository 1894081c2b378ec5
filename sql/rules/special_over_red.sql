-- id: special_over_red
-- version: 1
-- name: { zh: 特别程序严重超期, en: Special procedure long overdue }
-- grade: red
-- phase: during
-- finding: work
-- parameters:
--   working_days: { default: 1, unit: working_days, zh: 超期工作日数, en: Working days past its end }
-- sentence:
--   zh: "特别程序申请 {granted}，应于 {due_on} 结束，超过 {threshold.working_days} 个工作日仍未结束。"
--   en: "The special procedure asked for {granted}, until {due_on}, and outlasted it by more than {threshold.working_days} working days."
-- source: Hunan, published practice — red card when it outlasts what it asked for by more than one working day
with
    -- To the day, also where hours were asked for. A procedure that never ended ends with its case.
    arrayMap(
        (stop, grant) -> (
            stop.from_at,
            ifNull(stop.to_at, ended_at),
            grant.granted,
            grant.unit,
            special_due_on(calendar_no, local_time(calendar_no, stop.from_at), grant.granted, grant.unit)
        ),
        stops,
        stop_grants
    ) as procedures,
    arraySort(arrayFilter(
        late -> late.1 <= late.2,
        arrayMap(
            procedure -> (end_of_working_day(calendar_no, procedure.5, toInt64(threshold('working_days'))), procedure.2, procedure.5, procedure.3, procedure.4),
            arrayFilter(procedure -> procedure.3 > 0, procedures)
        )
    )) as overdue
select
    case_id,
    overdue[1].1 as found_at,
    map(
        'granted', concat(toString(overdue[1].4), ' ', if(overdue[1].5 = '', 'working_days', toString(overdue[1].5))),
        'due_on', toString(overdue[1].3)
    ) as evidence
from facts
where notEmpty(overdue)
