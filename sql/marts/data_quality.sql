-- 数据质量: counts of findings per source, department and day. Grain: one row per (day, source, department), those not in
-- `by` left empty.
-- Parameters and definitions as quality_events (02_quality_events.sql), and by (source, department, day: what to tell apart).
-- Entry timeliness 录入及时率 = (timed − late) / timed; completeness of stages 流程全覆盖 = stages_complete / completed, at the
-- source that told the decision. Refused lines name no department; they count on the day they first came, replayed or not.
create or replace view data_quality {on_cluster} as
with
    told as (
        select
            if(has({by:Array(String)}, 'day'), day, null) as on_day,
            if(has({by:Array(String)}, 'source'), source, '') as of_source,
            if(has({by:Array(String)}, 'department'), department, '') as of_department,
            count() as events,
            countIf(timed) as timed,
            countIf(late) as late,
            countIf(conflicting) as conflicts,
            countIf(notEmpty(unknown)) as not_on_file,
            uniqExactIf(case_id, completes) as completed,
            uniqExactIf(case_id, completes and empty(missing)) as stages_complete,
            0 as rejects
        from quality_events(
            from_day = {from_day:Date}, to_day = {to_day:Date}, hours = {hours:UInt32}, source = {source:String},
            as_of = {as_of:DateTime64(3, 'UTC')},
            county = {county:String}, centre = {centre:String}, department = {department:String},
            window = {window:String}, staff = {staff:String}, item = {item:String}
        )
        group by on_day, of_source, of_department
    ),
    refused as (
        select
            if(has({by:Array(String)}, 'day'), day, null) as on_day,
            if(has({by:Array(String)}, 'source'), source, '') as of_source,
            '' as of_department,
            0 as events, 0 as timed, 0 as late, 0 as conflicts, 0 as not_on_file, 0 as completed, 0 as stages_complete,
            count() as rejects
        from (
            select
                toString(source) as source,
                toDate(local_time(dictGet('calendar_number', 'calendar_no', 'default'), received_at)) as day
            from ingest_rejects final
            where
                received_at <= {as_of:DateTime64(3, 'UTC')}
                and ({source:String} = '' or source = {source:String})
                and concat({county:String}, {centre:String}, {department:String}, {window:String}, {staff:String}, {item:String}) = ''
            settings prefer_column_name_to_alias = 1
        )
        where day between {from_day:Date} and {to_day:Date}
        group by on_day, of_source
    )
select
    on_day as day,
    of_source as source,
    of_department as department,
    unit_name('department', of_department) as department_name,
    toUInt32(sum(events)) as events,
    toUInt32(sum(timed)) as timed,
    toUInt32(sum(late)) as late,
    toUInt32(sum(conflicts)) as conflicts,
    toUInt32(sum(not_on_file)) as not_on_file,
    toUInt32(sum(completed)) as completed,
    toUInt32(sum(stages_complete)) as stages_complete,
    toUInt32(sum(rejects)) as rejects
from (select * from told union all select * from refused)
group by on_day, of_source, of_department;
