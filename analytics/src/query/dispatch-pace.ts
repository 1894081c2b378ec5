/** What a row of the look ahead says: its ten days, its pace, which days it cannot meet, and where it falls shortest. */
import type { DispatchRow } from '../contract/index.ts';

/** A whole case, but for what binary fractions lose. */
const WHOLE = 1 - 1e-6;
export const STEPS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
export type Step = (typeof STEPS)[number];

export const dueOn = (row: DispatchRow, step: Step): number => row[`due_${step}`];

/** Cases closed in a working day; null where no working day is behind it. */
export const pace = (row: DispatchRow): number | null =>
  row.recent_days > 0 ? row.decided_recent / row.recent_days : null;

/** What must be closed by the end of a day ahead: late already, due before, and due by then. */
export function needBy(row: DispatchRow, step: Step): number {
  let need = row.overdue + row.due_before;
  for (const day of STEPS) if (day <= step) need += dueOn(row, day);
  return need;
}

/** What the unit closes by then at its pace. */
export const canBy = (row: DispatchRow, step: Step): number => (pace(row) ?? 0) * step;

/**
 * `over`: with all that comes before it, at least a case more than can be closed by then; `busy`: at least a case more than a
 * day's pace, in time all the same.
 */
export type Mark = 'over' | 'busy' | null;
export function markOf(row: DispatchRow, step: Step): Mark {
  const due = dueOn(row, step);
  if (due === 0) return null;
  if (needBy(row, step) - canBy(row, step) > WHOLE) return 'over';
  return due - (pace(row) ?? 0) > WHOLE ? 'busy' : null;
}

export interface Shortage {
  step: Step;
  need: number;
  can: number;
}
/** The day on which most cases cannot be closed in time, which is what the shortfall counts; null without a shortfall. */
export function worst(row: DispatchRow): Shortage | null {
  if (row.shortfall === 0) return null;
  const days = STEPS.map((step) => ({ step, need: needBy(row, step), can: canBy(row, step) }));
  return days.reduce((most, day) => (day.need - day.can > most.need - most.can + 1e-6 ? day : most));
}

export const AGE_COLUMNS = ['age_5', 'age_10', 'age_20', 'age_45', 'age_more'] as const;
const SUMMED = [
  'open_cases',
  'overdue',
  'instant',
  'due_before',
  'due_1',
  'due_2',
  'due_3',
  'due_4',
  'due_5',
  'due_6',
  'due_7',
  'due_8',
  'due_9',
  'due_10',
  'due_later',
  'no_limit',
  'stopped',
  'stopped_long',
  ...AGE_COLUMNS,
] as const;
export type DispatchSums = Record<(typeof SUMMED)[number], number>;

/** The units together. Paces and shortfalls do not add up: what one closes helps no other. */
export function sumsOf(rows: readonly DispatchRow[]): DispatchSums {
  const sums = Object.fromEntries(SUMMED.map((column) => [column, 0])) as DispatchSums;
  for (const row of rows) for (const column of SUMMED) sums[column] += row[column];
  return sums;
}
