-- id: outcome_without_reason
-- version: 1
-- name: { zh: 退回、作废、删除未出具原因, en: Returned, voided or deleted without a reason }
-- grade: yellow
-- phase: after
-- finding: work
-- sentence:
--   zh: "{decided_at} 以 {outcome} 办结，未出具原因。"
--   en: "Ended as {outcome} at {decided_at} without a reason."
-- source:
--   zh: "湖南公开做法：无理由退件、作废、删除"
--   en: "Hunan, published practice — returned, voided or deleted without a reason"
with arrayFirst(each -> each.what = 'outcome_without_reason', irregularities) as odd
select
    case_id,
    odd.at as found_at,
    map('decided_at', formatDateTime(local_time(calendar_no, odd.at), '%F %R'), 'outcome', toString(outcome)) as evidence
from facts
where arrayExists(each -> each.what = 'outcome_without_reason', irregularities)
