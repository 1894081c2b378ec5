/** Amounts of time as they are told: to one decimal, from a hundred on to none, and long stretches of plain hours in days. */
import type { OverdueRow } from '../contract/index.ts';

export type LimitUnit = OverdueRow['limit_unit'];
export interface Amount {
  n: number;
  unit: Exclude<LimitUnit, ''>;
}

/** From here on nobody counts in hours. */
const LONG_HOURS = 48;
/** From here on a tenth says nothing. */
const MANY = 100;
const rounded = (n: number) => (Math.abs(n) >= MANY ? Math.round(n) : Math.round(n * 10) / 10);

export function told(n: number, unit: LimitUnit): Amount {
  if (unit === 'hours' && Math.abs(n) >= LONG_HOURS) return { n: rounded(n / 24), unit: 'calendar_days' };
  return { n: rounded(n), unit: unit || 'working_days' };
}
