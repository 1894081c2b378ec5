/** What remains of a case's limit, as a phrase key with its number: the one place that decides the words. */
import type { OverdueRow } from '../contract/index.ts';
import { told } from './amounts.ts';

export type Remaining = Pick<OverdueRow, 'remaining' | 'limit_unit'> & { grade: OverdueRow['grade'] | null };
export interface Phrase {
  key: string;
  n: number;
}

export function daysLeft({ grade, remaining, limit_unit }: Remaining): Phrase {
  if (remaining === null) return { key: grade === 'stopped' ? 'left.stopped' : 'left.no_limit', n: 0 };
  const { n, unit } = told(Math.abs(remaining), limit_unit);
  if (grade === 'stopped') return { key: remaining < 0 ? `left.over.${unit}` : `left.stopped_with.${unit}`, n };
  if (remaining < 0) return { key: `left.over.${unit}`, n };
  // On a day off no day is used up, but the due moment has passed all the same.
  if (grade === 'red' || grade === 'yellow') return { key: 'left.passed', n: 0 };
  // Hours run out at a moment, days at the end of the day: only days can be "due today".
  if (remaining === 0 && unit !== 'working_hours' && unit !== 'hours') return { key: 'left.today', n: 0 };
  return { key: `left.to_go.${unit}`, n };
}

/** Whether what remains names its grade already, so that nobody says it twice. */
export const namesGrade = ({ grade, remaining }: Pick<Remaining, 'grade' | 'remaining'>): boolean =>
  grade === 'no_limit' || (grade === 'stopped' && (remaining ?? 0) >= 0);
