-- Stages 环节 of each item, as defined. Grain: one row per item with any. all_stages: (position, code, since, name), in order.
create or replace view stages_defined {on_cluster} as
select of_item, arraySort(groupArray((place, code, since, name))) as all_stages
from (
    select
        toString(item) as of_item, toString(stage) as code, min(valid_from) as since,
        argMax(name, valid_from) as name, argMax(position, valid_from) as place
    from item_stages final
    group by of_item, code
)
group by of_item;

-- (code, name) of the stages that were defined by a case's first day and that no event of the case names.
create or replace function stages_left {on_cluster} as (all_stages, told_stages, began_on) -> arrayMap(
    stage_left -> (stage_left.2, stage_left.4),
    arrayFilter(stage_of -> stage_of.3 <= began_on and not has(told_stages, stage_of.2), all_stages)
);
