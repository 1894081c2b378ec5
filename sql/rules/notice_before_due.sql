-- id: notice_before_due
-- version: 2
-- name: { zh: 临期预警, en: Due soon }
-- grade: notice
-- phase: before
-- finding: work
-- parameters:
--   working_days: { default: 2, unit: working_days, zh: 提前工作日数, en: Working days before }
-- sentence:
--   zh: 应于 {due_on} 前办结，已进入到期前 {threshold.working_days} 个工作日。
--   en: "Due on {due_on}; within {threshold.working_days} working days of it."
-- source:
--   zh: "湖南公开做法：承诺到期前两个工作日预警；他处为一个工作日"
--   en: "Hunan, published practice — notice two working days before the promised day; elsewhere one"
select
    case_id,
    -- The start of the working day that lies so many before the due day; for limits of hours a day before the moment.
    greatest(
        on_clock_at,
        if(
            limit_unit in ('hours', 'working_hours'),
            assumeNotNull(due_at) - toIntervalDay(1),
            day_starts_at(calendar_no, dictGet('working_day', 'day', toUInt64(calendar_no) * 100000 + toUInt64(
                greatest(toInt64(1), working_index(calendar_no, assumeNotNull(due_on) - 1) - toInt64(threshold('working_days')) + 1)
            )))
        )
    ) as found_at,
    map('due_on', toString(due_on)) as evidence
from facts
-- An instant case has no time to be warned in.
where case_kind != 'instant' and due_at is not null and on_clock_at is not null and ended_at > found_at
