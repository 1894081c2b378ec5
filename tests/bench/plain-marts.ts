/**
 * The marts over the same facts for other engines, written plainly, as somebody would who has a table of cases and SQL.
 * One dialect that DuckDB and PostgreSQL both read. Names of units are left out: here they are a dictionary's business.
 */
import type { Mart } from './marts.ts';
import { MONTHS, WEEKS } from './marts.ts';

const MILESTONES = ['received', 'accepted', 'decided', 'refused', 'withdrawn', 'delivered', 'rated'] as const;

const counted = (what: string, condition = 'true') => `count(*) filter (where what = '${what}' and ${condition})`;
const done = 'is_completed';

/** Measures per day and unit out of one row per milestone. */
const happened = (from: string, to: string) =>
  MILESTONES.map(
    (
      what,
    ) => `select department, ${what}_on as day, '${what}' as what, case_kind, channel, verdict, is_completed, limit_unit,
      used, promised_limit, working_days_used, rating, timed_events, timely_events
    from facts where ${what}_on between date '${from}' and date '${to}'`,
  ).join('\nunion all\n');

const month = (from: string, to: string, asOf: string) => `
with happened as (${happened(from, to)}),
counted as (
  select day, department,
    ${counted('received')} as received, ${counted('accepted')} as accepted, ${counted('refused')} as refused,
    ${counted('decided')} as decided, ${counted('decided', done)} as completed, ${counted('delivered')} as delivered,
    ${counted('withdrawn')} as withdrawn,
    ${counted('decided', `${done} and verdict = 'early'`)} as early,
    ${counted('decided', `${done} and verdict = 'on_time'`)} as on_time,
    ${counted('decided', `${done} and verdict = 'overdue'`)} as overdue,
    ${counted('received', "case_kind = 'commitment'")} as commitment_received,
    ${counted('decided', `${done} and case_kind = 'commitment'`)} as commitment_completed,
    ${counted('decided', `${done} and case_kind = 'commitment' and verdict = 'early'`)} as commitment_early,
    ${counted('received', "channel in ('web', 'mobile')")} as online_received,
    sum(used) filter (where what = 'decided' and ${done} and limit_unit = 'working_days') as used_days_sum,
    sum(promised_limit) filter (where what = 'decided' and ${done} and limit_unit = 'working_days') as promised_days_sum,
    percentile_disc(0.5) within group (order by case when what = 'decided' and ${done} then working_days_used end) as used_days_median,
    ${counted('rated')} as rated, ${counted('rated', 'rating <= 3')} as satisfied, ${counted('rated', 'rating <= 2')} as praised,
    sum(timed_events) filter (where what = 'decided' and ${done}) as timed_events,
    sum(timely_events) filter (where what = 'decided' and ${done}) as timely_events
  from happened group by day, department
),
standing as (
  select department, greatest(received_on, date '${from}') as opens,
    coalesce(closed_on, date '2149-06-06') as closes,
    case when due_at <= timestamptz '${asOf}' and on_clock_at <= timestamptz '${asOf}' then greatest(lapses_on, received_on, date '${from}') else date '2149-06-06' end as lapses
  from facts
  where received_on <= date '${to}' and (closed_on is null or closed_on > date '${from}')
),
changes as (
  select department, day, sum(opened) as opened, sum(lapsed) as lapsed from (
    select department, opens as day, 1 as opened, 0 as lapsed from standing where closes > opens
    union all select department, closes, -1, 0 from standing where closes > opens
    union all select department, lapses, 0, 1 from standing where closes > lapses
    union all select department, closes, 0, -1 from standing where closes > lapses
  ) as steps where day <= date '${to}' group by department, day
),
grid as (
  select department, date '${from}' + cast(n as integer) as day
  from (select distinct department from (select department from counted union all select department from changes) as units) as d,
    generate_series(0, date '${to}' - date '${from}') as days(n)
),
backlog as (
  select g.department, g.day,
    sum(coalesce(c.opened, 0)) over running as open_at_end, sum(coalesce(c.lapsed, 0)) over running as overdue_open_at_end
  from grid as g left join changes as c on c.department = g.department and c.day = g.day
  window running as (partition by g.department order by g.day)
)
select b.day, b.department, c.received, c.accepted, c.refused, c.decided, c.completed, c.delivered, c.withdrawn, c.early,
  c.on_time, c.overdue, c.commitment_received, c.commitment_completed, c.commitment_early, c.online_received, c.used_days_sum,
  c.promised_days_sum, c.used_days_median, c.rated, c.satisfied, c.praised, c.timed_events, c.timely_events,
  b.open_at_end, b.overdue_open_at_end
from backlog as b left join counted as c on c.department = b.department and c.day = b.day
where b.open_at_end > 0 or c.day is not null
order by b.day, b.department`;

const week = (monday: string) => `
with happened as (
  select department, decided_on < date '${monday}' as is_before, 'decided' as what, case_kind, verdict, limit_unit, used,
    promised_limit, rating, timed_events, timely_events
  from facts where is_completed and decided_on between date '${monday}' - 7 and date '${monday}' + 6
  union all
  select department, received_on < date '${monday}', 'received', case_kind, verdict, limit_unit, used, promised_limit, rating, 0, 0
  from facts where received_on between date '${monday}' - 7 and date '${monday}' + 6
  union all
  select department, rated_on < date '${monday}', 'rated', case_kind, verdict, limit_unit, used, promised_limit, rating, 0, 0
  from facts where rated_on between date '${monday}' - 7 and date '${monday}' + 6
),
summed as (
  select department, is_before, ${counted('received')} as received, ${counted('decided')} as completed,
    ${counted('decided', "case_kind = 'commitment'")} as commitment_completed,
    ${counted('decided', "case_kind = 'commitment' and verdict = 'early'")} as commitment_early,
    ${counted('decided', "verdict = 'early'")} as early, ${counted('decided', "verdict = 'on_time'")} as on_time,
    ${counted('decided', "verdict = 'overdue'")} as overdue,
    sum(used) filter (where what = 'decided' and limit_unit = 'working_days') as used_days,
    sum(promised_limit) filter (where what = 'decided' and limit_unit = 'working_days') as promised_days,
    ${counted('rated')} as rated, ${counted('rated', 'rating <= 3')} as satisfied,
    sum(timed_events) as timed, sum(timely_events) as timely
  from happened where department <> '' group by department, is_before
),
medians as (
  select is_before, percentile_cont(0.5) within group (order by completed) as median_completed from summed group by is_before
),
parts as (
  select s.*, 25.0 as weight, commitment_early * 1.0 as num, commitment_completed * 1.0 as den from summed as s
  union all select s.*, 25, early + on_time, early + on_time + overdue from summed as s
  union all select s.*, 15, greatest(0, promised_days - used_days), promised_days from summed as s
  union all select s.*, 15, satisfied, rated from summed as s
  union all select s.*, 10, timely, timed from summed as s
  union all select s.*, 10, completed, m.median_completed from summed as s join medians as m on m.is_before = s.is_before
),
scored as (
  select department, is_before, max(received) as received, max(completed) as completed, max(early) as early, max(overdue) as overdue,
    max(commitment_completed) as commitment_completed,
    floor(100 * 100 * sum(weight * least(1, num / den)) filter (where den > 0) / sum(weight) filter (where den > 0) + 1e-7) / 100 as score
  from parts group by department, is_before
),
ranked as (
  select *, rank() over (partition by is_before, commitment_completed >= 5 order by score desc) as place from scored
)
select now.*, before.place - now.place as movement
from ranked as now
left join ranked as before on before.department = now.department and before.is_before and before.commitment_completed >= 5
where not now.is_before
order by now.commitment_completed < 5, now.place, now.department`;

const early = (from: string, to: string) => `
select coalesce(d.department, r.department) as department, early, completed, commitment_early, commitment_completed,
  commitment_received, within_limit, with_limit
from (
  select department, count(*) filter (where verdict = 'early') as early, count(*) as completed,
    count(*) filter (where verdict = 'early' and case_kind = 'commitment') as commitment_early,
    count(*) filter (where case_kind = 'commitment') as commitment_completed,
    count(*) filter (where verdict in ('early', 'on_time')) as within_limit,
    count(*) filter (where verdict in ('early', 'on_time', 'overdue')) as with_limit
  from facts where is_completed and decided_on between date '${from}' and date '${to}' group by department
) as d
full join (
  select department, count(*) filter (where case_kind = 'commitment') as commitment_received
  from facts where received_on between date '${from}' and date '${to}' group by department
) as r on r.department = d.department
order by 1`;

const graded = (asOf: string) => `
graded as (
  select f.*, c.working_index - t.working_index as days_left,
    case
      when axis != '' and statutory_due_at <= timestamptz '${asOf}' then 'red'
      when axis != '' and due_at <= timestamptz '${asOf}' then 'yellow'
      when stopped_from is not null then 'stopped'
      when axis = '' then 'no_limit'
      when t.working_index >= b.working_index - 1 then 'notice'
      else 'fine'
    end as grade
  from facts as f
  left join calendar as c on c.day = f.due_on
  left join calendar as b on b.day = f.due_on - 1
  cross join (select working_index from calendar where day = date '${asOf.slice(0, 10)}') as t
  where f.closed_at is null and f.on_clock_at <= timestamptz '${asOf}'
)`;

const GRADE_ORDER = "case grade when 'red' then 1 when 'yellow' then 2 else 3 end";

const overdue = (asOf: string) => `
with ${graded(asOf)}
select case_id, grade, department, "window", staff, item, case_kind, received_at, accepted_at, limit_unit, promised_limit,
  due_on, due_at, statutory_due_at, days_left
from graded where grade in ('red', 'yellow', 'notice')
order by ${GRADE_ORDER}, due_at, case_id limit 1000`;

const summary = (asOf: string) => `
with ${graded(asOf)}
select grade, days_left, count(*) as cases,
  (select count(*) from facts where decided_on = date '${asOf.slice(0, 10)}') as decided_today,
  (select count(*) from facts where received_on = date '${asOf.slice(0, 10)}') as received_today
from graded group by grade, days_left`;

export function plainMart(mart: Mart, run: number, asOf: string): string {
  const [from, to] = MONTHS[run % MONTHS.length]!;
  switch (mart) {
    case 'week':
      return week(WEEKS[run % WEEKS.length]!);
    case 'month':
      return month(from, to, asOf);
    case 'early':
      return early(from, to);
    case 'overdue':
      return overdue(asOf);
    case 'summary':
      return summary(asOf);
  }
}

type Row = Record<string, unknown>;

/** The same figures of each mart as `figuresThroughApi`, out of the rows above. */
export function figuresOf(mart: Mart, rows: readonly Row[]): string {
  const total = (...names: string[]) =>
    names.map((name) => rows.reduce((sum, row) => sum + Number(row[name] ?? 0), 0)).join(' ');
  switch (mart) {
    case 'week':
      return total('completed', 'early', 'overdue', 'received');
    case 'month':
      return total('received', 'completed', 'early', 'open_at_end', 'overdue_open_at_end');
    case 'early':
      return total('early', 'completed', 'commitment_received');
    case 'overdue':
      return String(rows.length);
    case 'summary':
      return ['red', 'yellow', 'notice', 'stopped', 'fine', 'no_limit']
        .map((grade) => rows.reduce((sum, row) => sum + (row['grade'] === grade ? Number(row['cases']) : 0), 0))
        .join(' ');
  }
}
