-- 环节耗时: where the working days of completed cases went, stage by stage. Grain: one row per (unit, stage) with a finished
-- stage among the cases completed in the period.
-- Parameters: from_day, to_day (of the decision, both included), by (all|county|centre|department|window|staff|item), as_of,
-- county, centre, department, window, staff, item ('' = any).
-- Definition (stage_days, version 1): working days of a stage = working days after the day it started up to and including the
-- day it finished, days on which the case's clock stood still taken out; the same day is 0. A stage gone through twice counts
-- twice. Whether it was late is by its own limit; one without a limit is never late. A stage that never finished is not counted.
create or replace view stage_times {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    gone_through as (
        select
            case_id, item,
            unit_of({by:String}, county, centre, department, window, staff, item) as of_unit,
            dictGet('calendar_number', 'calendar_no', toString(calendar)) as calendar_no,
            arrayMap(
                stop -> (
                    stop.1,
                    assumeNotNull(ifNull(stop.2, decided_at)),
                    local_time(calendar_no, stop.1),
                    local_time(calendar_no, assumeNotNull(ifNull(stop.2, decided_at)))
                ),
                stops
            ) as local_stops,
            if(empty(stops), [], stops_on_axis('working', calendar_no, local_stops)) as standstills,
            arrayJoin(arrayFilter(
                one -> one.2 > toDateTime64(0, 3, 'UTC') and one.3 >= one.2, stages
            )) as gone
        from case_facts final
        where
            first_on <= {to_day:Date} and last_on >= {from_day:Date}
            and is_completed and decided_on between {from_day:Date} and {to_day:Date}
            and decided_at <= moment
            and ({county:String} = '' or county = {county:String})
            and ({centre:String} = '' or centre = {centre:String})
            and ({department:String} = '' or department = {department:String})
            and ({window:String} = '' or window = {window:String})
            and ({staff:String} = '' or staff = {staff:String})
            and ({item:String} = '' or item = {item:String})
        settings use_skip_indexes_if_final_exact_mode = 0
    ),
    timed as (
        select
            of_unit, case_id, item, gone.1 as code, gone.4 as stage_limit, gone.8 as stage_verdict,
            used_length(
                working_index(calendar_no, toDate(local_time(calendar_no, gone.2))),
                working_index(calendar_no, toDate(local_time(calendar_no, gone.3))),
                standstills
            ) as days
        from gone_through
    )
select
    of_unit as unit,
    unit_name({by:String}, of_unit) as unit_name,
    code as stage,
    -- As most of the items call it; empty where none defines it.
    ifNull(topKIf(1)(named.name, named.name != '')[1], '') as stage_name,
    toUInt32(uniqExact(case_id)) as cases,
    toUInt32(count()) as times,
    toFloat64(sum(days)) as days_sum,
    toFloat64(quantileExact(0.5)(days)) as days_median,
    toFloat64(max(days)) as days_most,
    toUInt32(countIf(stage_limit >= 0)) as times_with_limit,
    toUInt32(countIf(stage_verdict = 'overdue')) as times_late
from timed
left join (
    select toString(item) as of_item, toString(stage) as of_stage, argMax(name, valid_from) as name
    from item_stages final group by of_item, of_stage
    settings prefer_column_name_to_alias = 1
) as named on named.of_item = timed.item and named.of_stage = timed.code
group by of_unit, code
settings prefer_column_name_to_alias = 1;
