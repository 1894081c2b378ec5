/** Rows of window advice, brought together by unit: the busiest hour, and which units need more windows than they have. */
import type { WindowAdviceRow } from '@mingcha/analytics/contract';

export interface Counter {
  unit: string;
  name: string;
  rows: readonly WindowAdviceRow[];
  /** The hour with the highest load; null where nothing tells a load. */
  peak: WindowAdviceRow | null;
}

/** Windows missing in an hour; 0 where there are enough, or where no window of the unit is known. */
export const missing = (row: WindowAdviceRow | null): number =>
  row?.windows_open ? Math.max(0, (row.windows_advised ?? 0) - row.windows_open) : 0;

/** Counters, those that lack most windows first, then the busiest. */
export function countersOf(rows: readonly WindowAdviceRow[]): Counter[] {
  const units = new Map<string, WindowAdviceRow[]>();
  for (const row of rows) units.set(row.unit, [...(units.get(row.unit) ?? []), row]);
  const counters = [...units].map(([unit, own]): Counter => {
    const peak = own.reduce<WindowAdviceRow | null>(
      (most, row) => (row.load !== null && row.load > (most?.load ?? -1) ? row : most),
      null,
    );
    return { unit, name: own[0]?.unit_name ?? '', rows: own, peak };
  });
  return counters.sort(
    (a, b) =>
      missing(b.peak) - missing(a.peak) ||
      (b.peak?.load ?? -1) - (a.peak?.load ?? -1) ||
      a.unit.localeCompare(b.unit, 'en'),
  );
}

/** Weekdays and hours of a counter that are in its opening hours, in order. */
export function hoursOf({ rows }: Counter): { weekdays: number[]; hours: number[] } {
  const open = rows.filter((row) => row.open_minutes > 0);
  const sorted = (values: number[]) => [...new Set(values)].sort((a, b) => a - b);
  return { weekdays: sorted(open.map((row) => row.weekday)), hours: sorted(open.map((row) => row.hour)) };
}
