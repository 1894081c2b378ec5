import { describe, expect, it } from 'vitest';
import { mondayOf, weekOf } from './week.ts';

describe('ISO weeks', () => {
  it.each([
    ['2026-W10', '2026-03-02'],
    ['2026-W01', '2025-12-29'],
    ['2026-W53', '2026-12-28'],
    ['2020-W53', '2020-12-28'],
    ['2021-W01', '2021-01-04'],
    ['2024-W09', '2024-02-26'],
  ])('%s begins on %s', (week, monday) => {
    expect(mondayOf(week)).toBe(monday);
    expect(weekOf(monday)).toBe(week);
  });

  it.each(['2025-W53', '2026-W00', '2026-W54', '2026-10', '2026-W1', 'W10', ''])('there is no week %j', (week) => {
    expect(mondayOf(week)).toBeUndefined();
  });

  it('a week lasts from Monday to Sunday, across the year’s end', () => {
    expect(weekOf('2025-12-28')).toBe('2025-W52');
    expect(weekOf('2025-12-29')).toBe('2026-W01');
    expect(weekOf('2026-01-04')).toBe('2026-W01');
    expect(weekOf('2027-01-03')).toBe('2026-W53');
    expect(weekOf('2027-01-04')).toBe('2027-W01');
  });
});
