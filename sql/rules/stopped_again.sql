-- id: stopped_again
-- version: 1
-- name: { zh: 反复中止计时, en: Stopped again and again }
-- grade: notice
-- phase: during
-- finding: work
-- parameters:
--   times: { default: 3, unit: times, zh: 中止次数, en: Number of stops }
-- sentence:
--   zh: 已第 {threshold.times} 次以特别程序中止计时（{reasons}）。
--   en: "The clock was stopped for the {threshold.times}th time ({reasons})."
-- source: ours — the same case stopped again and again
select
    case_id,
    stops[toUInt32(threshold('times'))].from_at as found_at,
    map('reasons', arrayStringConcat(arrayDistinct(arrayFilter(reason -> reason != '', stops.reason)), '; ')) as evidence
from facts
where length(stops) >= threshold('times') and threshold('times') >= 1
