-- id: statutory_limit
-- version: 2
-- name: { zh: 法定时限, en: Statutory limit }
-- grade: red
-- phase: during
-- finding: work
-- sentence:
--   zh: 法定时限 {statutory_limit}，应于 {statutory_due_on} 前办结，到期仍未办结。
--   en: "The law allows {statutory_limit}, until {statutory_due_on}; not decided by then."
-- source:
--   zh: "湖南公开做法：超过法定时限发红牌"
--   en: "Hunan, published practice — red card when the statutory limit is passed"
select
    case_id,
    greatest(statutory_due_at, on_clock_at) as found_at,
    map(
        'statutory_limit', concat(toString(statutory_limit), ' ', toString(statutory_unit)),
        'statutory_due_on', toString(statutory_due_on)
    ) as evidence
from facts
where statutory_due_at is not null and on_clock_at is not null
    and if(
        decided_at is null,
        ended_at > on_clock_at and outlasts(
            multiIf(statutory_unit = 'calendar_days', '', statutory_unit = 'working_hours' or counting = 'working_seconds', 'seconds', 'working'),
            calendar_no, assumeNotNull(statutory_due_on), assumeNotNull(statutory_due_at), ended_at
        ),
        statutory_verdict = 'overdue'
    )
