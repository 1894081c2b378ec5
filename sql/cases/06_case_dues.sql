-- The clocks of each case brought back to days and moments: due, used, verdict. Grain: one row per case.
-- Fed by case_clocks; keeps nothing, flows on into case_facts.
create materialized view case_dues {on_cluster} engine = Null as
with
    toDateTime64(0, 3, 'UTC') as never,
    toInt64(8000000000000000000) as out_of_reach,

    -- 1 kind, 2 is limited, 3 unit, 4 from, 5 from local, 6 to, 7 to local, 8 axis, 9 step, 10 start, 11 used, 12 due
    -- position, 13 length, 14 extensions, 15 is due as the source stated,
    -- 16 stops
    arrayMap(
        c -> (
            c.1, c.2 >= 0 and c.4 > never, c.3, c.4, c.5, c.6, c.7, c.8, c.9, c.10,
            used_length(c.10, c.11, c.12),
            due_position(c.10, c.13 + c.14.1, c.12),
            c.13 + c.14.1,
            c.14.2,
            c.1 = 'promised' and has_stated_due and due_position(c.10, c.13 + c.14.1, c.12) = c.10 + c.13,
            c.12
        ),
        clocks
    ) as dued,

    -- … 5 → due day, 7 → local finish day, 15 stops, 16 is due as the source stated
    arrayMap(
        c -> (
            c.1, c.2, c.3, c.4,
            multiIf(
                not c.2 or c.12 >= out_of_reach, toDate(0),
                c.15, toDate(stated_due_local),
                day_at_position(c.8, calendar_no, c.10, toDate(c.5), c.12)
            ),
            c.6, toDate(c.7), c.8, c.9, c.10, c.11, c.12, c.13, c.14, c.16, c.15
        ),
        dued
    ) as dayed,

    -- 1 kind, 2 is limited, 3 unit, 4 from, 5 to, 6 limit, 7 used, 8 due day, 9 due moment, 10 axis, 11 step, 12 start,
    -- 13 length, 14 extensions, 15 to day, 16 stops, 17 is due as the source stated
    arrayMap(
        c -> (
            c.1, c.2, c.3, c.4, c.6,
            c.13 / c.9,
            -- Whole days, any remainder rounded up; hours as they are.
            if(c.3 in ('working_days', 'calendar_days'), toFloat64(intDiv(c.11 + c.9 - 1, c.9)), c.11 / c.9),
            c.5,
            multiIf(
                -- The day is 1970-01-01 when the due position lies past the days laid out.
                not c.2 or c.12 >= out_of_reach or c.5 <= toDate(0), never,
                c.8 = 'elapsed', fromUnixTimestamp64Milli(c.12, 'UTC'),
                c.8 = 'seconds', if(c.12 <= c.10, c.4, moment_at_second(calendar_no, c.5, c.12)),
                day_starts_at(calendar_no, c.5 + 1)
            ),
            c.8, c.9, c.10, c.13, c.14, c.7, c.15, c.16
        ),
        dayed
    ) as momented,

    judged as (
        select
            * except (clocks),
            -- 1 kind, 2 limit or -1, 3 unit, 4 from, 5 to, 6 used, 7 due day, 8 due moment, 9 verdict, 10 axis, 11 step, 12 start,
            -- 13 length, 14 extensions, 15 stops on the axis
            arrayMap(
                c -> (
                    c.1, if(c.2, greatest(toFloat64(0), c.6), toFloat64(-1)), c.3, c.4, c.5, c.7, c.8, c.9,
                    multiIf(
                        not c.2 or c.5 <= never, 'not_judged',
                        -- As the source means it, unless a stop or an extension moved it.
                        c.17 and c.10 = 'elapsed', multiIf(c.5 < c.9, 'early', c.5 = c.9, 'on_time', 'overdue'),
                        c.17, multiIf(c.15 < c.8, 'early', c.15 = c.8, 'on_time', 'overdue'),
                        c.7 < c.6, 'early',
                        c.7 = c.6, 'on_time',
                        'overdue'
                    ),
                    c.10, c.11, c.12, c.13, c.14, c.16
                ),
                momented
            ) as judged_clocks,
            has_clock and decided_at > never as is_finished,
            if(
                decided_at <= never and refused_at > never and withdrawn_at > never,
                least(refused_at, withdrawn_at), greatest(decided_at, refused_at, withdrawn_at)
            ) as closed_moment,
            -- In one list, since each way from a moment to its day is planned anew.
            arrayMap(
                happened -> if(happened > never, toDate(local_time(calendar_no, happened)), toDate(0)),
                [received_at, accepted_at, refused_at, withdrawn_at, delivered_at, closed_moment, rated_at]
            ) as happened_on
        from case_clocks
    )
select
    * except (judged_clocks, happened_on),
    happened_on[1] as received_day,
    happened_on[2] as accepted_day,
    happened_on[3] as refused_day,
    happened_on[4] as withdrawn_day,
    happened_on[5] as delivered_day,
    happened_on[6] as closed_day,
    happened_on[7] as rated_day,
    judged_clocks[1] as promised,
    judged_clocks[2] as statutory,
    arraySlice(judged_clocks, 3) as stage_clocks
from judged;
