/** The worked examples of the domain's chapter on the clock, walked day by day. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { nationalCalendar } from './national-calendar.ts';
import { dayOf, isoOf, type Stop, WorkingDays, weekdayOf } from './working-days.ts';

const calendar = new WorkingDays(nationalCalendar());
const due = (accepted: string, limit: number, stops: Stop[] = []) => isoOf(calendar.nth(dayOf(accepted), limit, stops));
const used = (accepted: string, decided: string, stops: Stop[] = []) =>
  calendar.used(dayOf(accepted), dayOf(decided), stops);
const stop = (start: string, end: string | null): Stop => ({
  startDay: dayOf(start),
  endDay: end === null ? null : dayOf(end),
});

describe('worked examples, whole days', () => {
  test('across Spring Festival 2026 with its make-up Saturdays', () => {
    expect(due('2026-02-13', 5)).toBe('2026-02-27');
    expect(used('2026-02-13', '2026-02-26')).toBe(4);
    expect(used('2026-02-13', '2026-02-27')).toBe(5);
    expect(used('2026-02-13', '2026-02-28')).toBe(6);
  });

  test('accepted on a holiday: that day is day 0, the next working day is day 1', () => {
    expect(due('2026-02-21', 1)).toBe('2026-02-24');
    expect(used('2026-02-21', '2026-02-24')).toBe(1);
    expect(used('2026-02-21', '2026-02-21')).toBe(0);
  });

  test('a stop: its first day counts, the days after it up to its last do not', () => {
    const stops = [stop('2026-03-04', '2026-03-06')];
    expect(due('2026-03-02', 5, stops)).toBe('2026-03-11');
    expect(used('2026-03-02', '2026-03-10', stops)).toBe(4);
  });

  test('overlapping stops count once', () => {
    expect(due('2026-03-02', 5, [stop('2026-03-04', '2026-03-06'), stop('2026-03-05', '2026-03-09')])).toBe(
      '2026-03-12',
    );
  });

  test('an extension of three days in time', () => {
    expect(due('2026-03-02', 5 + 3)).toBe('2026-03-12');
    expect(used('2026-03-02', '2026-03-12')).toBe(8);
  });

  test('overdue by two when the extension came late', () => {
    expect(due('2026-03-02', 5)).toBe('2026-03-09');
    expect(used('2026-03-02', '2026-03-11')).toBe(7);
  });
});

test('an open stop has no due day, and lets no day count', () => {
  const stops = [stop('2026-03-04', null)];
  expect(() => due('2026-03-02', 5, stops)).toThrow('stands still');
  expect(used('2026-03-02', '2026-06-30', stops)).toBe(2);
});

test('days beyond the calendar count from Monday to Friday', () => {
  expect(calendar.isWorking(dayOf('2031-01-06'))).toBe(true);
  expect(calendar.isWorking(dayOf('2031-01-05'))).toBe(false);
});

test('an impossible day is refused in words', () => {
  expect(() => dayOf('2026-02-30x')).toThrow('is not a day');
  expect(weekdayOf(dayOf('2026-03-02'))).toBe(0);
});

const shared = process.env['MINGCHA_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const deadlines = `${shared}/data/cn_holidays/truth.json`;

// Skipped where the shared data are absent.
test.skipIf(!existsSync(deadlines))('all 168 deadlines computed from two public tables of holidays', () => {
  interface Deadline {
    received: string;
    working_days: number;
    due_by_holiday_cn: string;
  }
  const cases = (JSON.parse(readFileSync(deadlines, 'utf8')) as { deadline_cases: Deadline[] }).deadline_cases;
  expect(cases).toHaveLength(168);
  expect(cases.map(({ received, working_days }) => due(received, working_days))).toEqual(
    cases.map(({ due_by_holiday_cn }) => due_by_holiday_cn),
  );
});
