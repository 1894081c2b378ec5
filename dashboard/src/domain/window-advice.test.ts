import type { WindowAdviceRow } from '@mingcha/analytics/contract';
import { expect, it } from 'vitest';
import { countersOf, hoursOf, missing } from './window-advice.ts';

const hour = (own: Partial<WindowAdviceRow>): WindowAdviceRow =>
  ({
    unit: 'a',
    unit_name: 'A',
    weekday: 1,
    hour: 9,
    open_minutes: 60,
    load: 1,
    windows_open: 2,
    windows_advised: 2,
    ...own,
  }) as WindowAdviceRow;

it('names the hour of the highest load of each unit', () => {
  const [counter] = countersOf([
    hour({ load: 0.5 }),
    hour({ weekday: 2, load: 1.5 }),
    hour({ weekday: 3, load: null }),
  ]);
  expect(counter?.peak).toMatchObject({ weekday: 2, load: 1.5 });
});

it('puts units that lack windows first, then the busiest; those nothing is known of come last', () => {
  const counters = countersOf([
    hour({ unit: 'quiet', load: 0.1 }),
    hour({ unit: 'unknown', load: null, windows_advised: null }),
    hour({ unit: 'busy', load: 1.8 }),
    hour({ unit: 'short', load: 1.5, windows_open: 1, windows_advised: 3 }),
  ]);
  expect(counters.map(({ unit }) => unit)).toEqual(['short', 'busy', 'quiet', 'unknown']);
  expect(missing(counters[0]?.peak ?? null)).toBe(2);
  expect(missing(hour({ windows_open: 0, windows_advised: 1 }))).toBe(0);
  expect(missing(counters[3]?.peak ?? null)).toBe(0);
});

it('lists the weekdays and hours of the counter, those outside its hours left out', () => {
  const [counter] = countersOf([
    hour({ weekday: 5, hour: 14 }),
    hour({ hour: 9 }),
    hour({ weekday: 6, hour: 20, open_minutes: 0 }),
  ]);
  expect(counter && hoursOf(counter)).toEqual({ weekdays: [1, 5], hours: [9, 14] });
});
