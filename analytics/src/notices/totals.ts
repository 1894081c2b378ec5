/** Counts of units over a whole period and the periods it is held against, taken apart. */
import { type Compared, type PeriodStatisticsRow, periodColumns } from '../contract/index.ts';

export type Totals = { [Name in keyof typeof periodColumns]: PeriodStatisticsRow[Name] };
export interface UnitTotals {
  unit: string;
  name: string;
  now: Totals;
  previous: Totals | null;
  year_before: Totals | null;
}

const NAMES = Object.keys(periodColumns) as (keyof Totals)[];

function columnsOf(row: PeriodStatisticsRow, end: '' | `_${Compared}`): Totals | null {
  const columns: Record<string, unknown> = row;
  if (columns[`received${end}`] === undefined) return null;
  return Object.fromEntries(NAMES.map((name) => [name, columns[`${name}${end}`]])) as Totals;
}

export function totalsOf(row: PeriodStatisticsRow): UnitTotals {
  return {
    unit: row.unit,
    name: row.unit_name || row.unit,
    now: columnsOf(row, '') ?? NONE,
    previous: columnsOf(row, '_previous'),
    year_before: columnsOf(row, '_year_before'),
  };
}

/** Where nothing happened there is no row, and nothing is what is counted. */
export const NONE = Object.fromEntries(
  NAMES.map((name) => [name, name === 'used_days_median' ? null : 0]),
) as unknown as Totals;
