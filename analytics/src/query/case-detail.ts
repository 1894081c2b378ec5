/** One case, whole: facts and clocks as of a moment, the clock day by day, stops, extensions, stages, all its events. */
import { type CaseDetail, CaseRow, type ClockDay } from '../contract/index.ts';
import { cardsOfCase } from './cards.ts';
import { readCaseEvents } from './case-events.ts';
import { CASE_LIST, WHENEVER } from './cases.ts';
import { type CalendarDay, explainClock } from './clock-days.ts';
import { localDay } from './moment.ts';
import { AT_ANY_MOMENT } from './open-cases.ts';
import type { Reader } from './reader.ts';
import { type Filters, filterConditions } from './scope.ts';

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
  // A screen that waits for a case asks often, and the whole answer is a long statement.
  const known = await reader.look(`select 1 from case_facts where ${THIS_CASE} limit 1`, { case_id: caseId }, asked);
  if (known.rows.length === 0) return undefined;
  const facts = await reader.look<FactsRow>(factsStatement([THIS_CASE, ...where]), { ...given, ...WHENEVER }, asked);
  const row = facts.rows[0];
  if (row === undefined) return undefined;

  const { asOf } = facts;
  const [days, events, open, cards] = await Promise.all([
    clockDays(reader, row, asOf),
    readCaseEvents(reader, caseId, asOf),
    reader.look<OpenRow>(OPEN, { case_id: caseId }, asOf),
    cardsOfCase(reader, caseId, asOf),
  ]);
  const { stops, extensions, stages, closed_on: _, ...shown } = row;
  const closed = { state: shown.state, used: shown.used, grade: null, remaining: null, stopped_since: null };
  return {
    as_of: asOf.toISOString(),
    case: { ...shown, ...(open.rows[0] ?? closed) },
    days,
    stops,
    extensions: extensions.map((each) => ({ ...each, unit: unitOf(each, shown.limit_unit, events) })),
    stages,
    events,
    cards,
  };
}

type OpenRow = Pick<CaseDetail['case'], 'state' | 'used' | 'grade' | 'remaining' | 'stopped_since'>;
type FactsRow = Omit<CaseDetail['case'], 'grade' | 'remaining' | 'stopped_since'> &
  Pick<CaseDetail, 'stops' | 'stages'> & { extensions: Omit<Extension, 'unit'>[]; closed_on: string | null };
type Extension = CaseDetail['extensions'][number];

/** As its event says, else as the limit is told; a promise in plain hours is extended by days. */
function unitOf(
  { granted_at }: Pick<Extension, 'granted_at'>,
  limitUnit: Extension['unit'],
  events: CaseDetail['events'],
) {
  const event = events.find(
    ({ type, occurred_at, is_current, is_retracted, detail }) =>
      type === 'special_started' &&
      occurred_at === granted_at &&
      is_current &&
      !is_retracted &&
      detail['special_kind'] === 'extension',
  );
  const said = (event?.detail['granted_unit'] ?? '') as Extension['unit'];
  if (limitUnit === 'hours') return said === 'working_hours' ? said : 'calendar_days';
  return said || limitUnit;
}

// Only open cases have a lamp and days left.
const OPEN = `select state, used, grade, remaining, stopped_since from ${AT_ANY_MOMENT.warnings} where ${THIS_CASE}`;

const LISTED = Object.keys(CaseRow.properties);
const MOMENT = "DateTime64(3, \\'UTC\\')";

// What the list of cases does not show comes from the facts themselves. A stage without an end has 1970 there.
const factsStatement = (where: readonly string[]) => `
  with
    toDateTime64(0, 3, 'UTC') as never,
    listed as (select ${LISTED.join(', ')} from ${CASE_LIST} where ${where.join(' and ')}),
    facts as (select * from case_facts final where ${THIS_CASE})
  select
    ${LISTED.map((name) => `listed.${name} as ${name}`).join(', ')},
    facts.clock_from_on as clock_from_on, facts.limit_source as limit_source, facts.due_at as due_at,
    facts.is_due_provisional as due_provisional,
    facts.statutory_limit as statutory_limit, facts.statutory_unit as statutory_unit,
    facts.statutory_due_on as statutory_due_on,
    if(listed.decided_at is null, '', toString(facts.statutory_verdict)) as statutory_verdict,
    facts.delivered_at as delivered_at, facts.outcome as outcome, facts.channel as channel,
    facts.counting as counting, facts.calendar as calendar,
    calendars.known_until as calendar_known_until,
    dictGetOrDefault('unit', 'name', ('centre', facts.centre), '') as centre_name,
    dictGetOrDefault('unit', 'name', ('county', facts.county), '') as county_name,
    facts.event_count as event_count,
    arrayMap(
      s -> cast((s.1, s.2, s.3), 'Tuple(from_at ${MOMENT}, to_at Nullable(${MOMENT}), reason String)'),
      facts.stops
    ) as stops,
    arrayMap(
      e -> cast((e.1, e.2, e.3, e.4 / facts.step), 'Tuple(granted_at ${MOMENT}, granted UInt16, in_time Bool, added Float64)'),
      facts.extensions
    ) as extensions,
    arrayMap(
      s -> cast(
        (
          s.stage, nullIf(s.started_at, never), nullIf(s.finished_at, never), if(s.limit < 0, null, s.limit), s.unit,
          if(s.finished_at > never, s.used, null), nullIf(s.due_on, toDate(0)), s.verdict
        ),
        'Tuple(stage String, started_at Nullable(${MOMENT}), finished_at Nullable(${MOMENT}), limit Nullable(Int32), unit String, used Nullable(Float64), due_on Nullable(Date), verdict String)'
      ),
      facts.stages
    ) as stages,
    facts.closed_on as closed_on,
    calendars.zone as zone
  from facts
  inner join listed on listed.case_id = facts.case_id
  left join calendar_numbers as calendars on calendars.calendar = facts.calendar`;

async function clockDays(reader: Reader, row: FactsRow, asOf: Date): Promise<ClockDay[]> {
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
