-- id: stage_limit
-- version: 2
-- name: { zh: 环节超期, en: Stage limit }
-- grade: notice
-- phase: during
-- finding: work
-- sentence:
--   zh: 环节“{stage}”时限 {limit}，应于 {due_on} 前完成，到期仍未完成。
--   en: "Stage {stage} has {limit}, until {due_on}, and was not finished by then."
-- source:
--   zh: "某市公开做法：承诺未到期，环节超期也要发现"
--   en: "published practice of one city — a stage past its time is found though the promise still holds"
with
    -- One that was finished is late by its verdict: on the day off after its last day it still is on time.
    arraySort(arrayFilter(
        late -> late.1 > toDateTime64(0, 3, 'UTC') and late.2,
        arrayMap(
            (stage, due_at) -> (
                due_at,
                if(stage.finished_at > toDateTime64(0, 3, 'UTC'), stage.verdict = 'overdue', due_at <= ended_at),
                stage.stage, stage.limit, stage.unit, stage.due_on
            ),
            stages,
            stage_due_at
        )
    )) as overdue
select
    one.case_id as case_id,
    overdue[1].1 as found_at,
    map(
        'stage', if(defined.names[overdue[1].3] = '', overdue[1].3, defined.names[overdue[1].3]),
        'limit', concat(toString(overdue[1].4), ' ', overdue[1].5),
        'due_on', toString(overdue[1].6)
    ) as evidence
from facts as one
left join (
    select item as of_item, mapFromArrays(groupArray(stage), groupArray(name)) as names
    from (select item, stage, argMax(name, valid_from) as name from item_stages final group by item, stage)
    group by item
) as defined on defined.of_item = one.item
where notEmpty(overdue)
