/** One case, whole: facts and clocks as of a moment, the clock day by day, stops, extensions, stages, all its events. */
import type { CaseDetail, ClockDay } from '../contract/index.ts';
import { CaseRow } from '../contract/index.ts';
import { CASE_LIST } from './cases.ts';
import { type CalendarDay, explainClock } from './clock-days.ts';
import { shanghaiDay } from './moment.ts';
import type { Reader } from './reader.ts';
import { type Filters, filterConditions } from './scope.ts';
import { AS_OF } from './select.ts';

/** Days shown at most: a year and a bit from day 0, so that a case forgotten for ten years still opens. */
const MOST_DAYS = 400;
const THIS_CASE = 'case_id = {case_id:String}';

/** The case as of a moment, or undefined when there is none of that number within the filters. */
export async function readCase(
  reader: Reader,
  caseId: string,
  filters: Filters,
  asked?: Date,
): Promise<CaseDetail | undefined> {
  const { where, parameters } = filterConditions(filters);
  const given = { case_id: caseId, ...parameters };
  const facts = await reader.rows<FactsRow>(factsStatement([THIS_CASE, ...where]), given, asked);
  const row = facts.rows[0];
  if (row === undefined) return undefined;

  const { asOf } = facts;
  const [days, events, open] = await Promise.all([
    clockDays(reader, row, asOf),
    reader.rows<EventRow>(EVENTS, { case_id: caseId }, asOf),
    reader.rows<OpenRow>(OPEN, { case_id: caseId }, asOf),
  ]);
  const { stops, extensions, stages, closed_on: _, ...shown } = row;
  const lamp = open.rows[0];
  return {
    as_of: asOf.toISOString(),
    case: {
      ...shown,
      state: lamp?.state ?? shown.state,
      used: lamp?.used ?? shown.used,
      grade: lamp?.grade ?? null,
      remaining: lamp?.remaining ?? null,
      stopped_since: lamp?.stopped_since ?? null,
    },
    days,
    stops,
    extensions,
    stages,
    events: events.rows.map(asEvent),
  };
}

type Shown = Omit<CaseDetail['case'], 'grade' | 'remaining' | 'stopped_since'>;
type FactsRow = Shown & Pick<CaseDetail, 'stops' | 'extensions' | 'stages'> & { closed_on: string | null };
type OpenRow = Pick<CaseDetail['case'], 'state' | 'used' | 'grade' | 'remaining' | 'stopped_since'>;

// What the list of cases does not show, from the facts themselves. A stage or stop without an end has 1970 there.
const factsStatement = (where: readonly string[]) => `
  with
    toDateTime64(0, 3, 'UTC') as never,
    listed as (select ${Object.keys(CaseRow.properties).join(', ')} from ${CASE_LIST} where ${where.join(' and ')}),
    facts as (select * from case_facts final where ${THIS_CASE})
  select
    listed.*,
    facts.clock_from_on as clock_from_on, facts.limit_source as limit_source, facts.due_at as due_at,
    facts.is_due_provisional as due_provisional,
    facts.statutory_limit as statutory_limit, facts.statutory_due_on as statutory_due_on,
    facts.statutory_verdict as statutory_verdict,
    facts.delivered_at as delivered_at, facts.outcome as outcome, facts.channel as channel,
    facts.counting as counting, facts.calendar as calendar,
    dictGet('calendar_number', 'known_until', facts.calendar) as calendar_known_until,
    dictGetOrDefault('unit', 'name', ('centre', facts.centre), '') as centre_name,
    dictGetOrDefault('unit', 'name', ('county', facts.county), '') as county_name,
    facts.event_count as event_count,
    facts.closed_on as closed_on,
    arrayMap(
      s -> cast((s.1, s.2, s.3), 'Tuple(from_at DateTime64(3, \\'UTC\\'), to_at Nullable(DateTime64(3, \\'UTC\\')), reason String)'),
      facts.stops
    ) as stops,
    arrayMap(
      e -> cast((e.1, e.2, e.3), 'Tuple(granted_at DateTime64(3, \\'UTC\\'), granted UInt16, in_time Bool)'),
      facts.extensions
    ) as extensions,
    arrayMap(
      s -> cast(
        (
          s.stage, nullIf(s.started_at, never), nullIf(s.finished_at, never), if(s.limit < 0, null, s.limit),
          if(s.finished_at > never, s.used, null), nullIf(s.due_on, toDate(0)), s.verdict
        ),
        'Tuple(stage String, started_at Nullable(DateTime64(3, \\'UTC\\')), finished_at Nullable(DateTime64(3, \\'UTC\\')), limit Nullable(Int32), used Nullable(Float64), due_on Nullable(Date), verdict String)'
      ),
      facts.stages
    ) as stages
  from facts inner join listed on listed.case_id = facts.case_id`;

const OPEN = `select state, used, grade, remaining, stopped_since from overdue_warnings(as_of=${AS_OF}) where ${THIS_CASE}`;

// Every event as it came, superseded and retracted ones too; an exact resend is the same event.
const EVENTS = `
  with
    current as (
      select source, event_id, revision, content_hash
      from stg_case_events(from_case={case_id:String}, to_case={case_id:String}, cases=[{case_id:String}])
    ),
    conflicts as (
      select source, event_id, revision
      from stg_event_conflicts(from_case={case_id:String}, to_case={case_id:String}, cases=[{case_id:String}])
    )
  select
    source, event_id, revision, type, occurred_at, recorded_at, ingested_at,
    (source, event_id, revision, content_hash) in (select source, event_id, revision, content_hash from current) as is_current,
    is_retracted,
    (source, event_id, revision) in (select source, event_id, revision from conflicts) as has_conflict,
    department, window, staff, centre, owner_department, item, case_kind, channel, stage, outcome, reason,
    special_kind, special_id, granted, granted_unit, due_at, due_by, rating, toFloat64(fee) as fee
  from (
    select * from case_events where ${THIS_CASE}
    order by ingested_at limit 1 by source, event_id, revision, content_hash
  )
  order by occurred_at, source, event_id, revision, content_hash`;

type CaseEvent = CaseDetail['events'][number];
const DETAIL = [
  'centre',
  'owner_department',
  'item',
  'case_kind',
  'channel',
  'stage',
  'outcome',
  'reason',
  'special_kind',
  'special_id',
  'granted',
  'granted_unit',
  'due_at',
  'due_by',
  'rating',
  'fee',
] as const;
type EventRow = Omit<CaseEvent, 'detail'> & Record<(typeof DETAIL)[number], string | number | null>;

/** What an event says beyond the columns all of them have; fields it leaves out are left out. */
function asEvent(row: EventRow): CaseEvent {
  const detail: CaseEvent['detail'] = {};
  const event: Record<string, unknown> = { ...row };
  for (const name of DETAIL) {
    delete event[name];
    const value = row[name];
    const isStated = value !== null && value !== '' && (value !== 0 || name === 'fee');
    if (isStated) detail[name] = value;
  }
  return { ...(event as Omit<CaseEvent, 'detail'>), detail };
}

async function clockDays(reader: Reader, row: FactsRow, asOf: Date): Promise<ClockDay[]> {
  const start = row.clock_from_on;
  if (start === null) return [];
  const today = shanghaiDay(asOf);
  const shownTo = [row.closed_on ?? today, row.due_on, row.statutory_due_on].filter((day) => day !== null);
  const statement = `
    select day, is_working, role, name from calendar_days
    where calendar = {calendar:String} and day between {from_day:Date} and {to_day:Date}
    order by day limit ${MOST_DAYS}`;
  const parameters = { calendar: row.calendar, from_day: start, to_day: shownTo.sort().at(-1) ?? start };
  const { rows } = await reader.rows<CalendarDay>(statement, parameters, asOf);
  return explainClock(
    {
      start,
      closed: row.closed_on,
      due: row.due_on,
      statutoryDue: row.statutory_due_on,
      today,
      countsEveryDay: row.limit_unit === 'calendar_days',
      stops: row.stops.map(({ from_at, to_at, reason }) => ({
        from: shanghaiDay(new Date(from_at)),
        to: to_at === null ? null : shanghaiDay(new Date(to_at)),
        reason,
      })),
    },
    rows,
  );
}
