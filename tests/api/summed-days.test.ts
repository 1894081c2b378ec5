/** Statistics of days that are over: the same answers out of the facts and out of the sums of their days, and which is read when. */
import { isSummed, readsCases, sumDays } from '@mingcha/sql';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { NOW, openSmallCity, type SmallCity } from './small-city.ts';

const OVER = { from: '2026-02-23', to: '2026-03-08' };
const DAYS = `from=${OVER.from}&to=${OVER.to}`;
const PATHS = [
  ...['all', 'department', 'window', 'staff', 'item'].map((by) => `/daily-statistics?${DAYS}&by=${by}`),
  `/daily-statistics?${DAYS}&by=item&department=food`,
  ...['departments', 'windows', 'counties', 'staff'].map((board) => `/weekly-ranking?week=2026-W10&board=${board}`),
  '/weekly-ranking?week=2026-W10&board=windows&county=430100',
  '/ranking?period=2026-03-01..2026-03-07&board=windows',
  '/period-statistics?period=2026-W10&by=department&compare=both',
  `/early-completion?${DAYS}&by=department`,
];

let city: SmallCity;
let now = NOW;
beforeAll(async () => {
  city = await openSmallCity({ clock: () => now });
});
afterAll(() => city?.close());

async function answer(path: string): Promise<string> {
  const { statusCode, body } = await city.server.inject({ url: `/api/v1${path}` });
  expect(statusCode, body).toBe(200);
  return body;
}
const all = () => Promise.all(PATHS.flatMap((path) => [answer(path), answer(`${path}&format=csv`)]));
interface Told {
  received: number;
  open_at_end: number;
}
const rows = async () => (JSON.parse(await answer(`/daily-statistics?${DAYS}&by=all`)) as { rows: Told[] }).rows;
const received = async () => (await rows()).reduce((sum, row) => sum + row.received, 0);
const standing = async () => (await rows()).at(-1)?.open_at_end ?? 0;

it('answers the same, whichever is read, and reads the sums while they stand', async () => {
  const { store } = city.engine;
  const fromFacts = await all();
  const told = await received();
  const stood = await standing();
  expect(told).toBeGreaterThan(0);

  await sumDays(store, { now: NOW });
  expect(await isSummed(store, OVER, NOW)).toBe(true);
  expect(await all()).toEqual(fromFacts);

  // What no case says can only come from the sums.
  await store.command(
    "insert into day_sums (day, item, computed, received, opened) values ('2026-03-02', 'invented', 1, 1000, 500)",
  );
  expect(await received()).toBe(told + 1000);
  expect(await standing()).toBe(stood + 500);

  // A case of these days changes: the facts say what is so, at once.
  const late = {
    source: 'hall',
    event_id: 'new',
    type: 'applied',
    case_id: 'new',
    occurred_at: '2026-03-03T09:00:00+08:00',
  };
  await city.engine.intake.submit([late]);
  await city.engine.intake.settled();
  expect(await received()).toBe(told + 1);
  expect(await standing()).toBe(stood + 1);

  await sumDays(store, { now: NOW });
  expect(await isSummed(store, OVER, NOW)).toBe(true);
  // Its days are summed whole, so that what was invented beside it is gone.
  expect(await received()).toBe(told + 1);
  expect(await standing()).toBe(stood + 1);
});

it('what was read out of the sums is read again when it may be another, and not for a case of other days', async () => {
  const { store, intake } = city.engine;
  await sumDays(store, { now: NOW });
  const ranking = '/weekly-ranking?week=2026-W10&board=departments';
  const units = async () =>
    (JSON.parse(await answer(ranking)) as { rows: { unit: string; cards_issued: number }[] }).rows;
  const read = vi.spyOn(store, 'lines');
  const readsOf = async (path: string) => {
    read.mockClear();
    await answer(path);
    return read.mock.calls.length;
  };
  const come = async (id: string, day: string) => {
    await intake.submit([
      { source: 'hall', event_id: id, type: 'applied', case_id: id, occurred_at: `${day}T09:00:00+08:00` },
    ]);
    await intake.settled();
  };
  const { unit } = (await units())[0]!;
  await come('of-another-day', '2026-03-10');
  expect(await isSummed(store, OVER, NOW)).toBe(true);
  expect(await readsOf(ranking)).toBe(0);
  // As of another moment, or of other units, it is another question.
  expect(await readsOf(`${ranking}&as_of=${encodeURIComponent(NOW.toISOString())}`)).toBe(1);
  expect(await readsOf(`${ranking}&county=430100`)).toBe(1);

  const found = '2026-03-04 01:00:00.000';
  await store.command(
    `insert into card_events (card_id, sequence, action_id, case_id, rule, grade, action, at, detail)
     values ('kept', 1, 'kept', 'kept', 'overdue', 'red', 'issue', '${found}', '{"department":"${unit}","calendar":"CN"}')`,
  );
  expect((await units()).filter(({ cards_issued }) => cards_issued > 0)).toMatchObject([{ unit, cards_issued: 1 }]);

  await come('of-these-days', '2026-03-04');
  expect(await readsOf(ranking)).toBe(1);
  expect(read.mock.calls[0]![0]).toContain('case_facts');
  read.mockRestore();
});

it('what is found while an answer is made, dated after its moment, is in the next one', async () => {
  const { store, intake } = city.engine;
  await intake.submit([
    { source: 'hall', event_id: 'other', type: 'applied', case_id: 'other', occurred_at: '2026-03-10T09:00:00+08:00' },
  ]);
  await intake.settled();
  await sumDays(store, { now: NOW });
  const cards = async () => {
    const { rows } = JSON.parse(await answer('/weekly-ranking?week=2026-W10&board=departments'));
    return (rows as { cards_issued: number }[]).reduce((sum, row) => sum + row.cards_issued, 0);
  };
  const query = store.query.bind(store);
  let isIssued = false;
  const looked = vi.spyOn(store, 'query').mockImplementation((async (...given: Parameters<typeof query>) => {
    if (!isIssued) {
      isIssued = true;
      await store.command(
        `insert into card_events (card_id, sequence, action_id, case_id, rule, grade, action, at, detail) values
         ('meanwhile', 1, 'm', 'm', 'overdue', 'red', 'issue', '2026-03-11 09:30:00.001',
          '{"department":"food","calendar":"CN","found_at":"2026-03-04T01:00:00.000Z"}')`,
      );
    }
    return query(...given);
  }) as never);
  const before = await cards();
  looked.mockRestore();
  expect(isIssued).toBe(true);
  now = new Date(NOW.getTime() + 1000);
  expect(await cards()).toBe(before + 1);
  now = NOW;
});

it.each([
  ['lines', ''],
  ['stream', '&format=csv'],
] as const)(
  'what was read out of the sums while they began to be written is read from the facts (%s)',
  async (way, format) => {
    const { store, intake } = city.engine;
    await sumDays(store, { now: NOW });
    const fromSums: boolean[] = [];
    const read: (...given: never[]) => Promise<never> = store[way] as never;
    const watched = vi.spyOn(store, way).mockImplementation((async (statement: string, ...given: never[]) => {
      if (/day_sums|case_facts/.test(statement)) {
        fromSums.push(statement.includes('day_sums'));
        if (fromSums.length === 1) {
          const id = `came-${way}`;
          const event = {
            source: 'hall',
            event_id: id,
            type: 'applied',
            case_id: id,
            occurred_at: '2026-03-04T09:00:00+08:00',
          };
          await intake.submit([event]);
          await intake.settled();
          await sumDays(store, { now: NOW });
        }
      }
      return read(statement as never, ...given);
    }) as never);
    const path = `/daily-statistics?${DAYS}&by=all${format}`;
    const told = (body: string) => (way === 'lines' ? JSON.parse(body).rows : body);
    const answered = await answer(path);
    watched.mockRestore();
    expect(fromSums).toEqual([true, false]);
    expect(told(answered)).toEqual(told(await answer(path)));
  },
);

it('knows of every table that cases flow into that reading it is reading cases', async () => {
  const flows = await city.engine.store.query<{ read: string; into: string; holds: number }>(
    `select v.read as read, v.into as into, t.engine != 'Null' as holds
     from (
       select
         extract(as_select, 'FROM (?:\\w+\\.)?(\\w+)') as read, extract(create_table_query, ' TO (?:\\w+\\.)?(\\w+)') as into
       from system.tables where database = currentDatabase() and engine = 'MaterializedView'
     ) as v
     inner join system.tables as t on t.name = v.into and t.database = currentDatabase()`,
  );
  const reached = new Set(['case_events', 'case_gathered']);
  for (const _ of flows) for (const { read, into } of flows) if (reached.has(read)) reached.add(into);
  const holding = flows.filter(({ read, holds }) => reached.has(read) && holds).map(({ into }) => into);
  expect(holding).toContain('case_facts');
  expect(holding.filter((table) => !readsCases(`select 1 from ${table}`))).toEqual([]);
});
