/** Amounts of time as they are told: to one decimal, and long stretches of plain hours in days. */
import type { OverdueRow } from '../contract/index.ts';

export type LimitUnit = OverdueRow['limit_unit'];
export interface Amount {
  n: number;
  unit: Exclude<LimitUnit, ''>;
}

/** From here on nobody counts in hours. */
const LONG_HOURS = 48;
const tenths = (n: number) => Math.round(n * 10) / 10;

export function told(n: number, unit: LimitUnit): Amount {
  if (unit === 'hours' && Math.abs(n) >= LONG_HOURS) return { n: tenths(n / 24), unit: 'calendar_days' };
  return { n: tenths(n), unit: unit || 'working_days' };
}
