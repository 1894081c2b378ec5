-- 两源对账, case by case: which of two sources knows it (一窗受理收件量 against 权力运行办件量). Grain: one row per case received on
-- the days asked for that source a or source b knows.
-- Parameters: from_day, to_day (both included; a Monday and its Sunday make the weekly notice), a, b (codes of sources), as_of,
-- county, centre, department, window, staff, item ('' = any).
-- Definition (domain, numbers, version 1): a source knows a case of which it has told an event that counts, that happened by
-- the report's moment and was not taken back, on whatever day; a case belongs to the day it was received.
create or replace view reconciliation {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    chosen as (
        select
            case_id, county, centre, department, window, staff, item, assumeNotNull(received_at) as received_at,
            assumeNotNull(received_on) as received_on
        from case_facts final
        where
            first_on <= {to_day:Date} and last_on >= {from_day:Date}
            and received_on between {from_day:Date} and {to_day:Date}
            and received_at <= moment
            and ({county:String} = '' or county = {county:String})
            and ({centre:String} = '' or centre = {centre:String})
            and ({department:String} = '' or department = {department:String})
            and ({window:String} = '' or window = {window:String})
            and ({staff:String} = '' or staff = {staff:String})
            and ({item:String} = '' or item = {item:String})
    ),
    told as (
        select
            case_id,
            minIf(occurred_at, source = {a:String}) as first_a,
            minIf(occurred_at, source = {b:String}) as first_b,
            countIf(source = {a:String}) as events_a,
            countIf(source = {b:String}) as events_b
        from stg_events_of_period(
            from_at = toDateTime64({from_day:Date} - 1, 3, 'UTC'), to_at = toDateTime64({to_day:Date} + 2, 3, 'UTC')
        )
        where source in ({a:String}, {b:String}) and not is_retracted and occurred_at <= moment
        group by case_id
    )
select
    c.case_id as case_id,
    multiIf(t.events_b = 0, 'a', t.events_a = 0, 'b', 'both') as known_to,
    toString(c.county) as county,
    toString(c.centre) as centre,
    toString(c.department) as department,
    unit_name('department', toString(c.department)) as department_name,
    toString(c.window) as window,
    unit_name('window', toString(c.window)) as window_name,
    toString(c.staff) as staff,
    toString(c.item) as item,
    unit_name('item', toString(c.item)) as item_name,
    c.received_at as received_at,
    c.received_on as received_on,
    if(t.events_a > 0, t.first_a, null) as first_a_at,
    if(t.events_b > 0, t.first_b, null) as first_b_at,
    toUInt32(t.events_a) as events_a,
    toUInt32(t.events_b) as events_b
from chosen as c
inner join told as t on t.case_id = c.case_id;
