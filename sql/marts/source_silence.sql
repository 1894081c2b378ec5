-- Which source has fallen silent. Grain: one row per source that ever told an event by the report's moment. Parameters: as_of.
-- Definitions (ours, version 1): an event is heard when it arrives; one that came more than two days after it was recorded
-- (history loaded, an outage made up for) is heard when it was recorded, or happened where nobody says when. A gap is the
-- working time (default calendar) between two events heard one after the other. Usual gap: of each working day of the four
-- weeks up to the source's last event the longest gap that ended on it, and of these the 90th percentile: a nightly batch and
-- a live feed each have their own usual, and one bad day does not move it. Silent: nothing heard for more working time than
-- `silence_factor` (2) usual gaps, and than `silence_minutes` (15) minutes. With fewer than five such days: not judged.
create or replace view source_silence {on_cluster} as
with
    {as_of:DateTime64(3, 'UTC')} as moment,
    dictGet('calendar_number', 'calendar_no', 'default') as no,
    toFloat64(dictGetOrDefault('setting_in_force', 'value', ('silence_factor', ''), toDate(moment), '2')) as factor,
    60 * toFloat64(dictGetOrDefault('setting_in_force', 'value', ('silence_minutes', ''), toDate(moment), '15')) as least_seconds,
    -- Minutes, not events: a source has at most a few hundred thousand of them in a year.
    minutes as (
        select source, toStartOfMinute(heard_at) as minute, min(heard_at) as first_at, max(heard_at) as last_at, count() as events, max(occurred_at) as occurred_at
        from (
            select
                source, occurred_at,
                ifNull(recorded_at, occurred_at) as told_at,
                if(ingested_at > told_at + toIntervalDay(2), told_at, ingested_at) as heard_at
            from case_events
            where occurred_at <= {as_of:DateTime64(3, 'UTC')}
        )
        where heard_at <= moment
        group by source, minute
    ),
    recent as (
        select
            *,
            max(last_at) over (partition by source) as source_last_at,
            lagInFrame(last_at, 1, first_at) over (partition by source order by minute rows between 1 preceding and current row) as before_at
        from minutes
    ),
    located as (
        select
            source, events, last_at, occurred_at, first_at,
            first_at >= source_last_at - toIntervalDay(28) as is_recent,
            local_time(no, first_at) as first_local,
            local_time(no, before_at) as before_local
        from recent
    ),
    gaps as (
        select
            source, events, last_at, occurred_at, is_recent,
            toDate(first_local) as day,
            working_index(no, toDate(first_local)) > working_index(no, toDate(first_local) - 1) as is_working,
            second_position(no, first_local) - second_position(no, before_local) as gap
        from located
    ),
    days as (
        select
            source, day,
            sumIf(events, is_recent) as events_of_day,
            max(last_at) as heard_last_at,
            max(occurred_at) as happened_last_at,
            max(is_recent and is_working) as is_judged,
            maxIf(gap, is_recent) as longest_gap
        from gaps
        group by source, day
    ),
    judged as (
        select
            source,
            sum(events_of_day) as recent_events,
            max(heard_last_at) as last_heard_at,
            max(happened_last_at) as occurred,
            countIf(is_judged) as judged_days,
            quantileExactIf(0.9)(longest_gap, is_judged) as usual
        from days
        group by source
    ),
    measured as (
        select
            *,
            judged_days >= 5 as has_usual,
            local_time(no, last_heard_at) as last_local,
            local_time(no, moment) as moment_local,
            greatest(0, second_position(no, moment_local) - second_position(no, last_local)) as present,
            greatest(factor * usual, least_seconds) as allowed
        from judged
    )
select
    toString(source) as source,
    last_heard_at as last_heard_at,
    occurred as last_event_at,
    toUInt32(recent_events) as events,
    toUInt32(judged_days) as judged_days,
    if(has_usual, toUInt32(usual), null) as usual_gap,
    if(has_usual, toUInt32(allowed), null) as allowed_gap,
    toUInt32(present) as present_gap,
    toString(multiIf(not has_usual, 'not_judged', present > allowed, 'silent', 'heard')) as state
from measured;
