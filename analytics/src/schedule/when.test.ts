import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatPeriod } from '../periods/period.ts';
import { nextRun, runsBetween, type WorkingDays } from './when.ts';

/** The State Council's calendar, and what a centre closes besides. */
function calendarOf(closures: readonly string[] = [], zone = 'Asia/Shanghai'): WorkingDays {
  const seed = fileURLToPath(new URL('../../../sql/seeds/working_days.csv', import.meta.url));
  const listed = readFileSync(seed, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('2026'))
    .map((line) => line.split(',') as [string, string]);
  const days = listed.map(([day, as]) => [day, as === 'makeup'] as const);
  return { zone, days: new Map([...days, ...closures.map((day) => [day, false] as const)]) };
}
const CHINA = calendarOf();
const weekly = { when: 'first_working_day_of_week', at: '08:30', period: 'week', which: 'ended' } as const;

/** When, in local time of Shanghai, and about what. */
function told(schedule: Parameters<typeof nextRun>[0], after: string, calendar = CHINA) {
  const next = nextRun(schedule, calendar, new Date(`${after}T00:00:00+08:00`))!;
  const local = new Date(next.at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
  return [next.occasion, local, formatPeriod(next.period)];
}

describe('the next run', () => {
  it.each([
    ['an ordinary Monday', '2026-03-05', ['2026-W11', '2026-03-09T08:30', '2026-W10']],
    ['the first week of the year', '2026-01-03', ['2026-W02', '2026-01-05T08:30', '2026-W01']],
    ['国庆: Monday to Wednesday are off', '2026-10-01', ['2026-W41', '2026-10-08T08:30', '2026-W40']],
    ['劳动节: Monday and Tuesday are off', '2026-05-01', ['2026-W19', '2026-05-06T08:30', '2026-W18']],
    ['a week without any working day, 春节', '2026-02-12', ['2026-W08', '2026-02-24T08:30', '2026-W07']],
  ])('on the first working day of the week: %s', (_, after, expected) => {
    expect(told(weekly, after)).toEqual(expected);
  });

  it.each([
    ['a Friday', '2026-03-03', ['2026-W10', '2026-03-06T17:00', '2026-W10']],
    ['a make-up Saturday before 春节', '2026-02-10', ['2026-W07', '2026-02-14T17:00', '2026-W07']],
    ['a make-up Sunday before 国庆', '2026-09-19', ['2026-W38', '2026-09-20T17:00', '2026-W38']],
    ['the Wednesday before 国庆', '2026-09-28', ['2026-W40', '2026-09-30T17:00', '2026-W40']],
  ])('on the last working day of the week: %s', (_, after, expected) => {
    const schedule = { when: 'last_working_day_of_week', at: '17:00', period: 'week', which: 'running' } as const;
    expect(told(schedule, after)).toEqual(expected);
  });

  it.each([
    ['春节 begins within', '2026-02-12', ['2026-02-2', '2026-02-14T16:00', '2026-02-3']],
    ['the make-up Saturday at its end', '2026-02-21', ['2026-02-3', '2026-02-28T16:00', '2026-03-1']],
    ['the make-up Saturday after 国庆', '2026-10-01', ['2026-10-1', '2026-10-10T16:00', '2026-10-2']],
    ['a Sunday ends it', '2026-05-01', ['2026-05-1', '2026-05-09T16:00', '2026-05-2']],
  ])('on the last working day of the ten days, for those that come: %s', (_, after, expected) => {
    const schedule = { when: 'last_working_day_of_ten_days', at: '16:00', period: 'ten_days', which: 'next' } as const;
    expect(told(schedule, after)).toEqual(expected);
  });

  it.each([
    ['2026-01-01', ['2026-01', '2026-01-04T09:00', '2025-12']],
    ['2026-01-31', ['2026-02', '2026-02-02T09:00', '2026-01']],
    ['2026-04-30', ['2026-05', '2026-05-06T09:00', '2026-04']],
    ['2026-09-30', ['2026-10', '2026-10-08T09:00', '2026-09']],
  ])('on the first working day of the month after %s', (after, expected) => {
    const schedule = { when: 'first_working_day_of_month', at: '09:00', period: 'month', which: 'ended' } as const;
    expect(told(schedule, after)).toEqual(expected);
  });

  it('of a quarter is about the one that ended', () => {
    const schedule = { when: 'first_working_day_of_quarter', at: '09:00', period: 'quarter', which: 'ended' } as const;
    expect(told(schedule, '2026-09-01')).toEqual(['2026-Q4', '2026-10-08T09:00', '2026-Q3']);
  });

  it('every working day is about the working day before', () => {
    const schedule = { when: 'every_working_day', at: '08:00', period: 'day', which: 'ended' } as const;
    expect(told(schedule, '2026-02-14')).toEqual(['2026-02-14', '2026-02-14T08:00', '2026-02-13']);
    expect(told(schedule, '2026-02-15')).toEqual(['2026-02-24', '2026-02-24T08:00', '2026-02-14']);
    expect(told(schedule, '2026-02-28')).toEqual(['2026-02-28', '2026-02-28T08:00', '2026-02-27']);
  });

  it('goes around a closure of the centre', () => {
    expect(told(weekly, '2026-03-07', calendarOf(['2026-03-09']))).toEqual([
      '2026-W11',
      '2026-03-10T08:30',
      '2026-W10',
    ]);
  });

  it('is at that time of the centre’s clock, daylight saving included', () => {
    const boston = calendarOf([], 'America/New_York');
    const at = (after: string) => nextRun(weekly, boston, new Date(after))!.at.toISOString();
    expect(at('2026-03-01T12:00:00Z')).toBe('2026-03-02T13:30:00.000Z');
    expect(at('2026-03-08T12:00:00Z')).toBe('2026-03-09T12:30:00.000Z');
  });

  it('is after the moment, never at it', () => {
    const monday = new Date('2026-03-09T08:30:00+08:00');
    expect(nextRun(weekly, CHINA, new Date(monday.getTime() - 1))!.at).toEqual(monday);
    expect(nextRun(weekly, CHINA, monday)!.occasion).toBe('2026-W12');
  });
});

describe('the runs between two moments', () => {
  it('leave no week out: two come together after 春节', () => {
    const runs = runsBetween(weekly, CHINA, new Date('2026-02-05T00:00:00Z'), new Date('2026-03-02T01:00:00Z'));
    expect(runs.map(({ at, period }) => `${at.toISOString().slice(0, 10)} ${formatPeriod(period)}`)).toEqual([
      '2026-02-09 2026-W06',
      '2026-02-24 2026-W07',
      '2026-02-24 2026-W08',
      '2026-03-02 2026-W09',
    ]);
  });

  it('of a year are as many as there are weeks, each once', () => {
    const runs = runsBetween(weekly, CHINA, new Date('2025-12-31T16:00:00Z'), new Date('2026-12-31T15:59:59Z'));
    expect(new Set(runs.map(({ occasion }) => occasion)).size).toBe(runs.length);
    expect(runs.length).toBe(52);
  });
});
