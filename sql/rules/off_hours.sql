-- id: off_hours
-- version: 1
-- name: { zh: 非工作时间办件, en: Handled outside working hours }
-- grade: notice
-- phase: after
-- finding: work
-- parameters:
--   minutes: { default: 60, unit: minutes, zh: 上下班前后宽限分钟数, en: Minutes of grace before and after working hours }
-- sentence:
--   zh: "{at} {act}，不在工作时间内（前后宽限 {threshold.minutes} 分钟）。"
--   en: "{act} at {at}, outside working hours by more than {threshold.minutes} minutes."
-- source:
--   zh: "另一系统公开做法：八时前、十九时后办理；工作时间以中心日历为准"
--   en: "published practice of another system — before 08:00, after 19:00; the centre's own calendar says the hours"
with
    arrayFilter(
        -- What came by wire or mail is received at any hour, and an instant case decided at any hour, by a machine.
        done -> done.2 is not null
            and not (channel in ('web', 'mobile', 'mail') and (done.1 = 'accepted' or case_kind = 'instant')),
        [('accepted', accepted_at, accepted_on), ('decided', decided_at, decided_on)]
    ) as acts,
    arrayFilter(
        act -> act.2 > 0 and not arrayExists(
            hours -> act.2 >= toInt64(hours.1) - 60 * threshold('minutes') and act.2 <= toInt64(hours.2) + 60 * threshold('minutes'),
            dictGet('calendar_day', 'hours', calendar_key(calendar_no, act.4))
        ),
        -- (what, second of the local day, moment, day); midnight itself is a day whose time was not recorded.
        arrayMap(
            done -> (
                done.1,
                toUnixTimestamp64Milli(local_time(calendar_no, assumeNotNull(done.2))) / 1000 - 86400 * toUInt32(toUInt16(assumeNotNull(done.3))),
                assumeNotNull(done.2),
                assumeNotNull(done.3)
            ),
            acts
        )
    ) as odd
select
    case_id,
    odd[1].3 as found_at,
    map('act', odd[1].1, 'at', formatDateTime(local_time(calendar_no, odd[1].3), '%F %R')) as evidence
from facts
where notEmpty(odd)
