-- Dialect: DuckDB. What each unit did in the period and in the one before, from the cases and the cards. Makes counted, one row
-- per board, unit and period (`is_before`); units on file that did nothing are among them.

create table periods as
select false as is_before, from_on, to_on, as_of from asked
union all
select true, before_from, before_to, as_of from asked;

create table units_of_boards as
select 'departments' as board, 'department' as level
union all select 'windows', 'window'
union all select 'counties', 'county'
union all select 'staff', 'staff';

-- A case counts for one unit of each board; where the events named none, for none.
create table of_unit as
select case_id, 'departments' as board, department as unit from happened where department != ''
union all select case_id, 'windows', "window" from happened where "window" != ''
union all select case_id, 'counties', county from happened where county != ''
union all select case_id, 'staff', staff from happened where staff != '';

create table done as
select
    u.board, u.unit, p.is_before,
    count(*) filter (where is_received) as received,
    count(*) filter (where is_done) as completed,
    count(*) filter (where is_done and h.case_kind = 'commitment') as commitment_completed,
    count(*) filter (where is_done and h.case_kind = 'commitment' and r.verdict = 'early') as commitment_early,
    count(*) filter (where is_done and r.verdict = 'early') as early,
    count(*) filter (where is_done and r.verdict = 'on_time') as on_time,
    count(*) filter (where is_done and r.verdict = 'overdue') as overdue,
    coalesce(sum(r.used) filter (where is_done and r.limit_unit = 'working_days'), 0) as used_days,
    coalesce(sum(r.promised_limit) filter (where is_done and r.limit_unit = 'working_days'), 0) as promised_days,
    count(*) filter (where is_rated) as rated,
    count(*) filter (where is_rated and h.rating <= 3) as satisfied,
    coalesce(sum(r.timed_events) filter (where is_done), 0) as timed_events,
    coalesce(sum(r.timely_events) filter (where is_done), 0) as timely_events
from happened as h
join recomputed_cases as r on r.case_id = h.case_id
join of_unit as u on u.case_id = h.case_id
cross join periods as p
cross join lateral (
    select
        coalesce(h.is_normal and h.decided_at <= p.as_of and h.decided_on between p.from_on and p.to_on, false) as is_done,
        coalesce(h.rated_at <= p.as_of and h.rated_on between p.from_on and p.to_on, false) as is_rated,
        h.received_on between p.from_on and p.to_on as is_received,
        coalesce(h.decided_at <= p.as_of and h.decided_on between p.from_on and p.to_on, false) as is_decided
) as now
-- A unit nobody has on file is listed for what it did in the period.
where h.received_at <= p.as_of and (is_received or is_decided or is_rated)
group by u.board, u.unit, p.is_before;

-- A card counts on the local day what it found became true, for the unit it names, unless it was told to nobody (baseline). In
-- effect is one that was neither cancelled, revoked nor lapsed since it was issued last.
create table carded as
with
    settled as (
        select
            card_id,
            max_by("action", "sequence") filter (where "action" in ('issue', 'cancel', 'revoke', 'lapse')) = 'issue' as is_in_effect,
            max_by(cards, "sequence") filter (where "action" = 'issue') as issued
        from cards
        where "at" <= (select as_of from asked)
        group by card_id
    ),
    dated as (
        select s.*, timezone(k.zone, s.issued.found_at)::date as found_on
        from settled as s
        join calendars as k on k.calendar = coalesce(
            (select calendar from calendars where calendar = s.issued.calendar), (select min(calendar) from calendars where calendar = 'default')
        )
        where not s.issued.is_baseline
    ),
    of_board as (
        select 'departments' as board, issued.department as unit, * from dated
        union all select 'windows', issued."window", * from dated
        union all select 'counties', issued.county, * from dated
        union all select 'staff', issued.staff, * from dated
    )
select
    board, unit, p.is_before,
    count(*) as cards_issued,
    count(*) filter (where is_in_effect and issued.grade = 'notice') as cards_notice,
    count(*) filter (where is_in_effect and issued.grade = 'yellow') as cards_yellow,
    count(*) filter (where is_in_effect and issued.grade = 'red') as cards_red
from of_board
join periods as p on found_on between p.from_on and p.to_on
where unit != ''
group by board, unit, p.is_before;

create table counted as
with everyone as (
    select board, unit, is_before from done
    union
    select board, unit, is_before from carded
    union
    select b.board, u.code, p.is_before
    from units as u
    join units_of_boards as b on b.level = u.level
    cross join periods as p
)
select
    e.board, e.unit, e.is_before,
    columns(d.* exclude (board, unit, is_before)),
    columns(c.* exclude (board, unit, is_before))
from everyone as e
left join done as d on d.board = e.board and d.unit = e.unit and d.is_before = e.is_before
left join carded as c on c.board = e.board and c.unit = e.unit and c.is_before = e.is_before;
