import { expect, it } from 'vitest';
import { tenDaysOf } from './ten-days.ts';

it.each([
  ['2026-03-1', '2026-03-01', '2026-03-10'],
  ['2026-03-2', '2026-03-11', '2026-03-20'],
  ['2026-03-3', '2026-03-21', '2026-03-31'],
  ['2026-02-3', '2026-02-21', '2026-02-28'],
  ['2028-02-3', '2028-02-21', '2028-02-29'],
])('%s runs from %s to %s', (period, from, to) => {
  expect(tenDaysOf(period)).toEqual({ from, to });
});

it.each(['2026-03-0', '2026-03-4', '2026-13-1', '2026-3-1', '2026-03-11', ''])(
  '%o is no period of ten days',
  (period) => {
    expect(tenDaysOf(period)).toBeUndefined();
  },
);
