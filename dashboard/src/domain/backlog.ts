/** How the backlog moved over some days: from what stood open before them to what stands open after them, and by what. */
import type { DailyStatisticsRow } from '@mingcha/analytics/contract';

type Row = Pick<DailyStatisticsRow, 'day' | 'received' | 'decided' | 'refused' | 'withdrawn' | 'open_at_end'>;

export interface BacklogMove {
  /** Open at the end of the day before. */
  from: number;
  to: number;
  received: number;
  decided: number;
  /** Refused or withdrawn. */
  ended: number;
  /** Whether the counts add up to the change; a case refused and later withdrawn counts in both. */
  isExact: boolean;
}

/** `rows` tell of the days and of `dayBefore`; a day without a row had nothing open and nothing done. */
export function backlogMove(rows: readonly Row[], dayBefore: string): BacklogMove {
  const from = rows.find((row) => row.day === dayBefore)?.open_at_end ?? 0;
  const days = rows.filter((row) => row.day > dayBefore).sort((a, b) => a.day.localeCompare(b.day));
  const to = days.at(-1)?.open_at_end ?? 0;
  const sum = (of: (row: Row) => number) => days.reduce((total, row) => total + of(row), 0);
  const received = sum((row) => row.received);
  const decided = sum((row) => row.decided);
  const ended = sum((row) => row.refused + row.withdrawn);
  return { from, to, received, decided, ended, isExact: to - from === received - decided - ended };
}
