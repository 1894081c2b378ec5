-- The clocks of each case as lengths on their axes: promised, statutory and one per stage. Grain: one row per case.
-- Fed by case_limits; keeps nothing, flows on into case_dues. The arithmetic is in 01_clock_functions.sql.
create materialized view case_clocks {on_cluster} engine = Null as
with
    toDateTime64(0, 3, 'UTC') as never,
    toDate(clock_from_local) as clock_from_on,

    -- Every clock of the case goes through the same arithmetic: [1] promised, [2] statutory, [3…] stages.
    -- (kind, limit or -1, unit, from, from local, to, to local)
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
    ) as plain,

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
        plain
    ) as axed,

    -- + 10 start position, 11 finish position, 12 stops, 13 extensions (granted at, position, granted, unit, local)
    -- A day that does not work, after the due day, is past it: count from the day before. Not so up to the day the source
    -- promised, or day 0, on which a limit of no days falls due: such a day may be off itself. In seconds nothing runs after
    -- hours: count from the second before.
    arrayMap(
        c -> (
            c.1, c.2, c.3, c.4, c.5, c.6, c.7, c.8, c.9,
            clock_position(c.8, calendar_no, c.5, c.4),
            clock_position(c.8, calendar_no, c.7, c.6),
            if(empty(stops), [], stops_on_axis(c.8, calendar_no, stops)),
            if(
                c.1 = 'promised',
                arrayMap(
                    e -> (
                        e.1,
                        clock_position(c.8, calendar_no, e.2, e.1) + toInt64(e.2 < e.5),
                        e.3, e.4, e.5
                    ),
                    arrayMap(
                        e -> (
                            e.1,
                            e.2 - toIntervalSecond(multiIf(
                                c.8 = 'working' and toDate(e.2) > if(has_stated_due, toDate(stated_due_local), clock_from_on), 86400,
                                c.8 = 'seconds', 1,
                                0
                            )),
                            e.3, e.4, e.2
                        ),
                        extension_events
                    )
                ),
                []
            )
        ),
        axed
    ) as positioned,

    -- 13 → length before extensions
    arrayMap(
        c -> (
            c.1, c.2, c.3, c.4, c.5, c.6, c.7, c.8, c.9, c.10, c.11, c.12,
            if(c.1 = 'promised' and has_stated_due, clock_position(c.8, calendar_no, stated_due_local, stated_due_at) - c.10, c.2 * c.9),
            c.13
        ),
        positioned
    ) as measured,

    -- 14 → (time added, [(granted at, granted, in time, added)]): an extension granted while the case is not yet due
    -- adds its time; a later one is kept, not counted. Days of the other kind count from the due day without them, or,
    -- while an open stop keeps that out of reach, from the day they are granted; on a clock of plain hours from the day it
    -- would be due without stops, to the same hour. A unit a clock cannot tell adds nothing.
    arrayMap(
        c -> (
            c.1, c.2, c.3, c.4, c.5, c.6, c.7, c.8, c.9, c.10, c.11, c.12, c.13,
            arrayFold(
                (added, e) -> arrayMap(
                    reached -> (added.1 + reached.2, arrayPushBack(added.2, (e.1, e.3, reached.1, reached.2))),
                    arrayMap(
                        due -> (
                            toBool(e.2 <= due),
                            multiIf(
                                e.2 > due, toInt64(0),
                                c.8 = 'elapsed' and e.4 = 'calendar_days', toInt64(e.3) * 86400000,
                                e.4 = c.3 or (c.8 = 'elapsed' and e.4 != 'working_days'), toInt64(e.3) * c.9,
                                c.8 = 'seconds' and e.4 = 'working_hours', toInt64(e.3) * 3600,
                                c.8 = 'seconds' and e.4 = 'working_days', toInt64(e.3) * standard_day_seconds,
                                c.8 = 'seconds' or e.4 = 'working_hours', toInt64(0),
                                arrayMap(
                                    due_day -> converted_days(c.8, calendar_no, due_day, e.3) * if(c.8 = 'elapsed', 86400000, 1),
                                    [multiIf(
                                        c.8 = 'elapsed', toDate(local_time(calendar_no, fromUnixTimestamp64Milli(c.10 + c.13 + added.1, 'UTC'))),
                                        due >= 8000000000000000000, toDate(e.5),
                                        has_stated_due and due = c.10 + c.13, toDate(stated_due_local),
                                        whole_day_at(c.8, calendar_no, c.10, toDate(c.5), due)
                                    )]
                                )[1]
                            )
                        ),
                        [due_position(c.10, c.13 + added.1, c.12)]
                    )
                )[1],
                c.14,
                (toInt64(0), arrayResize([(never, toUInt16(0), false, toInt64(0))], 0))
            )
        ),
        measured
    ) as lengthened

select * except (stage_moments, clock_from_local, extension_events), clock_from_on, lengthened as clocks
from case_limits;
