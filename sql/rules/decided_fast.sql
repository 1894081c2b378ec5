-- id: decided_fast
-- version: 2
-- name: { zh: 超快办件, en: Decided suspiciously fast }
-- grade: notice
-- phase: after
-- finding: work
-- parameters:
--   minutes: { default: 5, unit: minutes, zh: 最短办理分钟数, en: Shortest plausible minutes }
-- sentence:
--   zh: 承诺 {promised_limit}，受理后 {minutes} 分钟即办结。
--   en: "Promised within {promised_limit}, and decided {minutes} minutes after it was accepted."
-- source:
--   zh: "另一系统公开做法：办理用时短于合理用时的核查；分钟数由本平台定"
--   en: "published practice of another system — a handling time below the plausible one is looked at; the minutes are ours"
select
    case_id,
    decided_at as found_at,
    map(
        'promised_limit', concat(toString(promised_limit), ' ', toString(limit_unit)),
        'minutes', toString(intDiv(dateDiff('millisecond', accepted_at, decided_at), 60000))
    ) as evidence
from facts
-- What is done while the applicant waits is meant to be fast.
where case_kind != 'instant' and promised_limit is not null and is_completed
    and decided_at >= accepted_at and decided_at < accepted_at + toIntervalSecond(60 * threshold('minutes'))
    -- A moment at midnight is a day whose time was not recorded.
    and decided_at != day_starts_at(calendar_no, assumeNotNull(decided_on))
