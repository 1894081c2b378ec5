-- The clocks of each case brought back to days and moments: due, used, verdict. Grain: one row per case.
-- Fed by case_clocks; keeps nothing, flows on into case_facts.
create materialized view case_dues {on_cluster} engine = Null as
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
                        -- The day is 1970-01-01 when the due position lies past the days laid out.
                        not c.2 or c.12 >= out_of_reach or c.5 <= toDate(0), never,
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
select * from clocked;
