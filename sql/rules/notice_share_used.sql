-- id: notice_share_used
-- version: 1
-- name: { zh: 承诺时限将尽, en: Promise nearly used up }
-- grade: notice
-- phase: before
-- finding: work
-- parameters:
--   percent: { default: 0, unit: percent, zh: 已用承诺时限百分比（0 为不启用）, en: Percent of the promise used (0 turns the rule off) }
-- sentence:
--   zh: 承诺时限 {promised_limit}，已用 {threshold.percent}% 仍未办结。
--   en: "Promised within {promised_limit}; {threshold.percent} % of it is used and the case is not decided."
-- source:
--   zh: "榆林公开做法：用去承诺时限百分之九十时预警；设置阈值后启用"
--   en: "Yulin, published practice — a warning at 90 % of the promise; off unless a threshold turns it on"
with
    arrayMap(
        stop -> (
            stop.from_at,
            ifNull(stop.to_at, toDateTime64(0, 3, 'UTC')),
            local_time(calendar_no, stop.from_at),
            local_time(calendar_no, ifNull(stop.to_at, toDateTime64(0, 3, 'UTC')))
        ),
        stops
    ) as stops_local,
    due_position(
        start_position,
        toInt64(ceil(length * threshold('percent') / 100)),
        stops_on_axis(toString(axis), calendar_no, stops_local)
    ) as used_up_at,
    day_at_position(toString(axis), calendar_no, start_position, assumeNotNull(clock_from_on), used_up_at) as used_up_on
select
    case_id,
    greatest(
        on_clock_at,
        multiIf(
            axis = 'elapsed', fromUnixTimestamp64Milli(used_up_at, 'UTC'),
            axis = 'seconds', moment_at_second(calendar_no, used_up_on, used_up_at),
            day_starts_at(calendar_no, used_up_on)
        )
    ) as found_at,
    map('promised_limit', concat(toString(promised_limit), ' ', toString(limit_unit))) as evidence
from facts
-- An instant case has no time to be warned in. Past 8e18 lies what an open stop holds back.
where threshold('percent') > 0 and case_kind != 'instant' and axis != '' and on_clock_at is not null and used_up_at < 8000000000000000000
    and used_up_on > toDate(0) and ended_at > found_at
