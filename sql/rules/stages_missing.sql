-- id: stages_missing
-- version: 1
-- name: { zh: 流程覆盖不全, en: Stages missing }
-- grade: notice
-- phase: after
-- finding: data
-- parameters:
--   hours: { default: 24, unit: hours, zh: 办结后等待小时数, en: Hours after the decision until all must have arrived }
-- sentence:
--   zh: "{decided_on} 办结，缺少环节：{stages}。"
--   en: "Completed on {decided_on} without these stages: {stages}."
-- source:
--   zh: "湖南公开做法：环节与事项定义不符；流程全覆盖"
--   en: "Hunan, published practice — stages that do not match the item's definition"
with
    arrayFilter(
        stage -> stage.2 <= ifNull(clock_from_on, received_on) and not has(stages.stage, stage.1),
        defined.all_stages
    ) as missing
select
    case_id,
    decided_at + toIntervalSecond(3600 * threshold('hours')) as found_at,
    map('decided_on', toString(decided_on), 'stages', arrayStringConcat(missing.3, ', ')) as evidence
from facts as one
inner join (
    select item as of_item, arraySort(groupArray((stage, since, name))) as all_stages
    from (select item, stage, min(valid_from) as since, argMax(name, valid_from) as name from item_stages final group by item, stage)
    group by item
) as defined on defined.of_item = one.item
where is_completed and notEmpty(missing)
