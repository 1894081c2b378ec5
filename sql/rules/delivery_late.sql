-- id: delivery_late
-- version: 2
-- name: { zh: 超期未送达, en: Delivered late }
-- grade: notice
-- phase: after
-- finding: work
-- parameters:
--   working_days: { default: 10, unit: working_days, zh: 送达工作日数, en: Working days to deliver }
-- sentence:
--   zh: "{decided_on} 作出决定，{threshold.working_days} 个工作日内未送达。"
--   en: "Decided on {decided_on} and not delivered within {threshold.working_days} working days."
-- source:
--   zh: "《行政许可法》第四十四条：自作出决定之日起十个工作日内送达"
--   en: "Administrative Licensing Law, art. 44 — delivered within ten working days of the decision"
select
    case_id,
    end_of_working_day(calendar_no, assumeNotNull(decided_on), toInt64(threshold('working_days'))) as found_at,
    map('decided_on', toString(decided_on)) as evidence
from facts
-- Only a document that was issued can be delivered, and what is done while the applicant waits is handed over at once.
where decided_at is not null and outcome in ('issued', 'permitted') and case_kind != 'instant'
    -- Delivered on the days off after the last day, it took no working day more.
    and (
        delivered_at is null or delivered_at < decided_at
        or delivered_at >= next_working_day_starts(calendar_no, assumeNotNull(decided_on), toInt64(threshold('working_days')))
    )
