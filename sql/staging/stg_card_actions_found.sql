-- What was done with the cards that found something in a period, up to a moment, as it counts: of two acts on one place of a
-- card the earlier one. Grain: one row per (card, sequence).
-- Parameters: from_day, to_day (a day more on each side, as cards are of many zones), as_of.
create or replace view stg_card_actions_found {on_cluster} as
select
    card_id, sequence, toString(action) as action, toString(grade) as grade, toString(rule) as rule, rule_version, case_id, at,
    if(found_at > toDateTime64(0, 3, 'UTC'), found_at, at) as found_at, is_baseline, toString(calendar) as calendar,
    toString(county) as county, toString(centre) as centre, toString(department) as department,
    toString(window) as window, toString(staff) as staff, toString(item) as item
from card_events
where at <= {as_of:DateTime64(3, 'UTC')} and card_id in (
    select card_id
    from card_events
    where action = 'issue'
        and if(found_at > toDateTime64(0, 3, 'UTC'), found_at, at) >= toDateTime64({from_day:Date} - 1, 3, 'UTC')
        and if(found_at > toDateTime64(0, 3, 'UTC'), found_at, at) < toDateTime64({to_day:Date} + 2, 3, 'UTC')
)
order by card_id, sequence, at, action_id
limit 1 by card_id, sequence
settings prefer_column_name_to_alias = 1;
