/**
 * A scheduled report: when it is made, of which period, in which form, and who is told. Checked before it is kept; `when`
 * counts working days of a calendar, so that holidays and make-up workdays move it as they move everybody's work.
 */
import type { Language, ListFormat } from '../contract/codes.ts';
import type { PeriodKind } from '../periods/period.ts';
import { FORMATS, faultOfReport } from './reports.ts';

/** What a schedule counts in; `day` is every working day. */
export const UNITS = ['day', 'week', 'ten_days', 'month', 'quarter', 'year'] as const;
export type Unit = (typeof UNITS)[number];

export const WHENS = [
  'every_working_day',
  ...UNITS.slice(1).flatMap((unit) => [`first_working_day_of_${unit}`, `last_working_day_of_${unit}`]),
];

/** Which period of its kind: the one that just ended, the one the day lies in, or the one that comes. */
export const WHICH = ['ended', 'running', 'next'] as const;
export type Which = (typeof WHICH)[number];

export interface Schedule {
  /** Code of its own. */
  schedule: string;
  name: string;
  /** One of WHENS. */
  when: string;
  /** Time of day in the calendar's zone, HH:MM. */
  at: string;
  calendar: string;
  report: string;
  /** Parameters of the report besides its period, e.g. { board: 'departments' }. */
  parameters: Readonly<Record<string, string>>;
  period: Exclude<PeriodKind, 'custom'>;
  which: Which;
  format: ListFormat;
  language: Language;
  /** Codes of receivers (analytics/src/notify) who are told. */
  receivers: readonly string[];
  is_active: boolean;
}

/** "first", "last" or "every", and what it counts in; undefined where `when` is none. */
export function partsOf(when: string): { which: 'every' | 'first' | 'last'; unit: Unit } | undefined {
  if (!WHENS.includes(when)) return undefined;
  if (when === 'every_working_day') return { which: 'every', unit: 'day' };
  const [which, unit] = when.split('_working_day_of_') as ['first' | 'last', Unit];
  return { which, unit };
}

/** What is wrong with a schedule, in sentences; empty when nothing is. */
export function faultsOf(schedule: Schedule): string[] {
  const { when, at, period, which, format, parameters } = schedule;
  const faults: string[] = [];
  if (schedule.schedule === '') faults.push('schedule is empty; give it a code of its own.');
  if (!WHENS.includes(when)) faults.push(`when must be one of ${WHENS.join(', ')}.`);
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) faults.push('at must be a time of day like 08:30.');
  const isPeriod = (UNITS as readonly string[]).includes(period);
  if (!isPeriod) faults.push(`period must be one of ${UNITS.join(', ')}.`);
  const asked = isPeriod ? faultOfReport(schedule, period) : undefined;
  if (asked !== undefined) faults.push(asked);
  if (!WHICH.includes(which)) faults.push(`which must be one of ${WHICH.join(', ')}.`);
  if (!FORMATS.includes(format)) faults.push(`format must be one of ${FORMATS.join(', ')}.`);
  const own = ['period', 'from', 'to', 'week', 'format', 'lang', 'as_of', 'limit', 'cursor'].filter(
    (name) => name in parameters,
  );
  if (own.length > 0) faults.push(`with: ${own.join(', ')} follows from the schedule; leave it out.`);
  return faults;
}
