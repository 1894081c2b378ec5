/** The worked examples of the clock (domain §4), through the real path: events in, case facts out. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Intake, openIntake } from '@mingcha/ingest';
import { migrate, openRefresher, openStore, type Refresher, reloadDirectory, type Store } from '@mingcha/sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let directory: string;
let store: Store;
let refresher: Refresher;
let intake: Intake;
let sequence = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mingcha-clock-'));
  store = await openStore(`file:${directory}`);
  await migrate(store);
  const items = ['five\t5\tworking_days\t20\tworking_days', 'one\t1\tworking_days\t20\tworking_days'];
  await store.insert(
    'items',
    ['item', 'promised_limit', 'promised_unit', 'statutory_limit', 'statutory_unit', 'case_kind', 'valid_from', 'version'],
    items.map((line) => `${line}\tcommitment\t1970-01-01\t1\n`).join(''),
    'TabSeparated',
  );
  await reloadDirectory(store);
  refresher = await openRefresher(store);
  intake = await openIntake({ store, refresher });
});

afterAll(async () => {
  await intake?.close();
  await refresher?.close();
  await store?.close();
  await rm(directory, { recursive: true, force: true });
});

interface Facts {
  due_on: string | null;
  used: number | null;
  verdict: string;
  promised_limit: number | null;
  flags: string[];
  state: string;
}

type Told = Record<string, unknown> & { type: string; at: string };

async function factsOf(item: string, events: Told[]): Promise<Facts> {
  const case_id = `case-${++sequence}`;
  const lines = events.map(({ at, ...event }, n) => ({
    source: 'test',
    event_id: `${case_id}-${n}`,
    case_id,
    item,
    occurred_at: at,
    ...event,
  }));
  const results = await intake.submit(lines);
  expect(results.filter((result) => result.status !== 'stored')).toEqual([]);
  await intake.settled();
  const [facts] = await store.query<Facts>(
    'select due_on, used, verdict, promised_limit, flags, state from case_facts final where case_id = {case_id:String}',
    { case_id },
  );
  if (!facts) throw new Error(`no facts for ${case_id}`);
  return facts;
}

const accepted = (at: string): Told => ({ type: 'accepted', at });
const decided = (at: string): Told => ({ type: 'decided', outcome: 'issued', at });
const stop = (id: string, from: string, to?: string): Told[] => [
  { type: 'special_started', special_kind: 'stop', special_id: id, at: `${from}T09:00:00` },
  ...(to ? [{ type: 'special_finished', special_id: id, at: `${to}T16:00:00` }] : []),
];

describe('five working days from Friday 2026-02-13, over the spring festival', () => {
  const start = accepted('2026-02-13T10:00:00');
  it('is due on 02-27', async () => {
    expect(await factsOf('five', [start])).toMatchObject({ due_on: '2026-02-27', verdict: 'not_judged', state: 'accepted' });
  });
  it.each([
    ['2026-02-26T10:00:00', 4, 'early'],
    ['2026-02-27T23:59:00', 5, 'on_time'],
    ['2026-02-28T09:00:00', 6, 'overdue'],
  ])('decided %s has used %i days: %s', async (at, used, verdict) => {
    expect(await factsOf('five', [start, decided(at)])).toMatchObject({ used, verdict, due_on: '2026-02-27' });
  });
});

describe('accepted on a holiday', () => {
  it('starts that day; the first working day after it is day 1', async () => {
    const facts = await factsOf('one', [accepted('2026-02-21T10:00:00'), decided('2026-02-24T10:00:00')]);
    expect(facts).toMatchObject({ due_on: '2026-02-24', used: 1, verdict: 'on_time' });
  });
});

describe('stops', () => {
  const start = accepted('2026-03-02T09:00:00');
  it('take out the days after their start through their end', async () => {
    const facts = await factsOf('five', [start, ...stop('a', '2026-03-04', '2026-03-06'), decided('2026-03-10T10:00:00')]);
    expect(facts).toMatchObject({ due_on: '2026-03-11', used: 4, verdict: 'early' });
  });
  it('that overlap count once', async () => {
    const stops = [...stop('a', '2026-03-04', '2026-03-06'), ...stop('b', '2026-03-05', '2026-03-09')];
    expect(await factsOf('five', [start, ...stops])).toMatchObject({ due_on: '2026-03-12', state: 'accepted' });
  });
  it('that never end leave no due day', async () => {
    expect(await factsOf('five', [start, ...stop('a', '2026-03-04')])).toMatchObject({ due_on: null, state: 'stopped' });
  });
});

describe('extensions', () => {
  const start = accepted('2026-03-02T09:00:00');
  const extension = (at: string): Told => ({ type: 'special_started', special_kind: 'extension', granted: 3, at });
  it('granted in time move the due day', async () => {
    const facts = await factsOf('five', [start, extension('2026-03-05T10:00:00'), decided('2026-03-12T10:00:00')]);
    expect(facts).toMatchObject({ due_on: '2026-03-12', used: 8, promised_limit: 8, verdict: 'on_time' });
  });
  it('granted after the due day are kept, do not heal, and are flagged', async () => {
    const facts = await factsOf('five', [start, extension('2026-03-10T10:00:00'), decided('2026-03-11T10:00:00')]);
    expect(facts).toMatchObject({ due_on: '2026-03-09', used: 7, promised_limit: 5, verdict: 'overdue' });
    expect(facts.flags).toContain('late_extension');
  });
});
