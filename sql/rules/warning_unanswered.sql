-- id: warning_unanswered
-- version: 1
-- name: { zh: 预警反馈不及时, en: No reply to a warning }
-- grade: notice
-- phase: after
-- finding: work
-- parameters:
--   working_days: { default: 2, unit: working_days, zh: 反馈工作日数, en: Working days to reply }
-- sentence:
--   zh: "{asked_on} {how}，{threshold.working_days} 个工作日内未见反馈。"
--   en: "{how} on {asked_on} and not answered within {threshold.working_days} working days."
-- source:
--   zh: "在用规则清单：预警反馈不及时；督办、要求说明也要回复，以及期限，由本平台定"
--   en: "a list of rules in use — that an urge or a demand for an explanation waits for a reply, too, and the term are ours"
with
    -- One action per place in a card, the earliest where two took it.
    acts as (
        select
            card_id, toString(case_id) as of_case, sequence, toString(rule) as of_rule, toString(grade) as of_grade, toString(action) as act, at,
            is_baseline
        from card_acts_of_cases
        where case_id in (select case_id from facts)
        order by card_id, sequence, at, action_id
        limit 1 by card_id, sequence
    ),
    -- What was asked with each card, when it was answered next, and whether it was taken back.
    asked as (
        select
            *,
            minOrNullIf(at, act in ('reply', 'talk', 'appeal')) over after_it as answered_at,
            countIf(act in ('revoke', 'cancel', 'lapse')) over after_it > 0 as is_taken_back
        from acts
        window after_it as (partition by card_id order by sequence rows between 1 following and unbounded following)
    )
select
    case_id,
    min(ends_at) as found_at,
    map('how', argMin(how, (ends_at, card_id)), 'asked_on', toString(argMin(asked_on, (ends_at, card_id))), 'card', argMin(card_id, (ends_at, card_id))) as evidence
from (
    select
        one.case_id as case_id, asked.card_id as card_id, multiIf(asked.act = 'urge', 'urged', asked.act = 'ask', 'asked', 'warned') as how,
        toDate(local_time(one.calendar_no, asked.at)) as asked_on,
        end_of_working_day(one.calendar_no, toDate(local_time(one.calendar_no, asked.at)), toInt64(one.term)) as ends_at
    from (select case_id, calendar_no, ended_at, threshold('working_days') as term from facts) as one
    inner join asked on asked.of_case = one.case_id
    -- A warning about an open case waits for a reply, unless it is of the baseline, of which nobody was told; who decides the
    -- case has heeded it. An urge or a demand for an explanation waits whatever becomes of the case.
    where asked.of_rule != 'warning_unanswered' and not asked.is_taken_back
        and (asked.act in ('urge', 'ask') or (asked.act = 'issue' and asked.of_grade = 'notice' and not asked.is_baseline and one.ended_at > ends_at))
        and (asked.answered_at is null or asked.answered_at >= ends_at)
)
group by case_id
