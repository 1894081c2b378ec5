/**
 * Figures read off a row of period statistics: the period's own, and those of the period it is held against. Everything a
 * rate needs is kept as numerator and denominator.
 */
import type { Compared, PeriodStatisticsRow } from '@mingcha/analytics/contract';

const NAMES = [
  'received',
  'accepted',
  'decided',
  'completed',
  'completed_with_limit',
  'early',
  'on_time',
  'overdue',
  'commitment_received',
  'commitment_completed',
  'commitment_early',
  'used_days_sum',
  'promised_days_sum',
  'handling_days_sum',
  'rated',
  'satisfied',
  'open_at_end',
  'overdue_open_at_end',
] as const satisfies readonly (keyof PeriodStatisticsRow)[];

export type Totals = Record<(typeof NAMES)[number], number>;

/** The period's own figures; all nothing where there is no row. */
export function totalsOf(row: PeriodStatisticsRow | undefined): Totals {
  return Object.fromEntries(NAMES.map((name) => [name, row?.[name] ?? 0])) as Totals;
}

/** What a row is held against. */
export interface Base {
  totals: Totals;
  /** First and last day, both included. */
  from: string;
  to: string;
  /** Only what happened until then is counted; null: all of it. */
  until: string | null;
}

/** Null where the row was read without that comparison. */
export function baseOf(row: PeriodStatisticsRow | undefined, end: Compared): Base | null {
  const from = row?.[`from_day_${end}`];
  const to = row?.[`to_day_${end}`];
  if (row === undefined || from === undefined || to === undefined) return null;
  const totals = Object.fromEntries(NAMES.map((name) => [name, row[`${name}_${end}`] ?? 0])) as Totals;
  return { totals, from, to, until: row[`until_${end}`] ?? null };
}
