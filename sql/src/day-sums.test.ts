/** Sums of days say what the facts say, and are read only while they do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Days, FIRST_DAY, FROM_SUMS, isSummed, openDaySums, sumDays } from './day-sums.ts';
import { inlineView } from './inline.ts';
import { migrate } from './migrate.ts';
import { rebuild } from './rebuild.ts';
import { openRefresher, type Refresher } from './refresh.ts';
import { insertRows, type Row, replaceDirectory } from './sidecar-rows.ts';
import { openStore, type Store } from './store.ts';

const NOW = new Date('2026-04-10T04:00:00Z');
const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const ANY = "county='', centre='', department='', window='', staff='', item=''";

let folder: string;
let store: Store;
let refresher: Refresher;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-day-sums-'));
  store = await openStore(`file:${folder}`);
  await migrate(store);
  await replaceDirectory(store, ['items'], {
    items: [
      { item: 'permit', name: 'Permit', case_kind: 'commitment', promised_limit: 5, promised_unit: 'working_days' },
    ],
  });
  refresher = await openRefresher(store);
});

afterAll(async () => {
  await refresher.close();
  await store.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  for (const table of ['case_events', 'case_facts', 'open_cases', 'day_sums', 'days_summed']) {
    await store.command(`truncate table ${table}`);
  }
  await tell([
    { case_id: 'a', type: 'accepted', occurred_at: '2026-03-02T01:00:00Z' },
    { case_id: 'a', type: 'decided', occurred_at: '2026-03-04T01:00:00Z', outcome: 'issued' },
    { case_id: 'b', type: 'accepted', occurred_at: '2026-03-02T02:00:00Z', window: 'w2' },
    { case_id: 'late', type: 'accepted', occurred_at: '2026-03-10T02:00:00Z' },
    { case_id: 'late', type: 'decided', occurred_at: '2026-03-30T02:00:00Z', outcome: 'issued' },
    { case_id: 'today', type: 'accepted', occurred_at: '2026-04-09T02:00:00Z' },
  ]);
});

async function tell(events: Row[]): Promise<void> {
  const given = { source: 'hall', item: 'permit', window: 'w1', department: 'health' };
  await insertRows(
    store,
    'case_events',
    events.map((row) => ({ ...given, event_id: row['type'], ...row })),
  );
  refresher.touch(events.map((row) => String(row['case_id'])));
  await refresher.settled();
}

const mart = (by: string, { from, to }: Days) =>
  `daily_statistics(from_day=toDate('${from}'), to_day=toDate('${to}'), by='${by}', as_of=toDateTime64('2026-04-10 04:00:00', 3, 'UTC'), ${ANY})`;

/** From the facts, and from the sums. */
const both = (by: string, days: Days = MARCH) =>
  Promise.all(
    [inlineView(mart(by, days)), inlineView(mart(by, days), FROM_SUMS)].map((from) =>
      store.query(`select * from ${from} order by day, unit`),
    ),
  );

async function expectSame(): Promise<void> {
  // Of the second there is nothing to show but what has stood open since the months before.
  for (const days of [MARCH, { from: '2026-04-03', to: '2026-04-08' }]) {
    for (const by of ['all', 'window', 'item']) {
      const [facts, sums] = await both(by, days);
      expect(sums, by).toEqual(facts);
    }
  }
  expect((await both('all'))[0]!.length).toBeGreaterThan(0);
}

test('sums are read for days that are over and summed, and say what the facts say', async () => {
  expect(await isSummed(store, MARCH, NOW), 'before').toBe(false);
  expect((await sumDays(store, { now: NOW })).days).toBeGreaterThan(20);
  expect(await isSummed(store, MARCH, NOW)).toBe(true);
  expect(await isSummed(store, { from: '2026-04-08', to: '2026-04-08' }, NOW), 'over').toBe(true);
  expect(await isSummed(store, { from: '2026-04-08', to: '2026-04-09' }, NOW), 'not over everywhere').toBe(false);
  expect(await isSummed(store, MARCH, new Date('2026-04-01T10:00:00Z')), 'of a moment before its end').toBe(false);
  expect((await both('all', { from: '2026-04-03', to: '2026-04-08' }))[1]!.length, 'b stands open').toBe(6);
  await expectSame();
  expect(await sumDays(store, { now: NOW }), 'again').toEqual({ days: 0 });
});

test('the day a case changed is read from the facts until it is summed anew, others are not', async () => {
  await sumDays(store, { now: NOW });
  await tell([
    { case_id: 'late', type: 'decided', occurred_at: '2026-03-20T02:00:00Z', outcome: 'issued', revision: 2 },
  ]);
  expect(await isSummed(store, MARCH, NOW)).toBe(false);
  expect(await isSummed(store, { from: '2026-03-01', to: '2026-03-08' }, NOW), 'before the case').toBe(true);
  expect(await isSummed(store, { from: '2026-03-30', to: '2026-03-30' }, NOW), 'where it was decided before').toBe(
    false,
  );
  await sumDays(store, { now: NOW });
  expect(await isSummed(store, MARCH, NOW)).toBe(true);
  await expectSame();
});

test('a case that names another window leaves nothing at the one before', async () => {
  await sumDays(store, { now: NOW });
  await tell([{ case_id: 'b', type: 'accepted', occurred_at: '2026-03-02T02:00:00Z', window: 'w1', revision: 2 }]);
  await sumDays(store, { now: NOW });
  const [, sums] = await both('window');
  expect(new Set(sums!.map((row) => (row as Row)['unit']))).toEqual(new Set(['w1']));
  await expectSame();
});

test('a case closed before it was due leaves the backlog of days long after its last event', async () => {
  const overdue = async () => {
    const [, sums] = await both('window');
    return sums!.filter((row) => (row as Row)['unit'] === 'w2' && Number((row as Row)['overdue_open_at_end']) > 0)
      .length;
  };
  await sumDays(store, { now: NOW });
  expect(await overdue(), 'from the end of its due day, 9 March').toBe(23);
  await expectSame();
  await tell([{ case_id: 'b', type: 'decided', occurred_at: '2026-03-04T02:00:00Z', window: 'w2', outcome: 'issued' }]);
  const lastDays = { from: '2026-03-20', to: '2026-03-31' };
  expect(await isSummed(store, lastDays, NOW), 'what happened on these days').toBe(true);
  expect(await isSummed(store, { ...lastDays, from: FIRST_DAY }, NOW), 'what stood open on them').toBe(false);
  await sumDays(store, { now: NOW });
  expect(await isSummed(store, { ...lastDays, from: FIRST_DAY }, NOW)).toBe(true);
  expect(await overdue()).toBe(0);
  await expectSame();
});

test('all computed anew, sums count again once they are, too', async () => {
  await sumDays(store, { now: NOW });
  await rebuild(store);
  expect(await isSummed(store, MARCH, NOW)).toBe(false);
  await sumDays(store, { now: NOW });
  expect(await isSummed(store, MARCH, NOW)).toBe(true);
  await expectSame();
});

test('days that end are summed, though nothing came in', async () => {
  await sumDays(store, { now: NOW });
  const later = new Date('2026-04-12T04:00:00Z');
  expect(await isSummed(store, { from: '2026-04-09', to: '2026-04-09' }, later)).toBe(false);
  expect((await sumDays(store, { now: later })).days).toBe(2);
  expect(await isSummed(store, { from: '2026-04-09', to: '2026-04-09' }, later)).toBe(true);
});

test('facts that were being written are newer than the sums', async () => {
  await sumDays(store, { now: NOW, isWriting: () => true });
  expect(await isSummed(store, MARCH, NOW)).toBe(false);
});

class Killed extends Error {}

/** The same store, whose process is killed just before its (n + 1)th write. */
function killedAfter(writes: number): Store {
  let done = 0;
  const count = () => {
    if (done >= writes) throw new Killed('killed');
    done += 1;
  };
  return {
    ...store,
    async command(...given) {
      count();
      return store.command(...given);
    },
    async insert(...given) {
      count();
      return store.insert(...given);
    },
  };
}

test('cut off between any two writes, what is read is what the facts say', async () => {
  await sumDays(store, { now: NOW });
  let isDone = false;
  for (let writes = 0; !isDone; writes += 1) {
    await tell([
      {
        case_id: 'b',
        type: 'accepted',
        occurred_at: '2026-03-02T02:00:00Z',
        window: `w${writes}`,
        revision: writes + 2,
      },
      { case_id: 'b', type: 'decided', occurred_at: `2026-04-0${(writes % 7) + 1}T02:00:00Z`, revision: writes + 2 },
    ]);
    isDone = await sumDays(killedAfter(writes), { now: NOW }).then(
      () => true,
      (error) => {
        expect(error).toBeInstanceOf(Killed);
        return false;
      },
    );
    expect(await isSummed(store, MARCH, NOW), `after ${writes} writes`).toBe(isDone);
    expect(await isSummed(store, { from: '2026-02-01', to: '2026-02-28' }, NOW), 'another month').toBe(true);
  }
  await expectSame();
});

test('sums by other definitions are nobody’s, also of the release they were made by, until they are made again', async () => {
  await sumDays(store, { now: NOW });
  await insertRows(store, 'days_summed', [
    {
      what: 'day_sums',
      models: 'of another release',
      through: '2026-04-08',
      version: '9007199254000000',
      computed: '9000000000000000',
    },
  ]);
  expect(await isSummed(store, MARCH, NOW)).toBe(false);
  await sumDays(store, { now: NOW, isClosing: () => true });
  expect(await isSummed(store, MARCH, NOW), 'cut off').toBe(false);
  const [told] = await store.query<Row>('select models, through from days_summed final');
  expect(told!['models']).not.toBe('of another release');
  expect(told!['through']).toBe('1970-01-01');
  await sumDays(store, { now: NOW });
  expect(await isSummed(store, MARCH, NOW)).toBe(true);
  await expectSame();
});

test('kept up to date while it is open', async () => {
  const faults: unknown[] = [];
  const sums = openDaySums(store, { refresher, clock: () => NOW, onFault: (error) => faults.push(error) });
  await vi.waitFor(async () => expect(await isSummed(store, MARCH, NOW)).toBe(true), { timeout: 10_000 });
  await sums.close();
  expect(faults).toEqual([]);
});
