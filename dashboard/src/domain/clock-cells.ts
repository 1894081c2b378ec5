/** Lays the days of a clock out in rows of two weeks, Mondays under Mondays; long clocks fold in the middle. */
import type { ClockDay, ExplainedDay } from '@mingcha/analytics/contract';
import { addDays, daysBetween, isoWeekday } from './period.ts';

export const ROW_DAYS = 14;
export type ClockRow<Day = ExplainedDay> = { kind: 'days'; cells: (Day | null)[] } | { kind: 'folded'; days: number };

export function clockRows<Day extends ClockDay>(days: readonly Day[], mostRows: number): ClockRow<Day>[] {
  const first = days[0]?.day;
  const last = days.at(-1)?.day;
  if (!first || !last) return [];
  const byDay = new Map(days.map((d) => [d.day, d]));
  const monday = addDays(first, 1 - isoWeekday(first));
  const rows: ClockRow<Day>[] = [];
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
export function cellLook({ role, late }: Pick<ExplainedDay, 'role' | 'late'>): CellLook {
  switch (role) {
    case 'weekend':
      return 'off';
    case 'holiday':
    case 'closure':
      return 'closed';
    case 'counted':
      if (late === 'statutory') return 'over_statutory';
      return late === 'promised' ? 'over' : 'counted';
    default:
      return role;
  }
}
