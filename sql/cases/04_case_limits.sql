-- From when each case's clock runs, its item's limits in force, its stops and extensions. Grain: one row per case.
-- Fed by case_milestones; keeps nothing, flows on into case_clocks.
create materialized view case_limits {on_cluster} engine = Null as
with
    toDateTime64(0, 3, 'UTC') as never,

    started as (
        select
            * except (specials),
            arrayFirst(special -> special.2 > never and lies_before(local_time(calendar_no, special.2), special.3), specials) as special_misordered,
            -- (from, to, from local, to local, reason, granted, unit)
            arrayMap(
                special -> (special.1, special.2, special.3, local_time(calendar_no, special.2), special.7, special.5, special.6),
                arrayFilter(special -> special.4 = 'stop', specials)
            ) as stops,
            -- (granted at, local, granted, unit)
            arrayMap(
                special -> (special.1, special.3, special.5, special.6),
                arrayFilter(special -> special.4 = 'extension' and special.5 > 0, specials)
            ) as extension_events,
            -- Five working days to answer an application (Administrative Licensing Law, art. 32).
            if(applied_at > never, end_of_working_day(calendar_no, toDate(applied_local), 5), never) as answer_due_at,
            applied_at > never and not is_reopened and (first_answer_at <= never or first_answer_at >= answer_due_at) as is_deemed_accepted,
            -- Acceptance is the day the papers are complete, also where nobody told it apart.
            not is_deemed_accepted and not has_acceptance and supplement_received_at > never and not is_awaiting_supplement
                and refused_at <= never and outcome != 'not_supplemented'
                and (decided_at <= never or not lies_before(decided_local, supplement_received_local))
                as runs_from_papers,
            -- A decision nobody told an acceptance for counts from receipt, unless papers never came: that clock never ran.
            not runs_from_papers and (
                is_deemed_accepted
                or (applied_at > never and not has_acceptance and decided_at > never and outcome != 'not_supplemented')
            ) as runs_from_receipt
        from case_milestones
    ),

    limited as (
        select
            * except (applied_local, accepted_local, supplement_received_at, supplement_received_local),
            runs_from_receipt or runs_from_papers or has_acceptance as has_clock,
            multiIf(runs_from_receipt, applied_at, runs_from_papers, supplement_received_at, accepted_at) as clock_from_at,
            multiIf(
                runs_from_receipt, applied_local,
                runs_from_papers, supplement_received_local,
                accepted_local
            ) as clock_from_local,
            -- A case not yet on the clock has no limit, but its kind is that of its item on the day it came in.
            if(has_clock, toDate(clock_from_local), toDate(local_time(calendar_no, received_at))) as item_day,
            dictHas('item_in_force', item, item_day) as has_item_in_force,
            dictGetOrDefault(
                'item_in_force',
                ('department', 'case_kind', 'promised_limit', 'promised_unit', 'statutory_limit', 'statutory_unit'),
                item, item_day,
                ('', '', toInt32(-1), '', toInt32(-1), '')
            ) as item_row,
            -- Past the days calendars are laid out for, a due moment is a sender's way to say "none".
            stated_due_at > never and stated_due_at < toDateTime64('2045-12-31 00:00:00', 3, 'UTC') as has_stated_due
        from started
    )
select * from limited;
