-- id: special_over_yellow
-- version: 1
-- name: { zh: 特别程序超期, en: Special procedure overdue }
-- grade: yellow
-- phase: during
-- finding: work
-- sentence:
--   zh: "特别程序申请 {granted}，应于 {due_on} 结束，到期仍未结束。"
--   en: "The special procedure asked for {granted}, until {due_on}, and had not ended by then."
-- source: Hunan, published practice — yellow card when a special procedure outlasts what it asked for
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
            procedure -> (day_starts_at(calendar_no, procedure.5 + 1), procedure.2, procedure.5, procedure.3, procedure.4),
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
