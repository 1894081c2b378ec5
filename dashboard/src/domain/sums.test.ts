import type { DailyStatisticsRow } from '@mingcha/analytics/contract';
import { describe, expect, it } from 'vitest';
import { totals, unitTotals } from './sums.ts';

const row = (day: string, unit: string, change: Partial<DailyStatisticsRow> = {}) =>
  ({
    day,
    unit,
    unit_name: unit,
    on_file: true,
    received: 0,
    accepted: 0,
    decided: 0,
    open_at_end: 0,
    ...change,
  }) as DailyStatisticsRow;
const full = (change: Partial<DailyStatisticsRow>, day: string, unit = 'a') => ({
  ...row(day, unit),
  completed: 0,
  completed_with_limit: 0,
  early: 0,
  on_time: 0,
  overdue: 0,
  commitment_completed: 0,
  commitment_early: 0,
  used_days_sum: 0,
  promised_days_sum: 0,
  rated: 0,
  satisfied: 0,
  overdue_open_at_end: 0,
  ...change,
});

describe('sums over days', () => {
  it('adds counts but takes the backlog of the last day', () => {
    const rows = [
      full({ received: 5, open_at_end: 40 }, '2026-03-02'),
      full({ received: 7, open_at_end: 42 }, '2026-03-03'),
      full({ received: 100, open_at_end: 99 }, '2026-03-04'),
    ];
    expect(totals(rows, '2026-03-02', '2026-03-03')).toMatchObject({ received: 12, open_at_end: 42 });
  });

  it('adds the last backlog of each unit, also where a unit had no later day', () => {
    const rows = [
      full({ open_at_end: 3 }, '2026-03-02', 'a'),
      full({ open_at_end: 4 }, '2026-03-03', 'a'),
      full({ open_at_end: 10 }, '2026-03-02', 'b'),
    ];
    expect(totals(rows, '2026-03-01', '2026-03-05').open_at_end).toBe(14);
  });

  it('keeps a trend with zeros on days without rows', () => {
    const [unit] = unitTotals([full({ decided: 2 }, '2026-03-03')], { from: '2026-03-03', to: '2026-03-03' }, [
      '2026-03-02',
      '2026-03-03',
    ]);
    expect(unit!.trend).toEqual([0, 2]);
  });
});
