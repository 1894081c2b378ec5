import { describe, expect, it } from 'vitest';
import {
  addDays,
  formatPeriod,
  isDay,
  isoWeek,
  matchLength,
  mondayOf,
  parsePeriod,
  periodOf,
  shiftPeriod,
  stretchOf,
  yearBefore,
} from './period.ts';

describe('periods', () => {
  it('reads and writes every kind as it stands in the address', () => {
    for (const text of [
      '2026-03-02',
      '2026-W10',
      '2026-03-1',
      '2026-03-2',
      '2026-03-3',
      '2026-03',
      '2026-Q1',
      '2026-Q4',
      '2026',
      '2026-03-02..2026-03-20',
    ])
      expect(formatPeriod(parsePeriod(text)!)).toBe(text);
  });

  it('refuses what is no period', () => {
    for (const text of [
      '',
      '2026-02-30',
      '2025-W53',
      '2026-W00',
      '2026-W54',
      '2026-W1',
      'W10',
      '2026-13',
      '2026-Q5',
      '2026-03-0',
      '2026-03-4',
      '2026-13-1',
      '2026-3-1',
      '2026-03-20..2026-03-02',
      '2026-03-02..',
    ])
      expect(parsePeriod(text), text).toBeNull();
    expect(isDay('2026-02-29')).toBe(false);
  });

  it('follows ISO weeks across year ends', () => {
    for (const [week, monday] of [
      ['2026-W10', '2026-03-02'],
      ['2026-W01', '2025-12-29'],
      ['2026-W53', '2026-12-28'],
      ['2020-W53', '2020-12-28'],
      ['2021-W01', '2021-01-04'],
      ['2024-W09', '2024-02-26'],
    ] as const) {
      expect(mondayOf(week)).toBe(monday);
      expect(isoWeek(monday)).toBe(week);
    }
    expect(isoWeek('2025-12-28')).toBe('2025-W52');
    expect(isoWeek('2026-01-04')).toBe('2026-W01');
    expect(isoWeek('2027-01-03')).toBe('2026-W53');
    expect(isoWeek('2027-01-04')).toBe('2027-W01');
    expect(parsePeriod('2026-W53')).toEqual({ kind: 'week', from: '2026-12-28', to: '2027-01-03' });
  });

  it('cuts months into 1–10, 11–20 and 21–end', () => {
    expect(periodOf('ten_days', '2026-02-28')).toEqual({ kind: 'ten_days', from: '2026-02-21', to: '2026-02-28' });
    expect(periodOf('ten_days', '2028-02-29').to).toBe('2028-02-29');
    expect(periodOf('ten_days', '2026-03-31').to).toBe('2026-03-31');
    expect(periodOf('ten_days', '2026-03-20').from).toBe('2026-03-11');
  });

  it('steps to the neighbour of the same kind', () => {
    expect(formatPeriod(shiftPeriod(parsePeriod('2026-03-1')!, -1))).toBe('2026-02-3');
    expect(formatPeriod(shiftPeriod(parsePeriod('2026-W53')!, 1))).toBe('2027-W01');
    expect(formatPeriod(shiftPeriod(parsePeriod('2026-03-02..2026-03-04')!, -1))).toBe('2026-02-27..2026-03-01');
  });

  it('goes a year back by week number or date, with 29 February falling on the 28th', () => {
    expect(formatPeriod(yearBefore(parsePeriod('2026-W10')!))).toBe('2025-W10');
    expect(formatPeriod(yearBefore(parsePeriod('2026-W53')!))).toBe('2025-W52');
    expect(formatPeriod(yearBefore(parsePeriod('2027-W01')!))).toBe('2026-W01');
    expect(formatPeriod(yearBefore(parsePeriod('2027-W52')!))).toBe('2026-W52');
    expect(yearBefore(parsePeriod('2028-02-29')!).from).toBe('2027-02-28');
    expect(formatPeriod(yearBefore(parsePeriod('2026-Q2')!))).toBe('2025-Q2');
  });

  it('compares a month in progress with as many days of the month before', () => {
    const march = parsePeriod('2026-03')!;
    const february = shiftPeriod(march, -1);
    expect(matchLength(february, march, '2026-03-10')).toMatchObject({ from: '2026-02-01', to: '2026-02-10' });
    expect(matchLength(february, march, '2026-04-02')).toEqual(february);
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  });

  it('holds a running period against the same days until the same time, and one that is over against all', () => {
    const march = parsePeriod('2026-03')!;
    const february = shiftPeriod(march, -1);
    const whole = { from: '2026-02-01', to: '2026-02-28', daysBack: null };
    expect(stretchOf(february, march, '2026-03-10')).toEqual({ from: '2026-02-01', to: '2026-02-10', daysBack: 28 });
    // The last day is still running; February has no 31st, so all of it is there by then.
    expect(stretchOf(february, march, '2026-03-31')).toEqual({ ...whole, daysBack: 28 });
    expect(stretchOf(february, march, '2026-04-01')).toEqual(whole);
    expect(stretchOf(february, march, '2026-02-20')).toEqual(whole);
  });
});
