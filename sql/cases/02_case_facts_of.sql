-- case_facts as computed from the events: what refresh and rebuild insert. Grain: one row per case.
-- Parameters as stg_case_events, and version (a later computation of a case carries a higher one).
-- A moment of 1970-01-01 means "did not happen" until the last step turns it into null.
--
-- Rounds: an acceptance later than a decision that itself came at or after the first acceptance reopens the case. The
-- current round is the first acceptance after the last such decision, and the latest decision after that, if any.
-- Otherwise the earliest acceptance and the latest decision count.
--
-- Few steps and few columns on purpose: planning this statement is most of what refreshing a handful of cases costs.
create or replace view case_facts_of {on_cluster} as
with
    toDateTime64(0, 3, 'UTC') as never,
    toInt64(8000000000000000000) as out_of_reach,
    toUInt32(dictGetOrDefault('setting_in_force', 'value', ('entry_timeliness_hours', ''), toDate('2149-01-01'), '24')) as timeliness_hours,

    gathered as (
        select
            case_id,
            min(source) as first_source,
            countIf(not is_retracted) as event_count,
            maxIf(occurred_at, not is_retracted) as last_event_at,
            max(ingested_at) as last_ingested_at,
            countIf(not is_retracted and recorded_at is not null) as timed_events,
            countIf(not is_retracted and recorded_at <= occurred_at + toIntervalHour(timeliness_hours)) as timely_events,
            arraySort(groupArrayIf(
                (occurred_at, event_id, centre, department, window, staff, item, case_kind, channel, due_at, due_by),
                type = 'accepted' and not is_retracted
            )) as acceptances,
            arraySort(groupArrayIf((occurred_at, event_id, outcome, department), type = 'decided' and not is_retracted)) as decisions,
            minIf(
                (occurred_at, event_id, centre, department, window, staff, item, case_kind, channel, due_at, due_by),
                type = 'applied' and not is_retracted
            ) as application,
            minIf(occurred_at, type = 'supplement_requested' and not is_retracted) as supplement_first_requested_at,
            maxIf(occurred_at, type = 'supplement_requested' and not is_retracted) as supplement_requested_at,
            maxIf(occurred_at, type = 'supplement_received' and not is_retracted) as supplement_received_at,
            minIf(occurred_at, type = 'refused' and not is_retracted) as first_refused_at,
            maxIf(occurred_at, type = 'refused' and not is_retracted) as last_refused_at,
            maxIf(occurred_at, type = 'withdrawn' and not is_retracted) as last_withdrawn_at,
            maxIf(occurred_at, type = 'delivered' and not is_retracted) as delivered_at,
            maxIf((occurred_at, event_id, rating), type = 'rated' and not is_retracted) as newest_rating,
            arraySort(groupArrayIf(
                (occurred_at, event_id, special_id, special_kind, granted, granted_unit, reason),
                type = 'special_started' and not is_retracted
            )) as special_starts,
            arraySort(groupArrayIf((occurred_at, event_id, special_id), type = 'special_finished' and not is_retracted)) as special_finishes,
            groupArrayIf((toString(stage), occurred_at, type), type in ('stage_started', 'stage_finished') and not is_retracted) as stage_events,
            maxIf((occurred_at, event_id, due_at, due_by), due_at is not null and type not in ('accepted', 'applied') and not is_retracted) as later_due,
            minIf((occurred_at, event_id, item), item != '' and not is_retracted) as any_item,
            maxIf((occurred_at, event_id, owner_department), owner_department != '' and not is_retracted) as stated_owner
        from stg_case_events(from_case = {from_case:String}, to_case = {to_case:String}, cases = {cases:Array(String)})
        group by case_id
    ),

    rounds as (
        select
            * except (application, acceptances, decisions, stage_events),
            application,
            application.1 as applied_at,
            notEmpty(acceptances) as has_acceptance,
            acceptances[1].1 as first_accepted_at,
            acceptances[-1].1 as last_accepted_at,
            arrayLast(decision -> decision.1 >= acceptances[1].1 and decision.1 < acceptances[-1].1, decisions).1 as reopened_after,
            if(
                reopened_after > never,
                arrayFirst(acceptance -> acceptance.1 > reopened_after, acceptances),
                acceptances[1]
            ) as accepted,
            if(reopened_after > never, arrayLast(decision -> decision.1 > reopened_after, decisions), decisions[-1]) as decided,
            -- Stages: from the first start to the last finish of each.
            arrayMap(
                code -> (
                    code,
                    arrayMin(arrayMap(event -> event.2, arrayFilter(event -> event.1 = code and event.3 = 'stage_started', stage_events))),
                    arrayMax(arrayMap(event -> event.2, arrayFilter(event -> event.1 = code and event.3 = 'stage_finished', stage_events)))
                ),
                arraySort(arrayDistinct(arrayMap(event -> event.1, stage_events)))
            ) as stage_moments
        from gathered
    ),

    milestones as (
        select
            case_id, first_source, event_count, timed_events, timely_events, last_event_at, last_ingested_at,
            has_acceptance, applied_at, delivered_at, special_starts, special_finishes, stage_moments,
            reopened_after > never as is_reopened,
            accepted.1 as accepted_at,
            decided.1 as decided_at,
            toString(decided.3) as outcome,
            -- A refusal or withdrawal ends a case unless the case was accepted, or decided, after it.
            if(decided.1 = never and last_refused_at >= last_accepted_at, last_refused_at, never) as refused_at,
            if(decided.1 = never and last_withdrawn_at >= last_accepted_at, last_withdrawn_at, never) as withdrawn_at,
            multiIf(applied_at > never, applied_at, has_acceptance, first_accepted_at, last_refused_at > never, last_refused_at, decided.1) as received_at,
            -- The first answer to the application; without one in five working days the law counts the case as accepted.
            arrayMin(arrayFilter(
                moment -> moment > never,
                [first_accepted_at, first_refused_at, supplement_first_requested_at, last_withdrawn_at, if(has_acceptance, never, decided.1)]
            )) as first_answer_at,
            supplement_requested_at > supplement_received_at as is_awaiting_supplement,
            newest_rating.1 as rated_at,
            newest_rating.3 as rating,
            if(has_acceptance, accepted, application) as place,
            toString(if(place.5 != '', place.5, application.5)) as window,
            toString(if(place.6 != '', place.6, application.6)) as staff,
            toString(multiIf(place.7 != '', place.7, application.7 != '', application.7, any_item.3)) as item,
            toString(if(place.8 != '', place.8, application.8)) as stated_kind,
            if(place.9 != '', place.9, application.9) as channel,
            toString(multiIf(place.4 != '', place.4, application.4 != '', application.4, decided.4)) as event_department,
            if(stated_owner.3 != '', toString(stated_owner.3), '') as owner_department,
            toString(decided.4) as decision_department,
            toString(if(place.3 != '', place.3, application.3)) as stated_centre,
            ifNull(multiIf(later_due.3 is not null, later_due.3, place.10 is not null, place.10, application.10), never) as stated_due_at,
            multiIf(later_due.3 is not null, later_due.4, place.10 is not null, place.11, application.11) = 'moment' as is_due_by_moment
        from rounds
    ),

    -- The centre as the event says, else that of the window or department it names; its county and calendar.
    placed as (
        select
            * except (place, stated_centre),
            multiIf(
                stated_centre != '', stated_centre,
                dictHas('unit', ('window', window)), dictGet('unit', 'centre', ('window', window)),
                dictGetOrDefault('unit', 'centre', ('department', event_department), '')
            ) as centre,
            dictGetOrDefault('unit', ('county', 'calendar'), ('centre', centre), ('', '')) as centre_row,
            dictGet(
                'calendar_number',
                ('calendar_no', 'counting', 'standard_day_seconds', 'known_until', 'calendar_name'),
                if(dictHas('calendar_number', centre_row.2), centre_row.2, 'default')
            ) as calendar_row
        from milestones
    ),

    dated as (
        select
            * except (special_starts, special_finishes, calendar_row, centre_row),
            centre_row.1 as county,
            calendar_row.1 as calendar_no,
            calendar_row.2 as counting,
            toInt64(calendar_row.3) as standard_day_seconds,
            calendar_row.4 as known_until,
            calendar_row.5 as calendar,
            local_time(calendar_row.1, applied_at) as applied_local,
            local_time(calendar_row.1, accepted_at) as accepted_local,
            local_time(calendar_row.1, decided_at) as decided_local,
            local_time(calendar_row.1, stated_due_at) as stated_due_local,
            -- A start pairs with the finish of its own special_id; those without an id pair in order.
            -- (from, to, from local, kind, granted, unit, reason)
            arrayMap(
                started -> (
                    started.1,
                    if(
                        started.3 != '',
                        arrayFirst(finished -> finished.3 = started.3, special_finishes).1,
                        arrayFilter(finished -> finished.3 = '', special_finishes)[
                            indexOf(arrayMap(other -> other.2, arrayFilter(other -> other.3 = '', special_starts)), started.2)
                        ].1
                    ),
                    local_time(calendar_row.1, started.1),
                    started.4, started.5, toString(started.6), started.7
                ),
                special_starts
            ) as specials
        from placed
    ),

    started as (
        select
            * except (specials),
            -- (from, to, from local, to local, reason)
            arrayMap(
                special -> (special.1, special.2, special.3, local_time(calendar_no, special.2), special.7),
                arrayFilter(special -> special.4 = 'stop', specials)
            ) as stops,
            -- (granted at, local, granted, unit)
            arrayMap(
                special -> (special.1, special.3, special.5, special.6),
                arrayFilter(special -> special.4 = 'extension' and special.5 > 0, specials)
            ) as extension_events,
            -- Five working days to answer an application (Administrative Licensing Law, art. 32).
            if(
                applied_at > never,
                day_starts_at(calendar_no, dictGet('working_day', 'day', toUInt64(calendar_no) * 100000 + toUInt64(working_index(calendar_no, toDate(applied_local)) + 5)) + 1),
                never
            ) as answer_due_at,
            applied_at > never and not is_reopened and (first_answer_at <= never or first_answer_at >= answer_due_at) as is_deemed_accepted,
            is_deemed_accepted or (applied_at > never and not has_acceptance and decided_at > never) as runs_from_receipt
        from dated
    ),

    limited as (
        select
            * except (applied_local, accepted_local),
            runs_from_receipt or has_acceptance as has_clock,
            if(runs_from_receipt, applied_at, accepted_at) as clock_from_at,
            if(runs_from_receipt, applied_local, accepted_local) as clock_from_local,
            -- A case not yet on the clock has no limit, but its kind is that of its item on the day it came in.
            if(has_clock, toDate(clock_from_local), toDate(local_time(calendar_no, received_at))) as item_day,
            dictHas('item_in_force', item, item_day) as has_item_in_force,
            dictGetOrDefault(
                'item_in_force',
                ('department', 'case_kind', 'promised_limit', 'promised_unit', 'statutory_limit', 'statutory_unit'),
                item, item_day,
                ('', '', toInt32(-1), '', toInt32(-1), '')
            ) as item_row,
            stated_due_at > never as has_stated_due
        from started
    ),

    -- Every clock of the case goes through the same arithmetic: [1] promised, [2] statutory, [3…] stages.
    -- (kind, limit or -1, unit, from, from local, to, to local)
    clocked as (
        select
            * except (stage_moments, extension_events, clock_from_local),
            toDate(clock_from_local) as clock_from_on,
            arrayConcat(
                [
                    (
                        'promised',
                        multiIf(not has_clock, toInt64(-1), has_stated_due, toInt64(0), toInt64(item_row.3)),
                        multiIf(has_stated_due, if(is_due_by_moment, 'hours', 'working_days'), item_row.4 = '', 'working_days', item_row.4),
                        clock_from_at, clock_from_local, decided_at, decided_local
                    ),
                    (
                        'statutory',
                        if(has_clock, toInt64(item_row.5), toInt64(-1)),
                        if(item_row.6 = '', 'working_days', item_row.6),
                        clock_from_at, clock_from_local, decided_at, decided_local
                    )
                ],
                arrayMap(
                    stage -> (
                        stage.1, toInt64(stage.4.1), if(stage.4.2 = '', 'working_days', stage.4.2),
                        stage.2, local_time(calendar_no, stage.2), stage.3, local_time(calendar_no, stage.3)
                    ),
                    arrayMap(
                        stage -> (
                            stage.1, stage.2, stage.3,
                            dictGetOrDefault(
                                'stage_in_force', ('limit', 'unit'), (item, stage.1),
                                toDate(local_time(calendar_no, if(stage.2 > never, stage.2, clock_from_at))), (toInt32(-1), '')
                            )
                        ),
                        stage_moments
                    )
                )
            ) as plain_clocks,
            -- + 8 axis, 9 positions per unit
            arrayMap(
                c -> (
                    c.1, c.2, c.3, c.4, c.5, c.6, c.7,
                    multiIf(
                        c.3 = 'hours', 'elapsed',
                        c.3 = 'calendar_days', 'calendar',
                        c.3 = 'working_hours' or (counting = 'working_seconds' and not (c.1 = 'promised' and has_stated_due)), 'seconds',
                        'working'
                    ),
                    multiIf(
                        c.3 = 'hours', toInt64(3600000),
                        c.3 = 'working_hours', toInt64(3600),
                        c.3 = 'working_days' and counting = 'working_seconds' and not (c.1 = 'promised' and has_stated_due), standard_day_seconds,
                        toInt64(1)
                    )
                ),
                plain_clocks
            ) as axed,
            -- + 10 start position, 11 finish position, 12 stops, 13 extensions (granted at, position, granted, unit)
            arrayMap(
                c -> (
                    c.1, c.2, c.3, c.4, c.5, c.6, c.7, c.8, c.9,
                    clock_position(c.8, calendar_no, c.5, c.4),
                    clock_position(c.8, calendar_no, c.7, c.6),
                    if(empty(stops), [], stops_on_axis(c.8, calendar_no, stops)),
                    if(
                        c.1 = 'promised',
                        arrayMap(e -> (e.1, clock_position(c.8, calendar_no, e.2, e.1), e.3, e.4), extension_events),
                        []
                    )
                ),
                axed
            ) as positioned,
            -- 12 → stops, 13 → length before extensions
            arrayMap(
                c -> (
                    c.1, c.2, c.3, c.4, c.5, c.6, c.7, c.8, c.9, c.10, c.11, c.12,
                    if(c.1 = 'promised' and has_stated_due, clock_position(c.8, calendar_no, stated_due_local, stated_due_at) - c.10, c.2 * c.9),
                    c.13
                ),
                positioned
            ) as measured,
            -- 14 → (time added, [(granted at, granted, in time)]): an extension granted while the case is not yet due
            -- adds its time; a later one is kept, not counted.
            arrayMap(
                c -> (
                    c.1, c.2, c.3, c.4, c.5, c.6, c.7, c.8, c.9, c.10, c.11, c.12, c.13,
                    arrayFold(
                        (added, e) -> if(
                            e.2 <= due_position(c.10, c.13 + added.1, c.12) and (e.4 in ('', c.3) or c.8 = 'elapsed'),
                            (
                                added.1 + toInt64(e.3) * if(c.8 = 'elapsed' and e.4 != 'working_hours', toInt64(86400000), c.9),
                                arrayPushBack(added.2, (e.1, e.3, true))
                            ),
                            (added.1, arrayPushBack(added.2, (e.1, e.3, false)))
                        ),
                        c.14,
                        (toInt64(0), arrayResize([(never, toUInt16(0), false)], 0))
                    )
                ),
                measured
            ) as lengthened,
            -- 1 kind, 2 is limited, 3 unit, 4 from, 5 from local, 6 to, 7 to local, 8 axis, 9 step, 10 start, 11 used, 12 due
            -- position, 13 length, 14 extensions, 15 is due as the source stated
            arrayMap(
                c -> (
                    c.1, c.2 >= 0 and c.4 > never, c.3, c.4, c.5, c.6, c.7, c.8, c.9, c.10,
                    used_length(c.10, c.11, c.12),
                    due_position(c.10, c.13 + c.14.1, c.12),
                    c.13 + c.14.1,
                    c.14.2,
                    c.1 = 'promised' and has_stated_due and due_position(c.10, c.13 + c.14.1, c.12) = c.10 + c.13
                ),
                lengthened
            ) as dued,
            -- … 5 → due day, 7 → local finish day
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
                dued
            ) as dayed,
            -- 1 kind, 2 is limited, 3 unit, 4 from, 5 to, 6 limit, 7 used, 8 due day, 9 due moment, 10 axis, 11 step, 12 start,
            -- 13 length, 14 extensions, 15 to day
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
                dayed
            ) as momented
        from limited
    ),

    judged as (
        select
            * except (plain_clocks, axed, positioned, measured, lengthened, dued, dayed, momented),
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
                momented
            ) as clocks,
            clocks[1] as promised,
            clocks[2] as statutory,
            has_clock and decided_at > never as is_finished,
            greatest(decided_at, refused_at, withdrawn_at) as closed_moment
        from clocked
    )

select
    case_id,
    {version:UInt64} as version,
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
    arrayMap(stop -> (stop.1, nullIf(stop.2, never), stop.5), stops) as stops_in_facts,
    promised.14 as extensions,
    arrayMap(c -> (c.1, c.4, c.5, toInt32(c.2), if(c.2 >= 0, c.3, ''), c.6, c.7, c.9), arraySlice(clocks, 3)) as stages,
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
        if(case_id in (
            select case_id
            from stg_event_conflicts(from_case = {from_case:String}, to_case = {to_case:String}, cases = {cases:Array(String)})
        ), 'equal_revision_conflict', '')
    ]) as flags,
    nullIf(last_event_at, never) as last_event_at,
    last_ingested_at
from judged
settings prefer_column_name_to_alias = 1;
