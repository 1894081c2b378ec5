-- id: supplements_too_many
-- version: 1
-- name: { zh: 多次补正告知, en: Supplement requested too often }
-- grade: notice
-- phase: during
-- finding: work
-- parameters:
--   times: { default: 1, unit: times, zh: 允许的补正告知次数, en: Requests that are allowed }
-- sentence:
--   zh: "{requested_at} 再次告知补正，超过 {threshold.times} 次。"
--   en: "A supplement was requested again at {requested_at}, more than {threshold.times} times."
-- source:
--   zh: "《行政许可法》第三十二条：一次告知需要补正的全部内容；湖南：补正次数过多"
--   en: "Administrative Licensing Law, art. 32 — all that is missing is told at once; Hunan: requested more than n times"
with supplements_requested_at[toUInt32(threshold('times')) + 1] as one_too_many
select
    case_id,
    one_too_many as found_at,
    map('requested_at', formatDateTime(local_time(calendar_no, one_too_many), '%F %R')) as evidence
from facts
where length(supplements_requested_at) > threshold('times')
