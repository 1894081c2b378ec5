/** A period as a parameter: any kind of the grammar, or the one kind a report is made for. */
import Type from 'typebox';
import { type Period, type PeriodKind, parsePeriod } from '../periods/period.ts';
import { wrongParameters } from '../problem.ts';

/** How each kind is written, and a right one. */
const WRITTEN: Record<PeriodKind, [form: string, example: string]> = {
  day: ['a day that exists, as YYYY-MM-DD', '2026-03-02'],
  week: ['an ISO week that exists, as YYYY-Www', '2026-W10'],
  ten_days: ['ten days of a month that exists, as YYYY-MM-1, YYYY-MM-2 or YYYY-MM-3', '2026-03-2'],
  month: ['a month, as YYYY-MM', '2026-03'],
  quarter: ['a quarter, as YYYY-Qn', '2026-Q1'],
  year: ['a year, as YYYY', '2026'],
  custom: ['first and last day, as YYYY-MM-DD..YYYY-MM-DD', '2026-03-02..2026-03-20'],
};
const ANY =
  'a period that exists: a day YYYY-MM-DD, an ISO week YYYY-Www, ten days YYYY-MM-1 to -3, a month YYYY-MM, a quarter ' +
  'YYYY-Qn, a year YYYY, or first and last day as YYYY-MM-DD..YYYY-MM-DD';

/** What the store can keep days of, with a year to look back to. */
export const FIRST = '1971-01-01';
export const LAST = '2148-12-31';
const BETWEEN = ` between ${FIRST} and ${LAST}`;

export const anyPeriod = Type.String({
  description:
    'Day `2026-03-02`, ISO week `2026-W10`, ten days `2026-03-2` (11–20), month `2026-03`, quarter `2026-Q1`, year `2026`, ' +
    'or own choice `2026-03-02..2026-03-20`, both days included.',
  examples: ['2026-03'],
});

/** The period a parameter names; 400 that shows a right one when it names none, or one of another kind than asked. */
export function periodNamed(parameter: string, text: string, kind?: PeriodKind): Period {
  const period = parsePeriod(text);
  if (period !== null && (kind ?? period.kind) === period.kind && isKept(period)) return period;
  const [form, example] = kind === undefined ? [ANY, WRITTEN.month[1]] : WRITTEN[kind];
  const outside = period !== null && (kind ?? period.kind) === period.kind ? BETWEEN : '';
  throw wrongParameters([{ parameter, message: `must be ${form}${outside}`, example }]);
}

/** A year of five digits comes before one of four. */
const isKept = ({ from, to }: Period): boolean => from >= FIRST && from <= LAST && to <= LAST;

/** Refuses days of `from` and `to` that no store can keep, and an end before its beginning. */
export function checkPeriod(from: string, to: string): void {
  for (const [parameter, day] of Object.entries({ from, to })) {
    if (day >= FIRST && day <= LAST) continue;
    throw wrongParameters([{ parameter, message: `must be a day${BETWEEN}`, example: WRITTEN.day[1] }]);
  }
  if (from <= to) return;
  throw wrongParameters([{ parameter: 'to', message: `must not be before "from" (${from})`, example: from }]);
}

/** A period in the name of a file. */
export const periodInFileName = (text: string): string => text.replace('..', '_');
