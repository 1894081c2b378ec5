-- Every count of a unit on a day, defined once; daily statistics, weekly ranking and early completion sum these rows.
-- Grain: one row per (day, unit) on which something happened. Days are those of the event, local to the centre.
-- Parameters: from_day, to_day (both included), by (all|county|centre|department|window|staff|item|place), as_of (what happened
-- after it is left out), kinds (which of received, accepted, refused, withdrawn, decided, delivered, rated are counted: a mart
-- that shows no deliveries reads none), county, centre, department, window, staff, item ('' = any).
-- Definitions (domain, numbers, version 1): received … withdrawn: distinct cases on the day of the event; completed: decided
-- with a normal outcome; early / on_time / overdue: completed cases by their verdict; satisfied: rated 1–3; praised: 1–2;
-- speed-up sums: completed cases judged by a limit in working days.
create or replace view unit_days {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    -- Nothing on a day of the period can lie after the moment, wherever the centre is: the engine then reads no moments.
    toDate(moment) > {to_day:Date} + 1 as is_over,
    chosen as (
        select
            case_kind, channel, verdict, used, promised_limit, statutory_used, statutory_limit, working_days_used, rating,
            timed_events, timely_events,
            unit_of({by:String}, county, centre, department, window, staff, item) as unit,
            has_happened(is_over, decided_at, moment) and is_completed as is_done,
            is_done and limit_unit = 'working_days' as is_done_in_days,
            is_done and statutory_unit = 'working_days' as is_statutory_in_days,
            -- The day of each kind of event, in the order of the codes below; 1970-01-01, which no period has, where there is none.
            [
                if(has({kinds:Array(String)}, 'received') and has_happened(is_over, received_at, moment), ifNull(received_on, toDate(0)), toDate(0)),
                if(has({kinds:Array(String)}, 'accepted') and has_happened(is_over, accepted_at, moment), ifNull(accepted_on, toDate(0)), toDate(0)),
                if(has({kinds:Array(String)}, 'decided') and has_happened(is_over, decided_at, moment), ifNull(decided_on, toDate(0)), toDate(0)),
                if(has({kinds:Array(String)}, 'refused') and has_happened(is_over, refused_at, moment), ifNull(refused_on, toDate(0)), toDate(0)),
                if(has({kinds:Array(String)}, 'withdrawn') and has_happened(is_over, withdrawn_at, moment), ifNull(withdrawn_on, toDate(0)), toDate(0)),
                if(has({kinds:Array(String)}, 'delivered') and has_happened(is_over, delivered_at, moment), ifNull(delivered_on, toDate(0)), toDate(0)),
                if(has({kinds:Array(String)}, 'rated') and has_happened(is_over, rated_at, moment), ifNull(rated_on, toDate(0)), toDate(0))
            ] as days
        from case_facts final
        where
            first_on <= {to_day:Date} and last_on >= {from_day:Date}
            -- A case may be decided before it was received, and counts from the first of the two.
            and received_on is not null and has_happened(is_over, least(received_at, ifNull(decided_at, received_at)), moment)
            and ({county:String} = '' or county = {county:String})
            and ({centre:String} = '' or centre = {centre:String})
            and ({department:String} = '' or department = {department:String})
            and ({window:String} = '' or window = {window:String})
            and ({staff:String} = '' or staff = {staff:String})
            and ({item:String} = '' or item = {item:String})
        settings use_skip_indexes_if_final_exact_mode = 0
    ),
    happened as (
        select
            unit, case_kind, channel, verdict, used, promised_limit, statutory_used, statutory_limit,
            working_days_used, rating, timed_events, timely_events, is_done, is_done_in_days, is_statutory_in_days,
            arrayJoin(arrayFilter(
                (code, day) -> day between greatest({from_day:Date}, toDate(1)) and {to_day:Date},
                cast(
                    ['received', 'accepted', 'decided', 'refused', 'withdrawn', 'delivered', 'rated'],
                    'Array(Enum8(''received'' = 1, ''accepted'' = 2, ''decided'' = 3, ''refused'' = 4, ''withdrawn'' = 5, ''delivered'' = 6, ''rated'' = 7))'
                ),
                days
            )) as what,
            days[toUInt8(what)] as day,
            what = 'decided' as is_decided
        from chosen
    )
select
    day,
    unit,
    toUInt32(countIf(what = 'received')) as received,
    toUInt32(countIf(what = 'accepted')) as accepted,
    toUInt32(countIf(what = 'refused')) as refused,
    toUInt32(countIf(is_decided)) as decided,
    toUInt32(countIf(is_decided and is_done)) as completed,
    toUInt32(countIf(what = 'delivered')) as delivered,
    toUInt32(countIf(what = 'withdrawn')) as withdrawn,
    toUInt32(countIf(is_decided and is_done and verdict != 'not_judged')) as completed_with_limit,
    toUInt32(countIf(is_decided and is_done and verdict = 'early')) as early,
    toUInt32(countIf(is_decided and is_done and verdict = 'on_time')) as on_time,
    toUInt32(countIf(is_decided and is_done and verdict = 'overdue')) as overdue,
    toUInt32(countIf(what = 'received' and case_kind = 'commitment')) as commitment_received,
    toUInt32(countIf(is_decided and is_done and case_kind = 'commitment')) as commitment_completed,
    toUInt32(countIf(is_decided and is_done and verdict = 'early' and case_kind = 'commitment')) as commitment_early,
    toUInt32(countIf(what = 'accepted' and case_kind = 'instant')) as instant_accepted,
    toUInt32(countIf(what = 'accepted' and case_kind = 'commitment')) as commitment_accepted,
    toUInt32(countIf(what = 'received' and channel in ('web', 'mobile'))) as online_received,
    sumIf(ifNull(used, 0), is_decided and is_done_in_days) as used_days_sum,
    sumIf(ifNull(promised_limit, 0), is_decided and is_done_in_days) as promised_days_sum,
    sumIf(ifNull(statutory_used, 0), is_decided and is_statutory_in_days) as statutory_used_days_sum,
    sumIf(ifNull(statutory_limit, 0), is_decided and is_statutory_in_days) as statutory_days_sum,
    quantileExactIf(0.5)(ifNull(working_days_used, 0), is_decided and is_done) as used_days_median,
    groupArrayIf(ifNull(working_days_used, 0), is_decided and is_done) as used_days,
    toUInt32(countIf(what = 'rated')) as rated,
    toUInt32(countIf(what = 'rated' and rating <= 3)) as satisfied,
    toUInt32(countIf(what = 'rated' and rating <= 2)) as praised,
    toUInt32(sumIf(timed_events, is_decided and is_done)) as timed_events,
    toUInt32(sumIf(timely_events, is_decided and is_done)) as timely_events
from happened
group by day, unit;
