/** One case, whole: facts and clocks as of a moment, the clock day by day, stops, extensions, stages, all its events. */
import { type CaseDetail, CaseRow, type ClockDay } from '../contract/index.ts';
import { cardsOfCase } from './cards.ts';
import { readCaseEvents } from './case-events.ts';
import { LISTED_CASE } from './cases.ts';
import { type CalendarDay, explainClock } from './clock-days.ts';
import { localDay } from './moment.ts';
import { WARNING_OF_CASE } from './open-cases.ts';
import type { Reader } from './reader.ts';
import { type Filters, filterConditions } from './scope.ts';
import { AS_OF } from './select.ts';

/** Days shown at most: a year and a bit from day 0, so that a case forgotten for ten years still opens. */
const MOST_DAYS = 400;

/** The case as of a moment, or undefined when there is none of that number within the filters. */
export async function readCase(
  reader: Reader,
  caseId: string,
  filters: Filters,
  asked?: Date,
): Promise<CaseDetail | undefined> {
  const { where, parameters } = filterConditions(filters);
  const filtered = where.length > 0 ? ` where ${where.join(' and ')}` : '';
  const listed = await reader.look<ListedRow>(`${LISTED}${filtered}`, { case_id: caseId, ...parameters }, asked);
  const row = listed.rows[0];
  if (row === undefined) return undefined;

  const { asOf } = listed;
  const look = async <Row>(statement: string) => (await reader.look<Row>(statement, { case_id: caseId }, asOf)).rows[0];
  const [facts, open, calendars, events, cards] = await Promise.all([
    look<FactsRow>(FACTS),
    // Only open cases have a lamp and days left.
    row.closed_on === null ? look<OpenRow>(OPEN) : undefined,
    reader.look<CalendarRow>(
      'select calendar, zone, known_until as calendar_known_until from calendar_numbers',
      {},
      asOf,
    ),
    readCaseEvents(reader, caseId, asOf),
    cardsOfCase(reader, caseId, asOf),
  ]);
  const calendar = calendars.rows.find((each) => each.calendar === facts?.calendar);
  if (facts === undefined || calendar === undefined) return undefined;
  const { stops, extensions, stages, closed_on: _, ...shown } = { ...row, ...facts, ...calendar };
  const days = await clockDays(reader, { ...shown, stops, closed_on: row.closed_on }, asOf);
  const closed = { state: row.state, used: row.used, grade: null, remaining: null, stopped_since: null };
  return {
    as_of: asOf.toISOString(),
    case: { ...shown, ...(open ?? closed) },
    days,
    stops,
    extensions: extensions.map((each) => ({ ...each, unit: unitOf(each, events) })),
    stages,
    events,
    cards,
  };
}

type ListedRow = CaseRow & { closed_on: string | null };
type OpenRow = Pick<CaseDetail['case'], 'state' | 'used' | 'grade' | 'remaining' | 'stopped_since'>;
type CalendarRow = Pick<CaseDetail['case'], 'calendar' | 'zone' | 'calendar_known_until'>;
type FactsRow = Omit<CaseDetail['case'], keyof CaseRow | keyof OpenRow | 'zone' | 'calendar_known_until'> &
  Pick<CaseDetail, 'stops' | 'stages'> & { extensions: Omit<Extension, 'unit'>[] };
type Extension = CaseDetail['extensions'][number];

/** As its event says, working days unless it does. */
function unitOf({ granted_at }: Pick<Extension, 'granted_at'>, events: CaseDetail['events']) {
  const event = events.find(
    ({ type, occurred_at, is_current, is_retracted, detail }) =>
      type === 'special_started' &&
      occurred_at === granted_at &&
      is_current &&
      !is_retracted &&
      detail['special_kind'] === 'extension',
  );
  const said = (event?.detail['granted_unit'] ?? '') as Extension['unit'];
  return said || 'working_days';
}

const LISTED = `select ${Object.keys(CaseRow.properties).join(', ')}, closed_on from ${LISTED_CASE}`;
const OPEN = `select state, used, grade, remaining, stopped_since from ${WARNING_OF_CASE}`;

const MOMENT = "DateTime64(3, \\'UTC\\')";
const NEVER = "toDateTime64(0, 3, 'UTC')";
// What the list of cases does not show comes from the facts themselves. A stage without a start or an end has 1970 there.
const FACTS = `
  select
    if(on_clock_at <= ${AS_OF}, clock_from_on, null) as clock_from_on,
    limit_source, due_at, is_due_provisional as due_provisional, statutory_limit, statutory_unit, statutory_due_on,
    if(decided_at <= ${AS_OF}, toString(statutory_verdict), '') as statutory_verdict,
    if(delivered_at <= ${AS_OF}, delivered_at, null) as delivered_at,
    if(decided_at <= ${AS_OF}, toString(outcome), '') as outcome,
    channel, counting, calendar,
    dictGetOrDefault('unit', 'name', ('centre', centre), '') as centre_name,
    dictGetOrDefault('unit', 'name', ('county', county), '') as county_name,
    event_count,
    arrayMap(
      s -> cast((s.1, if(s.2 <= ${AS_OF}, s.2, null), s.3), 'Tuple(from_at ${MOMENT}, to_at Nullable(${MOMENT}), reason String)'),
      arrayFilter(s -> s.1 <= ${AS_OF}, stops)
    ) as stops,
    arrayMap(
      e -> cast((e.1, e.2, e.3, e.4 / step), 'Tuple(granted_at ${MOMENT}, granted UInt16, in_time Bool, added Float64)'),
      arrayFilter(e -> e.1 <= ${AS_OF}, extensions)
    ) as extensions,
    arrayMap(
      s -> cast(
        (
          s.stage, nullIf(s.started_at, ${NEVER}), nullIf(s.finished_at, ${NEVER}), if(s.limit < 0, null, s.limit), s.unit,
          if(least(s.started_at, s.finished_at) > ${NEVER}, s.used, null), nullIf(s.due_on, toDate(0)), s.verdict
        ),
        'Tuple(stage String, started_at Nullable(${MOMENT}), finished_at Nullable(${MOMENT}), limit Nullable(Int32), unit String, used Nullable(Float64), due_on Nullable(Date), verdict String)'
      ),
      stages
    ) as stages
  from case_facts final
  where case_id = {case_id:String}
  settings prefer_column_name_to_alias = 1`;

type Clocked = Pick<
  CaseDetail['case'],
  'clock_from_on' | 'due_on' | 'statutory_due_on' | 'zone' | 'calendar' | 'limit_unit'
> &
  Pick<CaseDetail, 'stops'> &
  Pick<ListedRow, 'closed_on'>;

async function clockDays(reader: Reader, row: Clocked, asOf: Date): Promise<ClockDay[]> {
  const { clock_from_on: start, closed_on: closed, due_on: due, statutory_due_on: statutoryDue, zone } = row;
  if (start === null) return [];
  const today = localDay(asOf, zone);
  const shownTo = [start, closed ?? today, due, statutoryDue].filter((day) => day !== null);
  const statement = `
    select day, is_working, role, name from calendar_days
    where calendar = {calendar:String} and day between {from_day:Date} and {to_day:Date}
    order by day limit ${MOST_DAYS}`;
  const parameters = { calendar: row.calendar, from_day: start, to_day: shownTo.sort().at(-1) ?? start };
  const { rows } = await reader.look<CalendarDay>(statement, parameters, asOf);
  const stops = row.stops.map(({ from_at, to_at, reason }) => ({
    from: localDay(new Date(from_at), zone),
    to: to_at === null ? null : localDay(new Date(to_at), zone),
    reason,
  }));
  const countsEveryDay = row.limit_unit === 'calendar_days' || row.limit_unit === 'hours';
  return explainClock({ start, closed, due, statutoryDue, today, countsEveryDay, stops }, rows);
}
