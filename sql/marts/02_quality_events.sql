-- What is to be said of the data, event by event, defined once: data_quality counts these rows, quality_findings lists them.
-- Grain: one row per event that counts and happened on the days asked for, local to the centre of its case.
-- Parameters: from_day, to_day (both included), hours (recorded within so many clock hours, nights and days off included, is
-- in time; 0: the setting entry_timeliness_hours, 24), source, as_of (what happened after it is left out), county, centre,
-- department, window, staff, item of the case ('' = any).
-- Definitions (domain, numbers, version 1): timed: says when it was recorded; late: recorded more than `hours` hours after it
-- happened; unknown: (field, code) of what it names and the directory does not have; completes: it is the decision of a case
-- completed; missing: stages defined for the item by the case's first day that no event of the case names.
create or replace view quality_events {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    toUInt32(if(
        {hours:UInt32} > 0,
        {hours:UInt32},
        toUInt32(dictGetOrDefault('setting_in_force', 'value', ('entry_timeliness_hours', ''), {to_day:Date}, '24'))
    )) as hours_allowed,
    known as (select level, code from dictionary('unit')),
    chosen as (
        select
            case_id, county, centre, department, window, staff, item,
            dictGet('calendar_number', 'calendar_no', toString(calendar)) as calendar_no,
            if(is_completed, ifNull(decided_at, toDateTime64(0, 3, 'UTC')), toDateTime64(0, 3, 'UTC')) as completed_at,
            ifNull(clock_from_on, received_on) as began_on,
            stages.stage as told_stages
        from case_facts final
        where
            case_id in (
                select case_id
                from case_events
                where occurred_at >= toDateTime64({from_day:Date} - 1, 3, 'UTC') and occurred_at < toDateTime64({to_day:Date} + 2, 3, 'UTC')
            )
            and ({county:String} = '' or county = {county:String})
            and ({centre:String} = '' or centre = {centre:String})
            and ({department:String} = '' or department = {department:String})
            and ({window:String} = '' or window = {window:String})
            and ({staff:String} = '' or staff = {staff:String})
            and ({item:String} = '' or item = {item:String})
    ),
    happened as (
        select
            case_id, source, event_id, type, occurred_at, recorded_at,
            arrayFilter(one -> one.2 != '', [
                if(centre != '' and centre not in (select code from known where level = 'centre'), ('centre', toString(centre)), ('', '')),
                if(department != '' and department not in (select code from known where level = 'department'), ('department', toString(department)), ('', '')),
                if(owner_department != '' and owner_department not in (select code from known where level = 'department'), ('owner_department', toString(owner_department)), ('', '')),
                if(window != '' and window not in (select code from known where level = 'window'), ('window', toString(window)), ('', '')),
                if(staff != '' and staff not in (select code from known where level = 'staff'), ('staff', toString(staff)), ('', '')),
                if(item != '' and item not in (select code from known where level = 'item'), ('item', toString(item)), ('', ''))
            ]) as unknown
        from stg_events_of_period(
            from_at = toDateTime64({from_day:Date} - 1, 3, 'UTC'), to_at = toDateTime64({to_day:Date} + 2, 3, 'UTC')
        )
        where
            not is_retracted and occurred_at <= moment
            and occurred_at >= toDateTime64({from_day:Date} - 1, 3, 'UTC') and occurred_at < toDateTime64({to_day:Date} + 2, 3, 'UTC')
            and ({source:String} = '' or source = {source:String})
    ),
    conflicts as (
        select case_id, source, event_id
        from stg_conflicts_of_period(
            from_at = toDateTime64({from_day:Date} - 1, 3, 'UTC'), to_at = toDateTime64({to_day:Date} + 2, 3, 'UTC')
        )
    ),
    placed as (
        select
            e.*,
            c.county as county, c.centre as centre, c.department as department, c.window as window, c.staff as staff, c.item as item,
            c.began_on as began_on, c.told_stages as told_stages,
            toDate(local_time(c.calendar_no, e.occurred_at)) as day,
            e.type = 'decided' and e.occurred_at = c.completed_at as completes
        from happened as e
        inner join chosen as c on c.case_id = e.case_id
    )
select
    day, toString(source) as source, event_id, p.case_id as case_id, toString(type) as type, occurred_at, recorded_at,
    toString(county) as county, toString(centre) as centre, toString(department) as department,
    toString(window) as window, toString(staff) as staff, toString(item) as item,
    toBool(recorded_at is not null) as timed,
    toBool(ifNull(recorded_at > occurred_at + toIntervalHour(hours_allowed), false)) as late,
    toBool((p.case_id, source, event_id) in (select case_id, source, event_id from conflicts)) as conflicting,
    unknown,
    toBool(completes) as completes,
    if(completes, stages_left(d.all_stages, told_stages, began_on), []) as missing
from placed as p
left join stages_defined as d on d.of_item = p.item
where day between {from_day:Date} and {to_day:Date}
settings prefer_column_name_to_alias = 1;
