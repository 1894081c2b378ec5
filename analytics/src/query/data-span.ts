/** From when to when there is anything to count. */
import type { DataSpan } from '../contract/index.ts';
import { calendarOf } from './calendar.ts';
import type { Reader } from './reader.ts';
import { type Filters, filterConditions } from './scope.ts';
import { AS_OF } from './select.ts';

const HAPPENINGS = ['received', 'accepted', 'refused', 'withdrawn', 'decided', 'delivered', 'rated'] as const;
const NEVER = "toDateTime64(0, 3, 'UTC')";

/** What happened to a case by the moment of the report, as (moment, day there). What did not happen is 1970. */
const HAPPENED = `arrayFilter(
  one -> one.1 <= ${AS_OF},
  [${HAPPENINGS.map((name) => `(ifNull(${name}_at, ${NEVER}), ifNull(${name}_on, toDate(0)))`).join(', ')}]
)`;

/** When the last of it happened. */
export const LAST_AT = `arrayMax(${HAPPENED}.1)`;

interface SpanRow {
  first_on: string | null;
  last_on: string | null;
  last_at: string | null;
  zone: string;
}

/**
 * The first and last day with data and the last moment, as of a moment. Every version of a row is looked at: it saves
 * reading whole rows of all cases for what tells readers where to look.
 */
export async function dataSpan(reader: Reader, filters: Filters, asked?: Date): Promise<DataSpan> {
  const { where, parameters } = filterConditions(filters);
  const calendar = calendarOf(filters);
  const statement = `
    with happened as (
      select received_on, ${HAPPENED} as done
      from case_facts where ${[`received_at <= ${AS_OF}`, ...where].join(' and ')}
    )
    select
      minOrNull(received_on) as first_on, maxOrNull(arrayMax(done.2)) as last_on, maxOrNull(arrayMax(done.1)) as last_at,
      (select any(zone) from calendar_numbers where calendar = ${calendar.text}) as zone
    from happened`;
  const { asOf, rows } = await reader.rows<SpanRow>(statement, { ...parameters, ...calendar.parameters }, asked);
  const [row] = rows;
  if (row === undefined) throw new Error('An aggregate over all cases answered no row.');
  return { as_of: asOf.toISOString(), ...row };
}
