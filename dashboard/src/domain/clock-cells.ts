/** Lays the days of a clock out in rows of two weeks, Mondays under Mondays; long clocks fold in the middle. */
import type { ClockDay } from '@mingcha/analytics/contract';
import { addDays, daysBetween, isoWeekday } from './period.ts';

export const ROW_DAYS = 14;
export type ClockRow = { kind: 'days'; cells: (ClockDay | null)[] } | { kind: 'folded'; days: number };

export function clockRows(days: readonly ClockDay[], mostRows: number): ClockRow[] {
  const first = days[0]?.day;
  const last = days.at(-1)?.day;
  if (!first || !last) return [];
  const byDay = new Map(days.map((d) => [d.day, d]));
  const monday = addDays(first, 1 - isoWeekday(first));
  const rows: ClockRow[] = [];
  const count = Math.ceil((daysBetween(monday, last) + 1) / ROW_DAYS);
  for (let row = 0; row < count; row++) {
    const cells = Array.from(
      { length: ROW_DAYS },
      (_, column) => byDay.get(addDays(monday, row * ROW_DAYS + column)) ?? null,
    );
    // A second week that has not begun would only be a gap.
    rows.push({ kind: 'days', cells });
  }
  if (rows.length <= mostRows) return rows;
  // The beginning explains the start, the end explains now: the middle folds.
  const head = rows.slice(0, Math.floor(mostRows / 2));
  const tail = rows.slice(rows.length - Math.ceil(mostRows / 2));
  return [...head, { kind: 'folded', days: (rows.length - head.length - tail.length) * ROW_DAYS }, ...tail];
}

export type CellLook =
  | 'start'
  | 'counted'
  | 'over'
  | 'over_statutory'
  | 'off'
  | 'closed'
  | 'stopped'
  | 'ahead'
  | 'after';

/** How a day looks: counted days past the promised or the statutory due day look late, each in its own way. */
export function cellLook(day: ClockDay, dueDay: string | null, statutoryDay: string | null): CellLook {
  switch (day.role) {
    case 'weekend':
      return 'off';
    case 'holiday':
    case 'closure':
      return 'closed';
    case 'counted':
      if (statutoryDay !== null && day.day > statutoryDay) return 'over_statutory';
      return dueDay !== null && day.day > dueDay ? 'over' : 'counted';
    default:
      return day.role;
  }
}
