-- What happened to each case, and in which round it is, on the wall clock of its centre. Grain: one row per case.
-- Fed by case_gathered; keeps nothing, flows on into case_limits.
-- A moment of 1970-01-01 means "did not happen" until case_facts turns it into null.
--
-- Rounds: an acceptance later than a decision, refusal or withdrawal that itself came at or after the first acceptance reopens
-- the case. The current round is the first acceptance after the last such end, with the latest decision after that, if any,
-- the special procedures begun since that end, and the due moments told since its acceptance. Otherwise the earliest
-- acceptance and the latest decision count.
create materialized view case_milestones {on_cluster} engine = Null as
with
    toDateTime64(0, 3, 'UTC') as never,

    -- Each of these is a layer of its own because the engine plans what an alias stands for anew wherever it is used.
    entered as (
        select
            * except (entries),
            arrayFilter(entry -> entry.12, entries) as acceptances,
            arrayFirst(entry -> not entry.12, entries) as application,
            -- The first receipt or acceptance a person put down; an application from home names nobody.
            arrayFirst(entry -> entry.6 != '', entries) as registration
        from case_gathered
    ),

    ended as (
        select
            *,
            arrayMax(arrayFilter(
                ended -> ended >= acceptances[1].1 and ended < acceptances[-1].1,
                arrayConcat(arrayMap(decision -> decision.1, decisions), refusals, withdrawals)
            )) as reopened_after
        from entered
    ),

    rounds as (
        select
            * except (decisions, special_starts, special_finishes, acceptances),
            notEmpty(acceptances) as has_acceptance,
            acceptances[1].1 as first_accepted_at,
            acceptances[-1].1 as last_accepted_at,
            reopened_after > never as is_reopened,
            arrayFirst(acceptance -> acceptance.1 > reopened_after, acceptances) as accepted,
            arrayLast(decision -> decision.1 > reopened_after, decisions) as decided,
            arrayFilter(started -> started.1 > reopened_after, special_starts) as special_starts,
            arrayFilter(finished -> finished.1 > reopened_after, special_finishes) as special_finishes
        from ended
    ),

    located as (
        select
            * except (later_dues, withdrawals),
            application.1 as applied_at,
            if(has_acceptance, accepted, application) as place,
            if(is_reopened, accepted.1, never) as round_from,
            -- What is said of a case that is decided promises nothing any more.
            arrayLast(said -> said.1 >= round_from and (decided.1 <= never or said.1 <= decided.1), later_dues) as later_due,
            refusals[-1] as last_refused_at,
            withdrawals[1] as first_withdrawn_at,
            withdrawals[-1] as last_withdrawn_at
        from rounds
    ),

    milestones as (
        select
            case_id, version, has_conflict, first_source, event_count, timed_events, timely_events, first_said_at, last_said_at,
            last_event_at, last_ingested_at,
            has_acceptance, applied_at, delivered_at, special_starts, special_finishes, longest_entry,
            supplements_requested_at, supplement_first_received_at, supplement_received_at, last_unexplained_refusal_at,
            last_accepted_at, last_refused_at, last_withdrawn_at, is_reopened,
            -- Stages: from the first start to the last finish of each; of one begun again in this round, in this round.
            arrayMap(
                events -> arrayMap(
                    code -> (
                        code,
                        arrayMin(arrayMap(event -> event.2, arrayFilter(event -> event.1 = code and event.3 = 'stage_started', events))),
                        arrayMax(arrayMap(event -> event.2, arrayFilter(event -> event.1 = code and event.3 = 'stage_finished', events)))
                    ),
                    arraySort(arrayDistinct(arrayMap(event -> event.1, events)))
                ),
                [arrayFilter(
                    event -> event.2 >= round_from or not arrayExists(
                        other -> other.1 = event.1 and other.3 = 'stage_started' and other.2 >= round_from, stage_events
                    ),
                    stage_events
                )]
            )[1] as stage_moments,
            accepted.1 as accepted_at,
            decided.1 as decided_at,
            toString(decided.3) as outcome,
            decided.6 as is_outcome_unexplained,
            decided.7 as decision_entered_at,
            toString(registration.6) as registered_by,
            registration.13 as registration_entered_at,
            toUInt32(greatest(0, intDiv(toUnixTimestamp64Milli(registration.13) - toUnixTimestamp64Milli(registration.1), 1000))) as registration_delay,
            -- A case that nobody said was received came in with the first that is known of it.
            multiIf(
                applied_at > never, applied_at,
                has_acceptance, first_accepted_at,
                last_refused_at > never, last_refused_at,
                decided.1 > never, decided.1,
                first_event_at
            ) as received_at,
            applied_at <= never and not has_acceptance as is_receipt_missing,
            -- The first answer to the application; without one in five working days the law counts the case as accepted.
            arrayMin(arrayFilter(
                moment -> moment > never,
                [first_accepted_at, refusals[1], supplements_requested_at[1], first_withdrawn_at, if(has_acceptance, never, decided.1)]
            )) as first_answer_at,
            ratings[-1].1 as rated_at,
            ratings[-1].3 as rating,
            arrayMin(arrayFilter(moment -> moment >= rated_at, ratings_resolved_at)) as rating_resolved_at,
            fees[-1].1 as fee_at,
            fees[-1].3 as fee,
            toString(if(place.5 != '', place.5, application.5)) as window,
            toString(if(place.6 != '', place.6, application.6)) as staff,
            if(decided.5 != '', toString(decided.5), staff) as decided_by,
            toString(multiIf(place.7 != '', place.7, application.7 != '', application.7, later_items[1].3)) as item,
            toString(if(place.8 != '', place.8, application.8)) as stated_kind,
            if(place.9 != '', place.9, application.9) as channel,
            toString(multiIf(place.4 != '', place.4, application.4 != '', application.4, decided.4)) as event_department,
            toString(stated_owners[-1].3) as owner_department,
            toString(decided.4) as decision_department,
            toString(if(place.3 != '', place.3, application.3)) as stated_centre,
            multiIf(
                later_due.3 is not null, (later_due.3, later_due.4),
                place.10 is not null or is_reopened, (place.10, place.11),
                (application.10, application.11)
            ) as stated_due,
            -- Special procedures and ends that name no special_id.
            arrayFilter(started -> started.3 = '' and started.4 = 'stop', special_starts) as stop_starts,
            arrayFilter(started -> started.3 = '' and started.4 != 'stop', special_starts) as extension_starts,
            arrayFilter(finished -> finished.3 = '', special_finishes) as unnamed_ends
        from located
    ),

    -- The centre as the event says, else that of the window or department it names; its county and calendar.
    centred as (
        select
            * except (stated_centre, stated_due),
            ifNull(stated_due.1, never) as stated_due_at,
            stated_due.2 = 'moment' as is_due_by_moment,
            multiIf(
                stated_centre != '', stated_centre,
                dictHas('unit', ('window', window)), dictGet('unit', 'centre', ('window', window)),
                dictGetOrDefault('unit', 'centre', ('department', event_department), '')
            ) as centre,
            -- An end belongs to the first that has begun and not ended, a stop before an extension, which often is told no end;
            -- one that names a kind, to that kind only. 1 of a stop, 2 of an extension, 0 before any it could end had begun.
            arrayFold(
                (codes, finished) -> arrayPushBack(codes, toUInt8(multiIf(
                    finished.4 != 'extension' and arrayCount(started -> started.1 <= finished.1, stop_starts) > countEqual(codes, 1), 1,
                    finished.4 != 'stop' and arrayCount(started -> started.1 <= finished.1, extension_starts) > countEqual(codes, 2), 2,
                    0
                ))),
                unnamed_ends,
                emptyArrayUInt8()
            ) as ended_kinds
        from milestones
    ),

    paired as (
        select
            *,
            dictGetOrDefault('unit', ('county', 'calendar'), ('centre', centre), ('', '')) as centre_row,
            arrayConcat(
                arrayFilter((finished, kind) -> kind = 1, unnamed_ends, ended_kinds),
                arrayFilter((finished, kind) -> kind = 0 and finished.4 != 'extension', unnamed_ends, ended_kinds)
            ) as stop_ends
        from centred
    ),

    zoned as (
        select
            * except (unnamed_ends, ended_kinds),
            dictGet(
                'calendar_number',
                ('calendar_no', 'counting', 'standard_day_seconds', 'known_until', 'calendar_name'),
                if(dictHas('calendar_number', centre_row.2), centre_row.2, 'default')
            ) as calendar_row,
            arrayConcat(
                arrayFilter((finished, kind) -> kind = 2, unnamed_ends, ended_kinds),
                arrayFilter(
                    (finished, kind) -> kind = 0 and finished.4 != 'stop' and not has(arraySlice(stop_ends, 1, length(stop_starts)), finished),
                    unnamed_ends,
                    ended_kinds
                )
            ) as extension_ends
        from paired
    ),

    timed as (
        select
            * except (special_finishes, stop_starts, extension_starts, stop_ends, extension_ends, special_starts, calendar_row, centre_row),
            centre_row.1 as county,
            calendar_row.1 as calendar_no,
            calendar_row.2 as counting,
            toInt64(calendar_row.3) as standard_day_seconds,
            calendar_row.4 as known_until,
            calendar_row.5 as calendar,
            arrayMap(
                moment -> local_time(calendar_row.1, moment),
                [
                    applied_at, accepted_at, decided_at, stated_due_at, last_accepted_at, last_refused_at, last_withdrawn_at,
                    supplement_received_at, supplements_requested_at[-1]
                ]
            ) as locals,
            -- A start pairs with the first finish of its own special_id that is not before it, or that is before it where none
            -- is not; one without an id with that in its place. (from, to, from local, kind, granted, unit, reason)
            arrayMap(
                started -> (
                    started.1,
                    multiIf(
                        started.3 != '', arraySort(
                            finished -> (finished.1 < started.1, finished.1),
                            arrayFilter(finished -> finished.3 = started.3, special_finishes)
                        )[1],
                        started.4 = 'stop', stop_ends[indexOf(stop_starts, started)],
                        extension_ends[indexOf(extension_starts, started)]
                    ).1,
                    local_time(calendar_row.1, started.1),
                    started.4, started.5, if(started.6 = '', 'working_days', toString(started.6)), started.7
                ),
                special_starts
            ) as specials
        from zoned
    )
select
    * except (specials, locals, last_accepted_at, last_refused_at, last_withdrawn_at),
    locals[1] as applied_local,
    locals[2] as accepted_local,
    locals[3] as decided_local,
    locals[4] as stated_due_local,
    locals[8] as supplement_received_local,
    -- A refusal or withdrawal ends a case unless the case was accepted, or decided, after it.
    if(decided_at > never or lies_before(locals[6], locals[5]), never, last_refused_at) as refused_at,
    if(decided_at > never or lies_before(locals[7], locals[5]), never, last_withdrawn_at) as withdrawn_at,
    notEmpty(supplements_requested_at) and lies_before(locals[8], locals[9]) as is_awaiting_supplement,
    -- What begins after the decision is not the clock's any more.
    arrayFilter(special -> decided_at <= never or not lies_before(locals[3], special.3), specials) as specials
from timed;
