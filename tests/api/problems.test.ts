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
    // Numbers in digits, whatever else JavaScript would read as one.
    ...['0x10', '1e3', '%205', '5%20', '%2B5', '5.0', ''].map((limit): [string, string, string] => [
      `/daily-statistics?${MARCH}&by=all&limit=${limit}`,
      'limit',
      '1000',
    ]),
    ['/dispatch/cases?ahead=0x2', 'ahead', '1'],
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
    // Moments and periods no store can keep days of.
    ...['1800-01-01T00:00:00Z', '1969-01-01T00:00:00Z', '2290-01-01T00:00:00Z', '9999-12-31T23:59:59Z'].flatMap(
      (asOf): [string, string, string][] =>
        ['/overdue/summary?', `/daily-statistics?${MARCH}&by=all&`, '/monthly-review?month=2026-02&'].map((path) => [
          `${path}as_of=${asOf}`,
          'as_of',
          '2026-03-09T17:30:00+08:00',
        ]),
    ),
    ['/weekly-ranking?week=9999-W52&board=departments', 'week', '2026-W10'],
    ['/reconciliation?week=9999-W52&a=hall&b=approval', 'week', '2026-W10'],
    ['/ranking?period=9999&board=departments', 'period', '2026-03'],
    ['/monthly-review?month=0000-01', 'month', '2026-03'],
    ['/monthly-review/ranks?month=0000-01', 'month', '2026-03'],
    ['/monthly-review/handout?month=9999-12', 'month', '2026-03'],
    // Where no example is written down, one is shown all the same.
    ['/cards?baseline=maybe', 'baseline', 'true'],
    ['/rectifications?overdue=7', 'overdue', 'true'],
    ['/rectifications?card_id=7', 'card_id', '9f86d081884c7d659a2feaa0c55ad015'],
    ['/dispatch/cases?period=2026-03-2&ahead=11', 'ahead', '1'],
    ['/dispatch/cases?period=2026-03-2&stopped_long=7', 'stopped_long', 'true'],
    [`/window-advice?${MARCH}&by=department&minutes_per_case=0`, 'minutes_per_case', '12'],
    [`/data-quality/reject?${MARCH}&code=nope`, 'code', 'unknown_type'],
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
    [`/coverage?${MARCH}&window=nowhere`, 'window'],
    [`/coverage/item?${MARCH}&centre=nowhere`, 'centre'],
    [`/calendar?${MARCH}&centre=nowhere`, 'centre'],
    [`/calendar?${MARCH}&format=csv&department=paln`, 'department'],
  ])('a code nobody knows is no empty list: %s', async (path, parameter) => {
    const { errors } = await problem(`/api/v1${path}`, 400);
    expect(errors).toEqual([{ parameter, message: expect.stringContaining(`/api/v1/units?level=${parameter}`) }]);
  });

  it.each([
    [`/data-quality?${MARCH}&by=source&source=nope`, 'source'],
    [`/data-quality/all?${MARCH}&source=nope&format=csv`, 'source'],
    [`/reject-codes?${MARCH}&source=nope`, 'source'],
    ['/rejects?source=nope', 'source'],
    ['/reconciliation?week=2026-W10&a=nope&b=hall', 'a'],
    ['/reconciliation/cases?week=2026-W10&a=hall&b=nope', 'b'],
  ])('nor is a source nothing ever came from: %s', async (path, parameter) => {
    const { errors } = await problem(`/api/v1${path}`, 400);
    expect(errors).toEqual([{ parameter, message: expect.stringContaining('/api/v1/sources') }]);
  });

  it('a schedule nobody knows has no empty list of reports', async () => {
    const { errors } = await problem('/api/v1/reports?schedule=nope', 400);
    expect(errors?.[0]).toMatchObject({ parameter: 'schedule', message: expect.stringContaining('/api/v1/schedules') });
  });

  it('a grade or card left empty is one not asked for', async () => {
    const rows = async (query: string) =>
      (await city.server.inject(`/api/v1/overdue?as_of=2026-03-11T09:30:00Z${query}`)).json().rows;
    const all = await rows('');
    expect(all.length).toBeGreaterThan(0);
    for (const query of ['&grade=', '&card=', '&card_state=']) expect(await rows(query), query).toEqual(all);
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
