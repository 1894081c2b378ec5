/**
 * Periods as a product: any of them is counted and ranked, and held against the period before and the year before: the
 * small city in its week, its month and its day still running, with cases of a year before and of the weeks before.
 */
import type { PeriodStatistics, PeriodStatisticsRow, Ranking, WeeklyRanking } from '@mingcha/analytics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cityEvents, type Event, NOW, openSmallCity, type SmallCity } from './small-city.ts';

const PLACE = { department: 'food', window: 'food-1', staff: 's-food', item: 'licence', centre: 'hall', source: 'old' };
const at = (type: string, caseId: string, moment: string): Event => ({
  ...PLACE,
  event_id: `${caseId}-${type}`,
  case_id: caseId,
  type,
  occurred_at: `${moment}:00+08:00`,
  ...(type === 'decided' ? { outcome: 'completed' } : {}),
});
const handled = (caseId: string, from: string, to: string) => [at('accepted', caseId, from), at('decided', caseId, to)];

/** Wednesday 11 March 2026, 17:30. The day before has cases at noon and after 17:30; so have February and the year before. */
const BEFORE: Event[] = [
  ...handled('year-before', '2025-03-04T09:00', '2025-03-05T09:00'),
  ...handled('year-before-after-eleven-days', '2025-03-14T09:00', '2025-03-17T09:00'),
  ...handled('february-early', '2026-02-02T09:00', '2026-02-04T09:00'),
  ...handled('february-at-five', '2026-02-11T09:00', '2026-02-11T17:00'),
  ...handled('february-at-six', '2026-02-11T09:00', '2026-02-11T18:00'),
  ...handled('february-late', '2026-02-26T09:00', '2026-02-27T09:00'),
  ...handled('friday', '2026-03-06T08:00', '2026-03-06T16:00'),
  ...handled('sunday', '2026-03-08T08:00', '2026-03-08T16:00'),
  ...handled('tuesday-at-five', '2026-03-10T09:00', '2026-03-10T17:00'),
  ...handled('tuesday-at-six', '2026-03-10T09:00', '2026-03-10T18:00'),
];

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity({ events: [...cityEvents(), ...BEFORE] });
});
afterAll(() => city?.close());

async function get<Answer>(path: string): Promise<Answer> {
  const answer = await city.server.inject({ url: `/api/v1${path}` });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}
async function whole(query: string): Promise<PeriodStatisticsRow> {
  const { rows } = await get<PeriodStatistics>(`/period-statistics?by=all&department=food&${query}`);
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

describe('period statistics', () => {
  it.each(['2026-03-11', '2026-W10', '2026-02-3', '2026-02', '2026-Q1', '2026', '2026-02-20..2026-03-05'])(
    'of %s are the sums of its days, with the backlog of its last',
    async (period) => {
      const { rows } = await get<PeriodStatistics>(`/period-statistics?period=${period}&by=department`);
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) {
        const days = await get<{ rows: Record<string, number>[] }>(
          `/daily-statistics?from=${row.from_day}&to=${row.to_day}&by=department&department=${row.unit}`,
        );
        const sum = (name: string) => days.rows.reduce((total, day) => total + Number(day[name]), 0);
        for (const name of [
          'received',
          'accepted',
          'decided',
          'completed',
          'early',
          'overdue',
          'used_days_sum',
          'rated',
        ])
          expect(`${name} ${row[name as 'received']}`).toBe(`${name} ${sum(name)}`);
        const last = days.rows.at(-1);
        expect(row.open_at_end).toBe(last?.['open_at_end']);
        expect(row.overdue_open_at_end).toBe(last?.['overdue_open_at_end']);
      }
    },
  );

  it('have mean and median of the whole period', async () => {
    // Used: instant 0, on-time 5, late 7, friday 0, sunday 0, two on Tuesday 0.
    expect(await whole('period=2026-03')).toMatchObject({ completed: 7, handling_days_sum: 12, used_days_median: 0 });
    expect(await whole('period=2026-03-11')).toMatchObject({ completed: 1, handling_days_sum: 7, used_days_median: 7 });
  });

  it('of a month still running are held against the same days of the month before until the same time', async () => {
    expect(await whole('period=2026-03&compare=both')).toMatchObject({
      from_day_previous: '2026-02-01',
      to_day_previous: '2026-02-11',
      until_previous: '2026-02-11T09:30:00.000Z',
      received_previous: 3,
      completed_previous: 2,
      open_at_end_previous: 1,
      from_day_year_before: '2025-03-01',
      to_day_year_before: '2025-03-11',
      until_year_before: '2025-03-11T09:30:00.000Z',
      completed_year_before: 1,
    });
  });

  it('lead to exactly the cases of the other period, as of the moment it is counted until', async () => {
    const row = await whole('period=2026-03&compare=previous');
    const then = `from=${row.from_day_previous}&to=${row.to_day_previous}&as_of=${row.until_previous}&department=food`;
    for (const measure of ['received', 'completed', 'open_at_end'] as const) {
      const { rows } = await get<{ rows: { case_id: string }[] }>(`/cases?measure=${measure}&${then}`);
      expect(`${measure} ${rows.length}`).toBe(`${measure} ${row[`${measure}_previous`]}`);
    }
  });

  it('of a period that is over are held against the whole of the other', async () => {
    expect(await whole('period=2026-02&compare=both')).toMatchObject({
      completed: 4,
      from_day_previous: '2026-01-01',
      to_day_previous: '2026-01-31',
      until_previous: null,
      completed_previous: 0,
      used_days_median_previous: null,
      until_year_before: null,
      completed_year_before: 0,
    });
    expect(await whole('period=2026-03&compare=year&as_of=2026-04-02T00:00:00%2B08:00')).toMatchObject({
      to_day_year_before: '2025-03-31',
      completed_year_before: 2,
    });
  });

  it('of a day are held against the working day before it: of today until the same time, of Monday against Friday', async () => {
    expect(await whole('period=2026-03-11&compare=previous')).toMatchObject({
      from_day_previous: '2026-03-10',
      to_day_previous: '2026-03-10',
      until_previous: '2026-03-10T09:30:00.000Z',
      received_previous: 3,
      completed_previous: 1,
    });
    expect(await whole('period=2026-03-09&compare=previous')).toMatchObject({
      from_day_previous: '2026-03-06',
      until_previous: null,
      completed_previous: 1,
    });
    // 24 February was the first working day after the Spring Festival; the last before it was Saturday 14 February.
    const { rows } = await get<PeriodStatistics>('/period-statistics?by=all&period=2026-02-24&compare=previous');
    expect(rows).toMatchObject([{ from_day_previous: '2026-02-14', to_day_previous: '2026-02-14' }]);
  });

  it('list a unit that has nothing now but had something then', async () => {
    const { rows } = await get<PeriodStatistics>('/period-statistics?period=2025-Q2&by=window&compare=previous');
    expect(rows).toMatchObject([
      { unit: 'food-1', unit_name: '市监1号窗', received: 0, used_days_median: null, completed_previous: 2 },
    ]);
  });

  it('have only the columns asked for', async () => {
    const columns = Object.keys(await whole('period=2026-02&compare=year'));
    expect(columns).toContain('received_year_before');
    expect(columns.filter((name) => name.endsWith('_previous'))).toEqual([]);
  });
});

describe('ranking', () => {
  it('of a week is the weekly ranking', async () => {
    for (const board of ['departments', 'windows', 'counties', 'staff']) {
      const week = await get<WeeklyRanking>(`/weekly-ranking?week=2026-W10&board=${board}`);
      const any = await get<Ranking>(`/ranking?period=2026-W10&board=${board}`);
      expect(any.rows.map(({ period, ...row }) => ({ week: period, ...row }))).toEqual(week.rows);
    }
  });

  it('of any period counts what its statistics count, and tells the period', async () => {
    for (const period of ['2026-03-10', '2026-03-1', '2026-03', '2026-Q1', '2026', '2026-02-20..2026-03-05']) {
      const { rows } = await get<Ranking>(`/ranking?period=${period}&board=departments`);
      expect(rows.map(({ unit }) => unit).sort()).toEqual(['food', 'idle', 'plan']);
      const statistics = await get<PeriodStatistics>(`/period-statistics?period=${period}&by=department`);
      for (const row of rows) {
        expect(row.period).toBe(period);
        const counted = statistics.rows.find(({ unit }) => unit === row.unit);
        for (const name of ['received', 'completed', 'early', 'overdue', 'commitment_completed'] as const)
          expect(`${period} ${row.unit} ${name} ${row[name]}`).toBe(
            `${period} ${row.unit} ${name} ${counted?.[name] ?? 0}`,
          );
      }
    }
  });

  it('looks from the moment asked for', async () => {
    expect((await get<Ranking>('/ranking?period=2026-03&board=staff')).as_of).toBe(NOW.toISOString());
  });
});
