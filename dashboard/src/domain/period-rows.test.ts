import type { PeriodStatisticsRow } from '@mingcha/analytics/contract';
import { describe, expect, it } from 'vitest';
import { baseOf, totalsOf } from './period-rows.ts';

const row = {
  received: 12,
  open_at_end: 42,
  from_day_previous: '2026-02-01',
  to_day_previous: '2026-02-11',
  until_previous: '2026-02-11T09:30:00.000Z',
  received_previous: 7,
} as PeriodStatisticsRow;

describe('a row of period statistics', () => {
  it('has its own figures, and nothing where there is no row', () => {
    expect(totalsOf(row)).toMatchObject({ received: 12, open_at_end: 42 });
    expect(totalsOf(undefined)).toMatchObject({ received: 0, open_at_end: 0 });
  });

  it('has those of the period it is held against, with its days and until when it is counted', () => {
    expect(baseOf(row, 'previous')).toMatchObject({
      totals: { received: 7, decided: 0 },
      from: '2026-02-01',
      to: '2026-02-11',
      until: '2026-02-11T09:30:00.000Z',
    });
  });

  it('has none of a comparison it was read without', () => {
    expect(baseOf(row, 'year_before')).toBeNull();
    expect(baseOf(undefined, 'previous')).toBeNull();
  });
});
