-- Which source has fallen silent. Grain: one row per source that ever told an event by the report's moment. Parameters: as_of.
-- Definitions (ours, version 1): an event is heard when it arrives; one that came more than two days after it was recorded
-- (history loaded, an outage made up for) is heard when it was recorded, or happened where nobody says when. A gap is the
-- working time (default calendar) between two events heard one after the other. Usual gap: of each working day of the four
-- weeks up to the source's last event the longest gap that ended on it, and of these the 90th percentile: a nightly batch and
-- a live feed each have their own usual, and one bad day does not move it. Silent: nothing heard for more working time than
-- `silence_factor` (2) usual gaps, and than `silence_minutes` (15) minutes; or nothing that happened in the last 92 days.
-- With fewer than five such days: not judged.
create or replace view source_silence {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    dictGet('calendar_number', 'calendar_no', 'default') as no,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('silence_factor', ''), toDate(moment), '2')) as factor,
    60 * toFloat64(dictGetOrDefault('setting_in_force', 'value', ('silence_minutes', ''), toDate(moment), '15')) as least_seconds,
    ever as (
        select source as told_by, max(occurred_at) as happened_last_at
        from case_events
        where occurred_at <= {as_of:DateTime64(3, 'UTC')}
        group by source
    ),
    -- Minutes, not events: four weeks have at most some forty thousand.
    minutes as (
        select told_by, toStartOfMinute(heard_at) as minute, min(heard_at) as first_at, max(heard_at) as last_at, count() as events
        from (
            select
                source, occurred_at,
                if(ingested_at > ifNull(recorded_at, occurred_at) + toIntervalDay(2), ifNull(recorded_at, occurred_at), ingested_at) as heard_at
            from case_events
            where
                occurred_at <= {as_of:DateTime64(3, 'UTC')}
                and occurred_at >= (select greatest(min(happened_last_at), {as_of:DateTime64(3, 'UTC')} - toIntervalDay(92)) from ever) - toIntervalDay(28)
        ) as e
        inner join ever on told_by = e.source
        where heard_at <= moment and occurred_at >= happened_last_at - toIntervalDay(28)
        group by told_by, minute
    ),
    located as (
        select
            told_by, events, last_at,
            local_time(no, first_at) as first_local,
            local_time(no, before_at) as before_local
        from (
            select
                told_by, events, first_at, last_at,
                lagInFrame(last_at, 1, first_at) over (partition by told_by order by minute rows between 1 preceding and current row) as before_at
            from minutes
        )
    ),
    days as (
        select
            told_by,
            toDate(first_local) as day,
            sum(events) as events_of_day,
            max(last_at) as heard_last_at,
            any(working_index(no, toDate(first_local)) > working_index(no, toDate(first_local) - 1)) as is_working,
            max(second_position(no, first_local) - second_position(no, before_local)) as longest_gap
        from located
        group by told_by, day
    ),
    judged as (
        select
            told_by,
            sum(events_of_day) as recent_events,
            max(heard_last_at) as heard_at,
            countIf(is_working) as working_days,
            quantileExactIf(0.9)(longest_gap, is_working) as usual
        from days
        group by told_by
    ),
    measured as (
        select
            told_by, happened_last_at, recent_events, working_days, usual,
            if(recent_events = 0, happened_last_at, heard_at) as heard_last_at,
            working_days >= 5 as has_usual,
            local_time(no, heard_last_at) as last_local,
            local_time(no, moment) as moment_local,
            greatest(0, second_position(no, moment_local) - second_position(no, last_local)) as present,
            greatest(factor * usual, least_seconds) as allowed
        from ever
        left join judged as j on j.told_by = ever.told_by
    )
select
    toString(told_by) as source,
    heard_last_at as last_heard_at,
    happened_last_at as last_event_at,
    toUInt32(recent_events) as events,
    toUInt32(working_days) as judged_days,
    if(has_usual, toUInt32(usual), null) as usual_gap,
    if(has_usual, toUInt32(allowed), null) as allowed_gap,
    toUInt32(present) as present_gap,
    toString(multiIf(
        happened_last_at < moment - toIntervalDay(92), 'silent',
        not has_usual, 'not_judged',
        present > allowed, 'silent',
        'heard'
    )) as state
from measured
settings prefer_column_name_to_alias = 1;
