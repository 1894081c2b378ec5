-- id: refusal_without_reason
-- version: 1
-- name: { zh: 不予受理未出具原因, en: Refused without a reason }
-- grade: yellow
-- phase: after
-- finding: work
-- sentence:
--   zh: "{refused_at} 不予受理，未出具原因。"
--   en: "Refused at {refused_at} without a reason."
-- source:
--   zh: "湖南公开做法；《行政许可法》第三十二条"
--   en: "Hunan, published practice; Administrative Licensing Law, art. 32"
with arrayFirst(each -> each.what = 'refused_without_reason', irregularities) as odd
select
    case_id,
    odd.at as found_at,
    map('refused_at', formatDateTime(local_time(calendar_no, odd.at), '%F %R')) as evidence
from facts
where arrayExists(each -> each.what = 'refused_without_reason', irregularities)
