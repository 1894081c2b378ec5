-- id: supplement_before_request
-- version: 1
-- name: { zh: 先补正后告知, en: Supplement received before it was requested }
-- grade: notice
-- phase: after
-- finding: data
-- sentence:
--   zh: "{received_at} 补正受理，{requested_at} 才告知补正，时间顺序不符。"
--   en: "Supplement received at {received_at} and requested only at {requested_at}; the order cannot be."
-- source:
--   zh: "湖南公开做法"
--   en: "Hunan, published practice"
with arrayFirst(each -> each.what = 'supplement_before_request', irregularities) as odd
select
    case_id,
    odd.at as found_at,
    map('requested_at', formatDateTime(local_time(calendar_no, odd.at), '%F %R'), 'received_at', formatDateTime(local_time(calendar_no, odd.against), '%F %R')) as evidence
from facts
where arrayExists(each -> each.what = 'supplement_before_request', irregularities)
