-- The rows behind data_quality: each finding with what it is about. Grain: one row per (finding, source, case_id, event_id);
-- of refused lines, whose events nobody knows, per (reject, source, line as sent).
-- Parameters and definitions as quality_events (02_quality_events.sql), and finding (late_entry | conflict | not_on_file |
-- stages_missing | reject; '' = all).
create or replace view quality_findings {on_cluster} as
select
    found.1 as finding,
    day, source, event_id, case_id,
    department, unit_name('department', department) as department_name,
    item, unit_name('item', item) as item_name,
    type, occurred_at, recorded_at,
    found.2 as field,
    found.3 as value,
    '' as message,
    '' as reject_id
from (
    select
        *,
        arrayJoin(arrayFilter(
            one -> one.1 != '' and {finding:String} in ('', one.1),
            [
                if(late, ('late_entry', 'recorded_at', toString(intDiv(dateDiff('millisecond', occurred_at, ifNull(recorded_at, occurred_at)), 3600000))), ('', '', '')),
                if(conflicting, ('conflict', 'revision', ''), ('', '', '')),
                if(
                    notEmpty(unknown),
                    ('not_on_file', arrayStringConcat(unknown.1, ' '), arrayStringConcat(unknown.2, ' ')),
                    ('', '', '')
                ),
                if(completes and notEmpty(missing), ('stages_missing', 'stage', arrayStringConcat(arrayMap(
                    gap -> if(gap.2 = '', gap.1, gap.2),
                    missing
                ), ' ')), ('', '', ''))
            ]
        )) as found
    from quality_events(
        from_day = {from_day:Date}, to_day = {to_day:Date}, hours = {hours:UInt32}, source = {source:String},
        as_of = {as_of:DateTime64(3, 'UTC')},
        county = {county:String}, centre = {centre:String}, department = {department:String},
        window = {window:String}, staff = {staff:String}, item = {item:String}
    )
    where {finding:String} != 'reject' and (late or conflicting or notEmpty(unknown) or notEmpty(missing))
)
union all
select
    'reject',
    toDate(local_time(dictGet('calendar_number', 'calendar_no', 'default'), received_at)) as day,
    toString(source),
    event_id,
    case_id,
    '', '', '', '',
    if(isValidJSON(text), JSONExtractString(text, 'type'), ''),
    cast(null, 'Nullable(DateTime64(3, \'UTC\'))'),
    cast(null, 'Nullable(DateTime64(3, \'UTC\'))'),
    toString(field),
    toString(code),
    message,
    reject_id
from ingest_rejects final
where
    {finding:String} in ('', 'reject')
    and received_at <= {as_of:DateTime64(3, 'UTC')}
    and ({source:String} = '' or source = {source:String})
    and concat({county:String}, {centre:String}, {department:String}, {window:String}, {staff:String}, {item:String}) = ''
    and day between {from_day:Date} and {to_day:Date};
