/**
 * Lays the days of a clock out in rows of one or two weeks, Mondays under Mondays; long clocks fold in the middle. Says how
 * each day looks, and which looks a legend has to explain.
 */
import type { ClockDay, ExplainedDay } from '@mingcha/analytics/contract';
import { addDays, daysBetween, isoWeekday } from '@mingcha/analytics/periods';

/** Days of a row where there is room, and on a phone. */
export const ROW_DAYS = 14;
export const NARROW_ROW_DAYS = 7;
export type ClockRow<Day = ExplainedDay> = { kind: 'days'; cells: (Day | null)[] } | { kind: 'folded'; days: number };

/** A day so near after the last in which something happened is still shown: a week. */
const NEAR_DAYS = 7;

/**
 * The days worth drawing. Of a case that ended, those up to its end and its due day; up to the statutory day only where that is
 * near, since of weeks in which nothing happened there is nothing to see.
 */
export function daysToDraw<Day extends ClockDay>(days: readonly Day[]): readonly Day[] {
  if (!days.some((day) => day.is_decided)) return days;
  const last = days.findLastIndex((day) => day.is_decided || day.is_due);
  const statutory = days.findIndex((day) => day.is_statutory_due);
  return days.slice(0, 1 + (statutory - last <= NEAR_DAYS ? Math.max(last, statutory) : last));
}

export function clockRows<Day extends ClockDay>(
  days: readonly Day[],
  mostRows: number,
  rowDays = ROW_DAYS,
): ClockRow<Day>[] {
  const first = days[0]?.day;
  const last = days.at(-1)?.day;
  if (!first || !last) return [];
  const byDay = new Map(days.map((d) => [d.day, d]));
  const monday = addDays(first, 1 - isoWeekday(first));
  const rows: ClockRow<Day>[] = [];
  const count = Math.ceil((daysBetween(monday, last) + 1) / rowDays);
  for (let row = 0; row < count; row++) {
    const cells = Array.from(
      { length: rowDays },
      (_, column) => byDay.get(addDays(monday, row * rowDays + column)) ?? null,
    );
    // A second week that has not begun would only be a gap.
    rows.push({ kind: 'days', cells });
  }
  if (rows.length <= mostRows) return rows;
  // The beginning explains the start, the end explains now: the middle folds.
  const head = rows.slice(0, Math.floor(mostRows / 2));
  const tail = rows.slice(rows.length - Math.ceil(mostRows / 2));
  return [...head, { kind: 'folded', days: (rows.length - head.length - tail.length) * rowDays }, ...tail];
}

/** In the order a legend has them. */
export const LOOKS = [
  'start',
  'counted',
  'over',
  'over_statutory',
  'ahead',
  'provisional',
  'off',
  'closed',
  'stopped',
  'after',
] as const;
export type CellLook = (typeof LOOKS)[number];

/**
 * How a day looks: counted days past the promised or the statutory due day look late, each in its own way. Days to come
 * after `knownUntil`, the last day of the known calendar, are a guess.
 */
export function cellLook(
  { day, role, late }: Pick<ExplainedDay, 'day' | 'role' | 'late'>,
  knownUntil: string,
): CellLook {
  switch (role) {
    case 'weekend':
      return 'off';
    case 'holiday':
    case 'closure':
      return 'closed';
    case 'counted':
      if (late === 'statutory') return 'over_statutory';
      return late === 'promised' ? 'over' : 'counted';
    case 'ahead':
      return day > knownUntil ? 'provisional' : 'ahead';
    default:
      return role;
  }
}

/** Signs under a day. */
export const SIGNS = ['decided', 'due', 'statutory'] as const;
export type Sign = (typeof SIGNS)[number];
export const SIGN_TEXT: Record<Sign, string> = { decided: '●', due: '◆', statutory: '◇' };

/** One sign a day: what was decided says more than what was due. */
export function signOf(day: Pick<ClockDay, 'is_decided' | 'is_due' | 'is_statutory_due'>): Sign | null {
  if (day.is_decided) return 'decided';
  if (day.is_due) return 'due';
  return day.is_statutory_due ? 'statutory' : null;
}

/** What is drawn and so must be explained. The days after the end are blank and explain themselves. */
export function legendOf(days: readonly ExplainedDay[], knownUntil: string): { looks: CellLook[]; signs: Sign[] } {
  const looks = new Set(days.map((day) => cellLook(day, knownUntil)));
  const signs = new Set(days.map(signOf));
  return {
    looks: LOOKS.filter((look) => look !== 'after' && looks.has(look)),
    signs: SIGNS.filter((sign) => signs.has(sign)),
  };
}
