-- case_facts as people read it: what did not happen is null, days and names of states, flags. Grain: one row per case.
-- Fed by case_dues; flows into case_facts, and from there into open_cases (08_open_cases.sql).
create materialized view case_facts_feed {on_cluster} to case_facts as
with
    toDateTime64(0, 3, 'UTC') as never,
    ('', never, never) as nothing,
    if(promised.2 < 0 or promised.13 <= 0, [], arrayConcat(
        arrayMap(stop -> ('stopped', stop.1, stop.3), stops),
        if(is_finished and outcome = 'returned', [('returned', decided_at, decided_local)], []),
        if(withdrawn_at > never, [('withdrawn', withdrawn_at, local_time(calendar_no, withdrawn_at))], [])
    )) as moves,
    arrayMap(
        move -> (
            move.1, move.2,
            intDiv(
                100 * used_length(
                    promised.12,
                    clock_position(promised.10, calendar_no, move.3, move.2),
                    promised.15
                ),
                promised.13
            )
        ),
        moves
    ) as measured_moves
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
    nullIf(received_day, toDate(0)) as received_on,
    nullIf(accepted_at, never) as accepted_at,
    nullIf(accepted_day, toDate(0)) as accepted_on,
    nullIf(refused_day, toDate(0)) as refused_on,
    nullIf(refused_at, never) as refused_at,
    nullIf(withdrawn_day, toDate(0)) as withdrawn_on,
    nullIf(withdrawn_at, never) as withdrawn_at,
    nullIf(decided_at, never) as decided_at,
    if(decided_at > never, toDate(decided_local), null) as decided_on,
    nullIf(delivered_at, never) as delivered_at,
    nullIf(delivered_day, toDate(0)) as delivered_on,
    nullIf(closed_moment, never) as closed_at,
    nullIf(closed_day, toDate(0)) as closed_on,
    outcome,
    outcome in ('issued', 'forwarded', 'completed', 'permitted', 'not_permitted') as is_completed,
    multiIf(
        decided_at > never, if(delivered_at >= decided_at, 'delivered', 'decided'),
        refused_at > never and (withdrawn_at <= never or refused_at <= withdrawn_at), 'refused',
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
        not is_deemed_accepted, clock_from_at,
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
    arrayMap(c -> (c.1, c.4, c.5, toInt32(c.2), if(c.2 >= 0, c.3, ''), if(c.4 > never, c.6, 0), c.7, c.9), stage_clocks) as stages,
    if(promised.2 >= 0, promised.10, '') as axis,
    promised.11 as step,
    promised.12 as start_position,
    promised.13 as length,
    nullIf(rated_at, never) as rated_at,
    nullIf(rated_day, toDate(0)) as rated_on,
    if(rated_at > never, rating, null) as rating,
    arrayFilter(flag -> flag != '', [
        if(is_receipt_missing, 'receipt_missing', ''),
        if(item = '', 'item_missing', ''),
        if(item != '' and not dictHas('unit', ('item', item)), 'item_not_on_file', ''),
        if(dictHas('unit', ('item', item)) and has_clock and not has_item_in_force, 'item_not_in_force', ''),
        if(window != '' and not dictHas('unit', ('window', window)), 'window_not_on_file', ''),
        if(staff != '' and not dictHas('unit', ('staff', staff)), 'staff_not_on_file', ''),
        if(event_department != '' and not dictHas('unit', ('department', event_department)), 'department_not_on_file', ''),
        if(centre != '' and not dictHas('unit', ('centre', centre)), 'centre_not_on_file', ''),
        if(has_acceptance and decided_at > never and lies_before(decided_local, local_time(calendar_no, accepted_at)), 'decided_before_accepted', ''),
        if(is_deemed_accepted, 'deemed_accepted', ''),
        if(runs_from_papers, 'accepted_with_papers', ''),
        if(is_reopened, 'reopened', ''),
        if(promised.2 >= 0 and arrayExists(e -> not e.3, promised.14), 'late_extension', ''),
        if(promised.2 >= 0 and arrayExists(e -> e.3 and e.4 <= 0, promised.14), 'extension_not_counted', ''),
        if(promised.2 >= 0 and has_stated_due and promised.13 < 0, 'due_before_accepted', ''),
        if(decided_at > never and arrayExists(stop -> stop.2 <= never, stops), 'stop_never_ended', ''),
        if(arrayExists(stop -> stop.2 > never and lies_before(stop.4, stop.3), stops), 'stop_ended_before_it_began', ''),
        if(promised.8 > never and promised.7 > known_until, 'due_provisional', ''),
        if(has_conflict, 'equal_revision_conflict', '')
    ]) as flags,
    nullIf(last_event_at, never) as last_event_at,
    last_ingested_at,
    if(
        has_clock and promised.8 > never,
        greatest(promised.7, toDate(local_time(calendar_no, assumeNotNull(on_clock_at) - toIntervalSecond(1)))),
        null
    ) as lapses_on,
    -- The days around all that was ever said to have happened, a day more on either side for zones. No later computation of a
    -- case has a shorter span, so a statement may leave out by it what it need not read, before FINAL (sql/README.md).
    toDate(greatest(first_said_at, toDateTime64(86400, 3, 'UTC'))) - 1 as first_on,
    toDate(last_said_at) + 1 as last_on,
    -- A case that counts on no day, as one whose every event was taken back, is open on none.
    if(event_count = 0, toDate(0), ifNull(closed_on, toDate('2149-06-06'))) as open_until,
    arrayFilter(each -> each.1 != '', [
        if(refused_at > never and refused_at = last_unexplained_refusal_at, ('refused_without_reason', refused_at, never), nothing),
        if(
            decided_at > never and is_outcome_unexplained and outcome in ('returned', 'voided', 'deleted'),
            ('outcome_without_reason', decided_at, never),
            nothing
        ),
        if(
            supplement_first_received_at > never
                and lies_before(local_time(calendar_no, supplement_first_received_at), local_time(calendar_no, supplements_requested_at[1])),
            ('supplement_before_request', supplements_requested_at[1], supplement_first_received_at),
            nothing
        ),
        if(special_misordered.1 > never, ('special_ended_before_begun', special_misordered.1, special_misordered.2), nothing)
    ]) as irregularities,
    supplements_requested_at,
    arrayMap(stop -> (stop.6, stop.7), stops) as stop_grants,
    arrayMap(c -> c.8, stage_clocks) as stage_due_at,
    fee,
    nullIf(fee_at, never) as fee_at,
    nullIf(rating_resolved_at, never) as rating_resolved_at,
    toUInt32(bitShiftRight(longest_entry, 32)) as entry_delay,
    if(longest_entry > 0, fromUnixTimestamp64Second(toInt64(bitAnd(longest_entry, 4294967295)), 'UTC'), null) as entry_delayed_at,
    decided_by,
    nullIf(decision_entered_at, never) as decision_entered_at,
    registered_by,
    -- Nearly every case is registered at once; of those nobody asks more.
    if(registration_delay >= 600, registration_entered_at, null) as registration_entered_at,
    if(registration_delay >= 600, registration_delay, 0) as registration_delay,
    arrayMap(move -> (move.1, move.2, toUInt8(move.3)), arrayFilter(move -> move.3 between 50 and 100, measured_moves)) as late_moves
from case_dues
settings prefer_column_name_to_alias = 1;
