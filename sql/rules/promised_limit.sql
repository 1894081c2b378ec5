-- id: promised_limit
-- version: 2
-- name: { zh: 承诺时限, en: Promised limit }
-- grade: yellow
-- phase: during
-- finding: work
-- sentence:
--   zh: 承诺时限 {promised_limit}，应于 {due_on} 前办结，到期仍未办结。
--   en: "Promised within {promised_limit}, due on {due_on}, and not decided by then."
-- source:
--   zh: "湖南公开做法：超过承诺时限发黄牌"
--   en: "Hunan, published practice — yellow card when the promised limit is passed"
select
    case_id,
    greatest(due_at, on_clock_at) as found_at,
    map(
        'promised_limit', concat(toString(promised_limit), ' ', toString(limit_unit)),
        'due_on', toString(due_on),
        'limit_source', toString(limit_source)
    ) as evidence
from facts
where due_at is not null and on_clock_at is not null
    and if(
        decided_at is null,
        -- A due day that a source sent is compared by the day, off or not.
        ended_at > on_clock_at and outlasts(if(limit_source = 'event', '', toString(axis)), calendar_no, assumeNotNull(due_on), assumeNotNull(due_at), ended_at),
        verdict = 'overdue'
    )
