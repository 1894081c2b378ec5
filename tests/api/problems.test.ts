/** What goes wrong is said as RFC 9457 problems that name the parameter and show a right one. */
import { Problem } from '@mingcha/analytics';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MARCH, openSmallCity, type SmallCity } from './small-city.ts';

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity();
});
afterAll(() => city?.close());

async function problem(path: string, status: number, headers: Record<string, string> = {}): Promise<Problem> {
  const answer = await city.server.inject({ url: path, headers });
  expect(answer.statusCode, answer.body).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const body = answer.json();
  expect(Value.Check(Problem, body)).toBe(true);
  return body;
}

describe('a wrong parameter is 400, named, with a right one beside it', () => {
  it.each([
    [`/daily-statistics?${MARCH}`, 'by', 'department'],
    ['/daily-statistics?from=2026-02-30&to=2026-03-11&by=all', 'from', '2026-03-02'],
    ['/daily-statistics?from=2026-03-11&to=2026-03-01&by=all', 'to', '2026-03-11'],
    ['/daily-statistics?from=1970-01-01&to=2026-03-11&by=all', 'from', '2026-03-02'],
    ['/cases?from=2026-03-01&to=9999-12-31&measure=received', 'to', '2026-03-02'],
    [`/daily-statistics?${MARCH}&by=moon`, 'by', 'department'],
    [`/daily-statistics?${MARCH}&by=all&limit=0`, 'limit', '1000'],
    [`/daily-statistics?${MARCH}&by=all&limit=2000000`, 'limit', '1000'],
    [`/daily-statistics?${MARCH}&by=all&format=xml`, 'format', 'json'],
    [`/daily-statistics?${MARCH}&by=all&as_of=yesterday`, 'as_of', '2026-03-09T17:30:00+08:00'],
    ['/weekly-ranking?week=2025-W53&board=windows', 'week', '2026-W10'],
    ['/weekly-ranking?week=2026-W10&board=cities', 'board', 'departments'],
    ['/ranking?period=2026-13&board=windows', 'period', '2026-03'],
    ['/period-statistics?period=2026-03-20..2026-03-02&by=all', 'period', '2026-03'],
    ['/period-statistics?period=1066&by=all', 'period', '2026-03'],
    ['/period-statistics?period=2026-03&by=all&compare=best', 'compare', 'previous'],
    ['/overdue?grade=purple', 'grade', 'red,yellow'],
    [`/cases?${MARCH}&measure=lost`, 'measure', 'received'],
    ['/rejects?state=gone', 'state', 'all'],
    ['/calendar?from=2026-03-11&to=2026-03-01', 'to', '2026-03-11'],
  ])('%s', async (path, parameter, example) => {
    const { errors, detail } = await problem(`/api/v1${path}`, 400);
    expect(errors).toEqual([{ parameter, message: expect.any(String), example }]);
    expect(detail).toContain(`"${parameter}"`);
  });

  it('a parameter nobody knows is refused, not ignored', async () => {
    const { errors } = await problem(`/api/v1/daily-statistics?${MARCH}&by=all&departement=plan`, 400);
    expect(errors?.[0]).toMatchObject({ parameter: 'departement', message: expect.stringContaining('department') });
  });

  it.each([
    [`/daily-statistics?${MARCH}&by=all&department=paln`, 'department'],
    ['/overdue?grade=all&window=plan-9', 'window'],
    ['/overdue/summary?staff=nobody', 'staff'],
    ['/overdue?grade=all&format=csv&item=permitt', 'item'],
    // Answers that have rows, or zeros, whatever is asked for.
    ['/ranking?period=2026-W10&board=departments&item=permitt', 'item'],
    ['/weekly-ranking?week=2026-W10&board=departments&item=permitt', 'item'],
    ['/monthly-review?month=2026-02&department=paln', 'department'],
    ['/monthly-review/ranks?month=2026-02&county=nowhere', 'county'],
    ['/monthly-review/handout?month=2026-02&department=paln', 'department'],
    ['/data-span?window=plan-9', 'window'],
    ['/rectifications/summary?department=paln', 'department'],
    ['/wall?centre=nowhere', 'centre'],
  ])('a code nobody knows is no empty list: %s', async (path, parameter) => {
    const { errors } = await problem(`/api/v1${path}`, 400);
    expect(errors).toEqual([{ parameter, message: expect.stringContaining(`/api/v1/units?level=${parameter}`) }]);
  });

  it('a list that has rows in spite of it is the same as a file', async () => {
    const path = '/api/v1/calendar?from=2026-03-02&to=2026-03-03&department=paln';
    for (const format of ['json', 'csv']) {
      const answer = await city.server.inject({ url: `${path}&format=${format}` });
      expect(answer.statusCode, answer.body).toBe(200);
      expect(answer.body).toContain('2026-03-03');
    }
  });

  it('a code on file with nothing to tell, or told by cases alone, is an empty list', async () => {
    for (const filter of ['department=idle', 'county=430100', 'item=unknown-item']) {
      const answer = await city.server.inject({
        url: `/api/v1/overdue?grade=all&as_of=2020-02-03T00:00:00Z&${filter}`,
      });
      expect(answer.statusCode, answer.body).toBe(200);
      expect(answer.json().rows).toEqual([]);
    }
  });

  it('a cursor of another list is refused', async () => {
    const first = await city.server.inject({ url: '/api/v1/overdue?grade=all&limit=1' });
    const { next_cursor: cursor } = first.json();
    const { errors } = await problem(`/api/v1/overdue?grade=red&limit=1&cursor=${cursor}`, 400);
    expect(errors?.[0]?.parameter).toBe('cursor');
  });

  it.each([
    '/overdue?grade=all&as_of=2026-03-09T17:30:00Z',
    `/daily-statistics?${MARCH}&by=department`,
    `/cases?${MARCH}&measure=received`,
    '/calendar?from=2026-03-02&to=2026-03-08',
    '/rejects?state=all',
  ])('the cursor shown instead of a wrong one goes on with the first row: %s', async (path) => {
    const { errors } = await problem(`/api/v1${path}&limit=2&cursor=zzz`, 400);
    expect(errors?.[0]?.parameter).toBe('cursor');
    const rows = async (cursor: string) => {
      const answer = await city.server.inject({ url: `/api/v1${path}&limit=2${cursor}` });
      expect(answer.statusCode, answer.body).toBe(200);
      return answer.json().rows;
    };
    expect(await rows(`&cursor=${errors?.[0]?.example}`)).toEqual(await rows(''));
  });
});

describe('an address', () => {
  it('that does not exist is 404', async () => {
    expect((await problem('/api/v1/nothing', 404)).detail).toContain('/api/v1/nothing');
  });

  it('asked for over and over is 429', async () => {
    const answers = await Promise.all(
      Array.from({ length: 80 }, (_, index) => city.server.inject({ url: `/guess-${index}` })),
    );
    const limited = answers.filter(({ statusCode }) => statusCode === 429);
    expect(limited.length).toBeGreaterThan(0);
    expect(limited[0]?.json()).toMatchObject({ status: 429, title: 'Too many requests' });
    expect(limited[0]?.headers['retry-after']).toBeDefined();
  });
});

describe('a format', () => {
  it('that lists do not come in is 406', async () => {
    await problem('/api/v1/overdue', 406, { accept: 'image/png' });
  });
});

describe('a store that is gone', () => {
  it('makes the server not ready, and reads fail without telling its secrets', async () => {
    const other = await openSmallCityWithoutStore();
    const ready = await other.server.inject({ url: '/readyz' });
    expect(ready.statusCode).toBe(503);
    const read = await other.server.inject({ url: '/api/v1/overdue' });
    expect(read.statusCode).toBeGreaterThanOrEqual(500);
    expect(read.json().detail).not.toContain('Code:');
    expect((await other.server.inject({ url: '/healthz' })).statusCode).toBe(200);
    await other.server.close();
  });
});

/** The application over the city's intake, with a store whose every read fails. */
async function openSmallCityWithoutStore() {
  const { app, createServer } = await import('@mingcha/analytics');
  const fail = async () => {
    throw new Error('Code: 210. DB::NetException: connection refused (secret-host:9000)');
  };
  const server = createServer();
  await server.register(app, {
    ...city.engine,
    store: { ...city.engine.store, query: fail, lines: fail, stream: fail },
  });
  await server.ready();
  return { server };
}
