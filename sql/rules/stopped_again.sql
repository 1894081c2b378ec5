-- id: stopped_again
-- version: 1
-- name: { zh: 反复中止计时, en: Stopped again and again }
-- grade: notice
-- phase: during
-- finding: work
-- parameters:
--   times: { default: 3, unit: times, zh: 中止次数, en: Number of stops }
-- sentence:
--   zh: 以特别程序中止计时已达 {threshold.times} 次，理由：{reasons}。
--   en: "The clock was stopped {threshold.times} times; reasons given: {reasons}."
-- source:
--   zh: "本平台：同一件反复停表"
--   en: "ours — the same case stopped again and again"
select
    case_id,
    stops[toUInt32(threshold('times'))].from_at as found_at,
    map('reasons', arrayStringConcat(arrayDistinct(arrayMap(
        stop -> if(stop.reason = '', '–', stop.reason),
        arraySlice(stops, 1, toUInt32(threshold('times')))
    )), '; ')) as evidence
from facts
where length(stops) >= threshold('times') and threshold('times') >= 1
