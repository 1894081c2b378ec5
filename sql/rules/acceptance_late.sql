-- id: acceptance_late
-- version: 1
-- name: { zh: 超期未受理, en: Not answered in five days }
-- grade: yellow
-- phase: before
-- finding: work
-- sentence:
--   zh: "{received_on} 收到申请，五个工作日内未受理、未告知补正也未作不予受理决定，自收件之日起视为受理。"
--   en: "Received on {received_on} and not answered within five working days; it counts as accepted from that day."
-- source:
--   zh: "《行政许可法》第三十二条：申请材料不齐的，当场或者五个工作日内告知"
--   en: "Administrative Licensing Law, art. 32 — incomplete papers are answered at once or within five working days"
select
    case_id,
    -- Deemed accepted, a case is on the clock from the end of the fifth day.
    on_clock_at as found_at,
    map('received_on', toString(received_on)) as evidence
from facts
where has(flags, 'deemed_accepted')
