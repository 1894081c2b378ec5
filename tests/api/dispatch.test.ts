/** 旬调度 and window advice over HTTP: every number is as long as the list behind it, and looks from the right moment. */
import type { Dispatch, DispatchCases, WindowAdvice } from '@mingcha/analytics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, openSmallCity, type SmallCity } from './small-city.ts';

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity();
});
afterAll(() => city?.close());

async function get<Answer>(path: string): Promise<Answer> {
  const answer = await city.server.inject({ url: `/api/v1${path}` });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

const BEHIND = [
  ['overdue', 'place=overdue'],
  ['instant', 'place=instant'],
  ['due_1', 'ahead=1'],
  ['due_2', 'ahead=2'],
  ['due_5', 'ahead=5'],
  ['due_later', 'place=later'],
  ['no_limit', 'place=no_limit'],
  ['stopped', 'place=stopped'],
  ['age_5', 'age=5'],
  ['age_10', 'age=10'],
  ['age_45', 'age=45'],
] as const;

describe('ten days that run', () => {
  it('has the open cases of the small city in their places', async () => {
    const { rows, as_of } = await get<Dispatch>('/dispatch?period=2026-03-2');
    expect(as_of).toBe(NOW.toISOString());
    expect(rows.map(({ unit }) => unit)).toEqual(['plan', 'food']);
    const [plan, food] = rows;
    expect(plan).toMatchObject({
      overdue: 2,
      stopped: 1,
      open_cases: 3,
      decided_recent: 1,
      shortfall: 2,
      help_rank: 1,
    });
    // Due on Thursday the 12th and on Tuesday the 17th; today, the first day ahead, is Wednesday the 11th.
    expect(food).toMatchObject({ overdue: 0, due_1: 0, due_2: 1, due_5: 1, no_limit: 1, open_cases: 3 });
    // By the fifth day 2 are due, and 5 days at 1 of 20 close 0.25: 1.75 are short, less than the 1.95 of the other.
    expect(food).toMatchObject({ decided_recent: 1, recent_days: 20, shortfall: 2, short_from: 5, help_rank: 2 });
    expect(food?.days_ahead).toEqual(
      ['11', '12', '13', '16', '17', '18', '19', '20', '23', '24'].map((day) => `2026-03-${day}`),
    );
  });

  it.each(BEHIND)('%s is as long as the list behind it', async (column, standing) => {
    const { rows } = await get<Dispatch>('/dispatch?period=2026-03-2');
    for (const row of rows) {
      const behind = await get<DispatchCases>(`/dispatch/cases?period=2026-03-2&department=${row.unit}&${standing}`);
      expect(behind.rows).toHaveLength(row[column]);
    }
  });

  it('has stops of more working days than asked for as long ones', async () => {
    const long = async (days: number) =>
      (await get<Dispatch>(`/dispatch?period=2026-03-2&stopped_days=${days}`)).rows.map((row) => row.stopped_long);
    expect(await long(4)).toEqual([1, 0]);
    expect(await long(5)).toEqual([0, 0]);
    const { rows } = await get<DispatchCases>('/dispatch/cases?period=2026-03-2&stopped_days=4&stopped_long=true');
    expect(rows).toMatchObject([{ case_id: 'stopped', stood_days: 5, place: 'stopped' }]);
  });
});

describe('ten days that are over', () => {
  it('are looked at from their beginning, with what was open then', async () => {
    const { rows, as_of } = await get<Dispatch>('/dispatch?period=2026-03-1&by=all');
    expect(as_of).toBe('2026-02-28T16:00:00.000Z');
    // Sunday 1 March: the only open case is overdue since January; the first working day ahead is Monday.
    expect(rows).toMatchObject([{ open_cases: 1, overdue: 1, due_1: 0 }]);
    expect(rows[0]?.days_ahead[0]).toBe('2026-03-02');
  });

  it('are looked at from another moment where the request names one', async () => {
    const { rows, as_of } = await get<Dispatch>('/dispatch?period=2026-03-1&by=all&as_of=2026-03-03T12:00:00%2B08:00');
    expect(as_of).toBe('2026-03-03T04:00:00.000Z');
    expect(rows[0]?.days_ahead[0]).toBe('2026-03-03');
  });
});

it('refuses a period that is none, with an example', async () => {
  const answer = await city.server.inject({ url: '/api/v1/dispatch?period=2026-03-4' });
  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors).toMatchObject([{ parameter: 'period', example: '2026-03-2' }]);
});

describe('window advice', () => {
  it('counts with the minutes given, and says what each hour needs', async () => {
    const { rows } = await get<WindowAdvice>(
      '/window-advice?from=2026-03-02&to=2026-03-06&by=department&minutes_per_case=30&target_wait=5&service_level=0.9',
    );
    // One case came to a counter, on Friday the 6th at ten, in the hall's ordinary hours.
    const busy = rows.filter(({ arrivals }) => arrivals > 0);
    expect(busy).toMatchObject([
      { unit: 'food', weekday: 5, hour: 10, days: 1, open_minutes: 60, unstated: 1, arrivals_per_hour: 1, load: 0.5 },
    ]);
    expect(busy[0]).toMatchObject({ handling_origin: 'given', windows_open: 2, windows_advised: 2 });
    expect(rows.filter(({ arrivals }) => arrivals === 0).every((row) => row.windows_advised === 1)).toBe(true);
  });

  it('advises nothing where no events tell a handling time', async () => {
    const { rows } = await get<WindowAdvice>('/window-advice?from=2026-03-02&to=2026-03-06&by=centre');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.handling_origin === 'none' && row.windows_advised === null)).toBe(true);
  });

  it('refuses a service level nobody can promise', async () => {
    const answer = await city.server.inject({
      url: '/api/v1/window-advice?from=2026-03-02&to=2026-03-06&by=centre&service_level=1',
    });
    expect(answer.statusCode).toBe(400);
  });
});
