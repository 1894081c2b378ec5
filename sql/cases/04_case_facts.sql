-- case_facts as computed from the clocks: due moments, used time, verdicts, state, flags. Grain: one row per case.
-- Fed by case_clocks; flows into case_facts, and from there into open_cases.
create materialized view case_facts_feed {on_cluster} to case_facts as
with
    toDateTime64(0, 3, 'UTC') as never,
    toInt64(8000000000000000000) as out_of_reach,

    -- 1 kind, 2 is limited, 3 unit, 4 from, 5 from local, 6 to, 7 to local, 8 axis, 9 step, 10 start, 11 used, 12 due
    -- position, 13 length, 14 extensions, 15 is due as the source stated
    dued as (
        select
            * except (clocks),
            arrayMap(
                c -> (
                    c.1, c.2 >= 0 and c.4 > never, c.3, c.4, c.5, c.6, c.7, c.8, c.9, c.10,
                    used_length(c.10, c.11, c.12),
                    due_position(c.10, c.13 + c.14.1, c.12),
                    c.13 + c.14.1,
                    c.14.2,
                    c.1 = 'promised' and has_stated_due and due_position(c.10, c.13 + c.14.1, c.12) = c.10 + c.13
                ),
                clocks
            ) as clocks
        from case_clocks
    ),

    -- … 5 → due day, 7 → local finish day
    dayed as (
        select
            * except (clocks),
            arrayMap(
                c -> (
                    c.1, c.2, c.3, c.4,
                    multiIf(
                        not c.2 or c.12 >= out_of_reach, toDate(0),
                        c.15, toDate(stated_due_local),
                        day_at_position(c.8, calendar_no, c.10, toDate(c.5), c.12)
                    ),
                    c.6, toDate(c.7), c.8, c.9, c.10, c.11, c.12, c.13, c.14
                ),
                clocks
            ) as clocks
        from dued
    ),

    -- 1 kind, 2 is limited, 3 unit, 4 from, 5 to, 6 limit, 7 used, 8 due day, 9 due moment, 10 axis, 11 step, 12 start,
    -- 13 length, 14 extensions, 15 to day
    momented as (
        select
            * except (clocks),
            arrayMap(
                c -> (
                    c.1, c.2, c.3, c.4, c.6,
                    c.13 / c.9,
                    -- Whole days, any remainder rounded up; hours as they are.
                    if(c.3 in ('working_days', 'calendar_days'), toFloat64(intDiv(c.11 + c.9 - 1, c.9)), c.11 / c.9),
                    c.5,
                    multiIf(
                        not c.2 or c.12 >= out_of_reach, never,
                        c.8 = 'elapsed', fromUnixTimestamp64Milli(c.12, 'UTC'),
                        c.8 = 'seconds', if(c.12 <= c.10, c.4, moment_at_second(calendar_no, c.5, c.12)),
                        day_starts_at(calendar_no, c.5 + 1)
                    ),
                    c.8, c.9, c.10, c.13, c.14, c.7
                ),
                clocks
            ) as clocks
        from dayed
    ),

    judged as (
        select
            * except (clocks),
            -- 1 kind, 2 limit or -1, 3 unit, 4 from, 5 to, 6 used, 7 due day, 8 due moment, 9 verdict, 10 axis, 11 step, 12 start,
            -- 13 length, 14 extensions
            arrayMap(
                c -> (
                    c.1, if(c.2, c.6, toFloat64(-1)), c.3, c.4, c.5, c.7, c.8, c.9,
                    multiIf(
                        not c.2 or c.5 <= never, 'not_judged',
                        c.1 = 'promised' and has_stated_due and c.10 = 'elapsed' and c.9 > never, multiIf(c.5 < c.9, 'early', c.5 = c.9, 'on_time', 'overdue'),
                        c.1 = 'promised' and has_stated_due and c.9 > never, multiIf(c.15 < c.8, 'early', c.15 = c.8, 'on_time', 'overdue'),
                        c.7 < c.6, 'early',
                        c.7 = c.6, 'on_time',
                        'overdue'
                    ),
                    c.10, c.11, c.12, c.13, c.14
                ),
                clocks
            ) as clocks,
            has_clock and decided_at > never as is_finished,
            greatest(decided_at, refused_at, withdrawn_at) as closed_moment
        from momented
    ),

    clocked as (
        select
            * except (clocks),
            clocks[1] as promised,
            clocks[2] as statutory,
            arraySlice(clocks, 3) as stage_clocks
        from judged
    )

select
    case_id,
    version,
    event_count = 0 or closed_moment > never as is_closed,
    first_source as source, event_count, timed_events, timely_events,
    county, centre,
    multiIf(
        owner_department != '', owner_department,
        item_row.1 != '', item_row.1,
        dictGetOrDefault('unit', 'department', ('item', item), '') != '', dictGet('unit', 'department', ('item', item)),
        decision_department != '', decision_department,
        event_department
    ) as department,
    window, staff, item,
    if(stated_kind != '', stated_kind, item_row.2) as case_kind,
    channel, calendar, counting,
    nullIf(received_at, never) as received_at,
    if(received_at > never, toDate(local_time(calendar_no, received_at)), null) as received_on,
    nullIf(accepted_at, never) as accepted_at,
    if(accepted_at > never, toDate(local_time(calendar_no, accepted_at)), null) as accepted_on,
    if(refused_at > never, toDate(local_time(calendar_no, refused_at)), null) as refused_on,
    if(withdrawn_at > never, toDate(local_time(calendar_no, withdrawn_at)), null) as withdrawn_on,
    nullIf(decided_at, never) as decided_at,
    if(decided_at > never, toDate(decided_local), null) as decided_on,
    nullIf(delivered_at, never) as delivered_at,
    if(delivered_at > never, toDate(local_time(calendar_no, delivered_at)), null) as delivered_on,
    nullIf(closed_moment, never) as closed_at,
    if(closed_moment > never, toDate(local_time(calendar_no, closed_moment)), null) as closed_on,
    outcome,
    outcome in ('issued', 'forwarded', 'completed', 'permitted', 'not_permitted') as is_completed,
    multiIf(
        decided_at > never, if(delivered_at >= decided_at, 'delivered', 'decided'),
        refused_at > never, 'refused',
        withdrawn_at > never, 'withdrawn',
        has_acceptance, if(arrayExists(stop -> stop.2 <= never, stops), 'stopped', 'accepted'),
        is_awaiting_supplement, 'supplement',
        'received'
    ) as state,
    if(has_clock, clock_from_at, null) as clock_from_at,
    if(has_clock, clock_from_on, null) as clock_from_on,
    -- From when the case is known to be on the clock.
    multiIf(
        not has_clock, null,
        not is_deemed_accepted, if(has_acceptance, accepted_at, applied_at),
        has_acceptance, least(accepted_at, answer_due_at),
        answer_due_at
    ) as on_clock_at,
    multiIf(has_stated_due, 'event', item_row.3 >= 0, 'item', 'none') as limit_source,
    if(promised.2 >= 0, promised.3, '') as limit_unit,
    if(promised.2 >= 0, promised.2, null) as promised_limit,
    if(promised.2 >= 0 and is_finished, promised.6, null) as used,
    if(is_finished, toUInt32(used_length(working_index(calendar_no, clock_from_on), working_index(calendar_no, toDate(decided_local)), if(empty(stops), [], stops_on_axis('working', calendar_no, stops)))), null) as working_days_used,
    if(promised.8 > never, promised.7, null) as due_on,
    nullIf(promised.8, never) as due_at,
    promised.8 > never and promised.7 > known_until as is_due_provisional,
    if(is_finished, promised.9, 'not_judged') as verdict,
    if(statutory.2 >= 0, statutory.3, '') as statutory_unit,
    if(statutory.2 >= 0, statutory.2, null) as statutory_limit,
    if(statutory.2 >= 0 and is_finished, statutory.6, null) as statutory_used,
    if(statutory.8 > never, statutory.7, null) as statutory_due_on,
    nullIf(statutory.8, never) as statutory_due_at,
    if(is_finished, statutory.9, 'not_judged') as statutory_verdict,
    nullIf(arrayMin(arrayMap(stop -> stop.1, arrayFilter(stop -> stop.2 <= never, stops))), never) as stopped_from,
    arrayMap(stop -> (stop.1, nullIf(stop.2, never), stop.5), stops) as stops,
    promised.14 as extensions,
    arrayMap(c -> (c.1, c.4, c.5, toInt32(c.2), if(c.2 >= 0, c.3, ''), c.6, c.7, c.9), stage_clocks) as stages,
    if(promised.2 >= 0, promised.10, '') as axis,
    promised.11 as step,
    promised.12 as start_position,
    promised.13 as length,
    if(rated_at > never, toDate(local_time(calendar_no, rated_at)), null) as rated_on,
    if(rated_at > never, rating, null) as rating,
    arrayFilter(flag -> flag != '', [
        if(item = '', 'item_missing', ''),
        if(item != '' and not dictHas('unit', ('item', item)), 'item_not_on_file', ''),
        if(dictHas('unit', ('item', item)) and has_clock and not has_item_in_force, 'item_not_in_force', ''),
        if(window != '' and not dictHas('unit', ('window', window)), 'window_not_on_file', ''),
        if(staff != '' and not dictHas('unit', ('staff', staff)), 'staff_not_on_file', ''),
        if(event_department != '' and not dictHas('unit', ('department', event_department)), 'department_not_on_file', ''),
        if(centre != '' and not dictHas('unit', ('centre', centre)), 'centre_not_on_file', ''),
        if(has_acceptance and decided_at > never and decided_at < accepted_at, 'decided_before_accepted', ''),
        if(is_deemed_accepted, 'deemed_accepted', ''),
        if(is_reopened, 'reopened', ''),
        if(arrayExists(e -> not e.3, promised.14), 'late_extension', ''),
        if(decided_at > never and arrayExists(stop -> stop.2 <= never, stops), 'stop_never_ended', ''),
        if(arrayExists(stop -> stop.2 > never and stop.2 < stop.1, stops), 'stop_ended_before_it_began', ''),
        if(promised.8 > never and promised.7 > known_until, 'due_provisional', ''),
        if(has_conflict, 'equal_revision_conflict', '')
    ]) as flags,
    nullIf(last_event_at, never) as last_event_at,
    last_ingested_at
from clocked
settings prefer_column_name_to_alias = 1;
