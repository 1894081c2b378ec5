-- id: entered_late
-- version: 1
-- name: { zh: 迟录, en: Entered late }
-- grade: notice
-- phase: after
-- finding: data
-- parameters:
--   hours: { default: 24, unit: hours, zh: 录入小时数, en: Hours to record what happened }
-- sentence:
--   zh: 有事件在发生 {hours} 小时后才录入（{recorded_at}），超过 {threshold.hours} 小时。
--   en: "An event was recorded {hours} hours after it happened, at {recorded_at}; {threshold.hours} hours are allowed."
-- source:
--   zh: "本平台：数据迟，与办理迟是两回事"
--   en: "ours — the data are late, which is not the same as the work being late"
select
    case_id,
    entry_delayed_at as found_at,
    map('hours', toString(intDiv(entry_delay, 3600)), 'recorded_at', formatDateTime(local_time(calendar_no, assumeNotNull(entry_delayed_at)), '%F %R')) as evidence
from facts
where entry_delay > 3600 * threshold('hours')
