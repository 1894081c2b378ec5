-- Cards by the day on which what they found became true. Grain: one row per card issued.
-- Parameters: from_day, to_day (both included), as_of, county, centre, department, window, staff, item ('' = any).
-- Left out is the baseline: what was true before supervision began was told to nobody, who could have appealed.
-- In effect: neither cancelled, revoked after an appeal, nor lapsed by a correction, as of the moment.
create or replace view cards_found {on_cluster} as
with
    told as (
        select card_id, case_id, rule, sequence, action, grade, is_baseline, if(found_at > toDateTime64(0, 3, 'UTC'), found_at, at) as found_moment, calendar, county, centre, department, window, staff, item
        from card_events
        where at <= {as_of:DateTime64(3, 'UTC')} and card_id in (
            select card_id
            from card_events
            where action = 'issue' and not is_baseline
                and if(found_at > toDateTime64(0, 3, 'UTC'), found_at, at) >= toDateTime64({from_day:Date} - 1, 3, 'UTC')
                and if(found_at > toDateTime64(0, 3, 'UTC'), found_at, at) < toDateTime64({to_day:Date} + 2, 3, 'UTC')
        )
        order by card_id, sequence, at, action_id
        limit 1 by card_id, sequence
    ),
    cards as (
        select
            card_id,
            any(told.case_id) as card_case,
            toString(any(told.rule)) as card_rule,
            toString(any(told.grade)) as card_grade,
            toBool(argMaxIf(action, sequence, action in ('issue', 'cancel', 'revoke', 'lapse')) = 'issue') as is_in_effect,
            -- What it was issued for last: where, when, and whether that was the baseline.
            argMaxIf((is_baseline, found_moment, calendar, county, centre, department, window, staff, item), sequence, action = 'issue') as issue
        from told
        group by card_id
    )
select
    card_id, card_case as case_id, card_rule as rule, card_grade as grade, is_in_effect,
    toDate(local_time(dictGet('calendar_number', 'calendar_no', toString(issue.3)), issue.2)) as day,
    issue.4 as county, issue.5 as centre, issue.6 as department, issue.7 as window, issue.8 as staff, issue.9 as item
from cards
where not issue.1 and day >= {from_day:Date} and day <= {to_day:Date}
    and ({county:String} = '' or issue.4 = {county:String})
    and ({centre:String} = '' or issue.5 = {centre:String})
    and ({department:String} = '' or issue.6 = {department:String})
    and ({window:String} = '' or issue.7 = {window:String})
    and ({staff:String} = '' or issue.8 = {staff:String})
    and ({item:String} = '' or issue.9 = {item:String})
settings prefer_column_name_to_alias = 1;
