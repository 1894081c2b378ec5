-- id: accepted_after_decided
-- version: 2
-- name: { zh: 先办结后受理, en: Accepted after decided }
-- grade: notice
-- phase: after
-- finding: data
-- sentence:
--   zh: "{decided_at} 办结，{accepted_at} 才受理，时间顺序不符。"
--   en: "Decided at {decided_at} and accepted only at {accepted_at}; the order cannot be."
-- source:
--   zh: "湖南公开做法：受理时间晚于办结时间"
--   en: "Hunan, published practice — acceptance later than completion"
select
    case_id,
    accepted_at as found_at,
    map(
        'decided_at', formatDateTime(local_time(calendar_no, assumeNotNull(decided_at)), '%F %R'),
        'accepted_at', formatDateTime(local_time(calendar_no, assumeNotNull(accepted_at)), '%F %R')
    ) as evidence
from facts
where lies_before(local_time(calendar_no, assumeNotNull(decided_at)), local_time(calendar_no, assumeNotNull(accepted_at)))
    and decided_at is not null and accepted_at is not null
