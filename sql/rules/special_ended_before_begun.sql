-- id: special_ended_before_begun
-- version: 1
-- name: { zh: 特别程序结果早于申请, en: Special procedure ended before it began }
-- grade: notice
-- phase: after
-- finding: data
-- sentence:
--   zh: "特别程序 {began_at} 开始，{ended_at} 已结束，时间顺序不符。"
--   en: "The special procedure began at {began_at} and ended at {ended_at}; the order cannot be."
-- source:
--   zh: "湖南公开做法"
--   en: "Hunan, published practice"
with arrayFirst(each -> each.what = 'special_ended_before_begun', irregularities) as odd
select
    case_id,
    odd.at as found_at,
    map('began_at', formatDateTime(local_time(calendar_no, odd.at), '%F %R'), 'ended_at', formatDateTime(local_time(calendar_no, odd.against), '%F %R')) as evidence
from facts
where arrayExists(each -> each.what = 'special_ended_before_begun', irregularities)
