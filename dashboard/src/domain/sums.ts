/**
 * Adds up daily rows. Counts add over days and units; the backlog is a level, not a flow, so it is taken from the last
 * day there is. Everything a rate needs is kept as numerator and denominator.
 */
import type { DailyStatisticsRow } from '@mingcha/analytics/contract';

const FLOWS = [
  'received',
  'accepted',
  'decided',
  'completed',
  'completed_with_limit',
  'early',
  'on_time',
  'overdue',
  'commitment_completed',
  'commitment_early',
  'used_days_sum',
  'promised_days_sum',
  'rated',
  'satisfied',
] as const satisfies readonly (keyof DailyStatisticsRow)[];
const LEVELS = ['open_at_end', 'overdue_open_at_end'] as const satisfies readonly (keyof DailyStatisticsRow)[];

export type Totals = Record<(typeof FLOWS)[number] | (typeof LEVELS)[number], number>;

export function totals(rows: readonly DailyStatisticsRow[], from: string, to: string): Totals {
  const sum = Object.fromEntries([...FLOWS, ...LEVELS].map((name) => [name, 0])) as Totals;
  // Per unit, the backlog of its last day in the period.
  const last = new Map<string, DailyStatisticsRow>();
  for (const row of rows) {
    if (row.day < from || row.day > to) continue;
    for (const name of FLOWS) sum[name] += row[name];
    const seen = last.get(row.unit);
    if (!seen || seen.day < row.day) last.set(row.unit, row);
  }
  for (const row of last.values()) for (const name of LEVELS) sum[name] += row[name];
  return sum;
}

export interface UnitTotals {
  unit: string;
  name: string;
  onFile: boolean;
  department: string;
  totals: Totals;
  /** Decided per day over the days asked for, oldest first. */
  trend: number[];
}

export function unitTotals(
  rows: readonly DailyStatisticsRow[],
  period: { from: string; to: string },
  trendDays: readonly string[],
): UnitTotals[] {
  const byUnit = new Map<string, DailyStatisticsRow[]>();
  for (const row of rows) {
    const own = byUnit.get(row.unit);
    if (own) own.push(row);
    else byUnit.set(row.unit, [row]);
  }
  return [...byUnit].map(([unit, own]) => {
    const decided = new Map(own.map((row) => [row.day, row.decided]));
    return {
      unit,
      name: own[0]!.unit_name,
      onFile: own[0]!.on_file,
      department: own[0]!.department,
      totals: totals(own, period.from, period.to),
      trend: trendDays.map((day) => decided.get(day) ?? 0),
    };
  });
}
