import type { ClockDay } from '@mingcha/analytics/contract';
import { expect, it } from 'vitest';
import { cellLook, clockRows } from './clock-cells.ts';
import { addDays } from './period.ts';

const days = (from: string, length: number) =>
  Array.from({ length }, (_, n) => ({ day: addDays(from, n), role: 'counted' }) as ClockDay);

it('puts Mondays under Mondays, two weeks a row', () => {
  const rows = clockRows(days('2026-03-04', 20), 6);
  expect(rows).toHaveLength(2);
  const first = rows[0] as { cells: (ClockDay | null)[] };
  expect(first.cells.slice(0, 3).map((c) => c?.day ?? null)).toEqual([null, null, '2026-03-04']);
  expect((rows[1] as { cells: (ClockDay | null)[] }).cells[0]!.day).toBe('2026-03-16');
});

it('folds the middle of a long clock and keeps start and end', () => {
  const rows = clockRows(days('2026-01-05', 200), 6);
  expect(rows).toHaveLength(7);
  expect(rows[3]).toEqual({ kind: 'folded', days: (15 - 6) * 14 });
});

it('draws nothing for a clock that never started', () => {
  expect(clockRows([], 6)).toEqual([]);
});

it('shows counted days after a due day as late, each limit in its own way', () => {
  expect(cellLook({ role: 'counted', late: 'promised' })).toBe('over');
  expect(cellLook({ role: 'counted', late: '' })).toBe('counted');
  expect(cellLook({ role: 'counted', late: 'statutory' })).toBe('over_statutory');
  expect(cellLook({ role: 'weekend', late: '' })).toBe('off');
});
