/** Reads of open cases: the overdue list and the lamps over all open cases. */
import {
  type CardGrade,
  type CardState,
  GRADES,
  type Grade,
  OverdueRow,
  type SupervisionSummary,
} from '../contract/index.ts';
import { gravestCards } from './cards.ts';
import { ofOpenCases } from './open-cases.ts';
import type { Reader } from './reader.ts';
import { type Filters, filterConditions } from './scope.ts';
import { AS_OF, type Select } from './select.ts';

const GRADE_ORDER = `toUInt8(indexOf([${GRADES.map((grade) => `'${grade}'`).join(', ')}], grade))`;
/** Later than any due moment, for cases that have none. */
const NEVER_MS = '9000000000000000';

/**
 * Whether a case's local day is today where the case is: on the wall clock of its own calendar. No wall clock is more
 * than a day from UTC, and the engine finds a range of plain days by its index.
 */
const isToday = (day: string) =>
  `${day} between toDate(${AS_OF}) - 1 and toDate(${AS_OF}) + 1 and ${day} = toDate(local_time(dictGet('calendar_number', 'calendar_no', toString(calendar)), ${AS_OF}))`;
// Found by one column, then read by their keys: with final the engine reads every column of all it cannot rule out.
const happenedToday = (name: 'decided' | 'received', also: string) =>
  `select toUInt32(count()) from case_facts final where ${isToday(`${name}_on`)} and ${name}_at <= ${AS_OF}${also}
    and case_id in (select case_id from case_facts where ${name}_on between toDate(${AS_OF}) - 1 and toDate(${AS_OF}) + 1)`;

const WITH_CARDS = ofOpenCases(
  ({ warnings, numbers }) => `${warnings} as cases left join ${gravestCards(numbers)} as cards on carded = case_id`,
);

/** Which cards in force are asked for: cases whose gravest one has such a grade and state. */
export interface CardsInForce {
  grades?: readonly CardGrade[];
  states?: readonly CardState[];
}

/** Open cases of the grades, worst grade first and longest overdue first within it. */
export function overdue(grades: readonly Grade[], filters: Filters, cards: CardsInForce = {}): Select {
  const { where, parameters } = filterConditions(filters);
  if (cards.grades !== undefined) where.push('has({card_grades:Array(String)}, card_grade)');
  if (cards.states !== undefined) where.push('has({card_states:Array(String)}, card_state)');
  return {
    ...WITH_CARDS,
    row: OverdueRow,
    where: ['has({grades:Array(String)}, grade)', ...where],
    order: [
      { expression: GRADE_ORDER, type: 'UInt8' },
      { expression: `ifNull(toUnixTimestamp64Milli(due_at), ${NEVER_MS})`, type: 'Int64' },
      { expression: 'case_id', type: 'String' },
    ],
    parameters: {
      grades: [...grades],
      ...(cards.grades !== undefined && { card_grades: [...cards.grades] }),
      ...(cards.states !== undefined && { card_states: [...cards.states] }),
      ...parameters,
    },
    isAsWritten: true,
  };
}

/** Lamps, today's counts and the distribution of days left. */
export async function supervisionSummary(reader: Reader, filters: Filters, asOf?: Date): Promise<SupervisionSummary> {
  const { where, parameters } = filterConditions(filters);
  const filtered = where.length > 0 ? ` where ${where.join(' and ')}` : '';
  const also = where.map((condition) => ` and ${condition}`).join('');
  // One statement, so that every figure is of the same moment. Hours are shown as days of 8 working or 24 plain hours.
  const statement = ofOpenCases(
    ({ warnings }) => `
    with
      open_cases_now as (
        select
          grade,
          floor(remaining / multiIf(limit_unit = 'working_hours', 8, limit_unit = 'hours', 24, 1)) as days_left
        from ${warnings}${filtered}
      ),
      distribution as (
        select toString(grade) as grade, days_left, toUInt32(count()) as cases
        from open_cases_now group by grade, days_left
      )
    select
      (select groupArray((grade, days_left, cases)) from distribution) as open_cases,
      (${happenedToday('decided', also)}) as decided_today,
      (${happenedToday('received', also)}) as received_today`,
  );
  const [watermark, answer] = await Promise.all([
    reader.watermark(),
    reader.rows<SummaryRow>(statement, parameters, asOf),
  ]);
  const row = answer.rows[0] ?? { open_cases: [], decided_today: 0, received_today: 0 };
  const lamp = (grade: Grade) => row.open_cases.reduce((sum, [of, , cases]) => sum + (of === grade ? cases : 0), 0);
  return {
    as_of: answer.asOf.toISOString(),
    last_event_at: watermark,
    red: lamp('red'),
    yellow: lamp('yellow'),
    notice: lamp('notice'),
    stopped: lamp('stopped'),
    fine: lamp('fine'),
    no_limit: lamp('no_limit'),
    decided_today: row.decided_today,
    received_today: row.received_today,
    days_left: row.open_cases
      .flatMap(([grade, remaining, cases]) => (remaining === null ? [] : [{ remaining, grade, cases }]))
      .sort((a, b) => a.remaining - b.remaining || GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade)),
  };
}

/** What a day had brought by a moment of it: each case counts on the wall clock of its own calendar. */
export async function countsOfDay(reader: Reader, filters: Filters, moment: Date) {
  const { where, parameters } = filterConditions(filters);
  const also = where.map((condition) => ` and ${condition}`).join('');
  const { rows } = await reader.rows<{ received: number; decided: number }>(
    `select (${happenedToday('received', also)}) as received, (${happenedToday('decided', also)}) as decided`,
    parameters,
    moment,
  );
  return rows[0] ?? { received: 0, decided: 0 };
}

interface SummaryRow {
  open_cases: [grade: Grade, remaining: number | null, cases: number][];
  decided_today: number;
  received_today: number;
}
