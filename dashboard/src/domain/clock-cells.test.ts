import type { ClockDay, ExplainedDay } from '@mingcha/analytics/contract';
import { addDays } from '@mingcha/analytics/periods';
import { expect, it } from 'vitest';
import { cellLook, clockRows, daysToDraw, legendOf } from './clock-cells.ts';

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
  const look = (role: ExplainedDay['role'], late: ExplainedDay['late']) =>
    cellLook({ day: '2026-03-12', role, late }, '2026-12-31');
  expect(look('counted', 'promised')).toBe('over');
  expect(look('counted', '')).toBe('counted');
  expect(look('counted', 'statutory')).toBe('over_statutory');
  expect(look('weekend', '')).toBe('off');
});

it('puts one week a row on a phone', () => {
  const rows = clockRows(days('2026-03-04', 18), 10, 7);
  expect(rows.map((row) => row.kind === 'days' && row.cells.length)).toEqual([7, 7, 7]);
});

it('explains what is drawn and nothing else, the days of an unknown year as provisional', () => {
  const drawn = [
    { day: '2026-12-30', role: 'start', late: '' },
    { day: '2026-12-31', role: 'ahead', late: '' },
    { day: '2027-01-01', role: 'ahead', late: '', is_due: true },
    { day: '2027-01-02', role: 'weekend', late: '' },
    { day: '2027-01-03', role: 'after', late: '' },
  ] as ExplainedDay[];
  expect(legendOf(drawn, '2026-12-31')).toEqual({ looks: ['start', 'ahead', 'provisional', 'off'], signs: ['due'] });
});

it('ends with the end of a case or its due day, and shows a statutory day only near by', () => {
  const drawn = (decided: string | null, due: string, statutory: string) =>
    daysToDraw(
      days('2026-03-02', 60).map((day) => ({
        ...day,
        is_decided: day.day === decided,
        is_due: day.day === due,
        is_statutory_due: day.day === statutory,
      })),
    ).at(-1)?.day;
  expect(drawn('2026-03-04', '2026-03-09', '2026-03-30')).toBe('2026-03-09');
  expect(drawn('2026-03-12', '2026-03-09', '2026-03-30')).toBe('2026-03-12');
  expect(drawn('2026-03-04', '2026-03-09', '2026-03-13')).toBe('2026-03-13');
  expect(drawn('2026-03-20', '2026-03-09', '2026-03-13')).toBe('2026-03-20');
  expect(drawn(null, '2026-03-09', '2026-03-30'), 'open ones run on').toBe('2026-04-30');
});
