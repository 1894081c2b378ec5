import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { reloadDirectory } from './directory.ts';
import { migrate } from './migrate.ts';
import { ensureFacts, mergeFacts, rebuild } from './rebuild.ts';
import { openRefresher } from './refresh.ts';
import { openStore, type Store } from './store.ts';
import { StoreError } from './store-error.ts';

let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-refresh-'));
  store = await openStore(`file:${folder}`);
  await migrate(store);
});

afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const numbered = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => String(index).padStart(length, '0'));

test.each([
  ['40,000 cases', numbered(40_000, 25)],
  ['9,000 cases with the longest numbers', numbered(9_000, 128)],
])('the engine takes %s that are touched at once', async (_, cases) => {
  const refreshed: string[] = [];
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  const refresher = await openRefresher(store, {
    onFault: (error) => {
      fail(error);
      // It would try again for ever.
      throw error;
    },
    onRefreshed: (caseIds) => refreshed.push(...caseIds),
  });
  refresher.touch(cases);
  await Promise.race([refresher.settled(), failed]);
  await refresher.close();
  expect(refreshed).toEqual(cases);
});

test('whoever waits for one case waits for its own refresh, and for no other', async () => {
  const refreshes: (() => void)[] = [];
  const held: Store = { ...store, command: () => new Promise<void>((resolve) => refreshes.push(resolve)) };
  const refresher = await openRefresher(held);
  const told: string[] = [];
  const wait = (caseId: string, mostMs = 60_000) => refresher.settledFor(caseId, mostMs).then(() => told.push(caseId));
  const refreshed = async (count: number) => {
    await vi.waitFor(() => expect(refreshes).toHaveLength(count));
    refreshes.at(-1)?.();
  };

  refresher.touch(['a', 'b']);
  await vi.waitFor(() => expect(refreshes).toHaveLength(1));
  // Of a something more came while it was being computed; c comes after.
  refresher.touch(['a', 'c']);
  for (const caseId of ['a', 'b', 'c', 'untouched']) void wait(caseId);
  await vi.waitFor(() => expect(told).toEqual(['untouched']));
  // And not for ever.
  await wait('c', 10);
  expect(told.splice(0)).toEqual(['untouched', 'c']);
  await refreshed(1);
  await vi.waitFor(() => expect(told).toEqual(['b']));
  await refreshed(2);
  await vi.waitFor(() => expect(told).toEqual(['b', 'a', 'c']));
  await refresher.close();
});

test('a case the engine cannot compute holds up no other, and is tried again', async () => {
  let isPoisoned = true;
  const computed: string[] = [];
  const wrapped: Store = {
    ...store,
    async command(_statement, parameters) {
      const cases = parameters?.['cases'] as string[];
      if (isPoisoned && cases.includes('bad')) throw new StoreError('Cannot compute.', { code: 407 });
      computed.push(...cases);
    },
  };
  const refresher = await openRefresher(wrapped, { asideMs: 20 });
  refresher.touch(['a', 'bad', 'c', 'd']);
  await refresher.settled();
  expect(computed.sort()).toEqual(['a', 'c', 'd']);
  expect(refresher.aside).toBe(1);
  isPoisoned = false;
  await vi.waitFor(() => expect(computed).toContain('bad'));
  await vi.waitFor(() => expect(refresher.aside).toBe(0));
  await refresher.close();
});

describe('facts', () => {
  const moment = '2026-03-02 01:00:00.000';
  const columns = ['case_id', 'source', 'event_id', 'type', 'outcome', 'occurred_at', 'ingested_at'];
  async function tell(caseId: string, type: string, outcome = ''): Promise<void> {
    const row = [caseId, 'hall', `${caseId}-${type}`, type, outcome, moment, moment].join('\t');
    await store.insert('case_events', columns, `${row}\n`, 'TabSeparated');
  }
  const open = async () =>
    (await store.query<{ case_id: string }>('select case_id from open_cases final order by case_id')).map(
      ({ case_id }) => case_id,
    );

  /** The cases computed anew: by themselves, or with all others. */
  async function compute(kind: string, caseIds: readonly string[], from = store): Promise<void> {
    if (kind === 'rebuild') {
      await rebuild(from);
      return;
    }
    const refresher = await openRefresher(from);
    refresher.touch(caseIds);
    await refresher.settled();
    await refresher.close();
  }

  beforeAll(() => reloadDirectory(store));

  test('a rebuild buries what closed since, and writes no tombstone for what never was open here', async () => {
    await tell('o1', 'accepted');
    await tell('o2', 'accepted');
    await rebuild(store);
    expect(await open()).toEqual(['o1', 'o2']);
    await tell('o1', 'decided', 'completed');
    await tell('o3', 'accepted');
    await tell('o3', 'decided', 'completed');
    await rebuild(store);
    expect(await open()).toEqual(['o2']);
  });

  test('a refresh that closes a case takes it from the open ones', async () => {
    await tell('o2', 'decided', 'completed');
    await compute('refresh', ['o2']);
    expect(await open()).toEqual([]);
  });

  test('of cases that closed leave no tombstone once nothing has come for a while', async () => {
    const tombstones = async () => {
      const [row] = await store.query<{ rows: number }>('select toUInt32(countIf(is_closed)) as rows from open_cases');
      return row?.rows;
    };
    await tell('o5', 'accepted');
    await tell('o5', 'decided', 'completed');
    const refresher = await openRefresher(store, { quietMs: 50, manyTombstones: 1 });
    refresher.touch(['o5']);
    await refresher.settled();
    expect(await tombstones()).toBeGreaterThan(0);
    await vi.waitFor(async () => expect(await tombstones()).toBe(0));
    await refresher.close();
  });

  test('are computed again when they came from other models, and only then', async () => {
    expect(await ensureFacts(store)).toBeUndefined();
    const older = `case_facts\tolder models\t${Date.now() * 1000 + 10_000_000}\n`;
    await store.insert('facts_computed', ['what', 'models', 'version'], older, 'TabSeparated');
    const all = await store.query<{ count: number }>('select toUInt32(uniqExact(case_id)) as count from case_events');
    expect(await ensureFacts(store)).toEqual({ cases: all[0]?.count });
  });

  test.each(['refresh', 'rebuild'])(
    'after a %s span the days of all that was ever said, and know a contested event',
    async (kind) => {
      const told = [
        ['moved', 'e1', 1, 1, '2026-03-02 01:00:00.000'],
        ['moved', 'e1', 2, 2, '2026-03-05 01:00:00.000'],
        ['contested', 'e1', 1, 1, '2026-03-04 01:00:00.000'],
        ['contested', 'e1', 1, 2, '2026-03-06 01:00:00.000'],
        ['settled', 'e1', 1, 1, '2026-03-04 01:00:00.000'],
        ['settled', 'e1', 1, 2, '2026-03-04 01:00:00.000'],
        ['settled', 'e1', 2, 3, '2026-03-04 01:00:00.000'],
      ] as const;
      const rows = told.map(([caseId, eventId, revision, hash, at]) =>
        [`${kind}-${caseId}`, 'hall', eventId, revision, hash, 'accepted', at, moment].join('\t'),
      );
      const versions = [
        'case_id',
        'source',
        'event_id',
        'revision',
        'content_hash',
        'type',
        'occurred_at',
        'ingested_at',
      ];
      await store.insert('case_events', versions, `${rows.join('\n')}\n`, 'TabSeparated');
      await compute(
        kind,
        ['moved', 'contested', 'settled'].map((name) => `${kind}-${name}`),
      );
      const facts = await store.query(
        `select case_id, toString(accepted_on) as accepted, toString(first_on) as first, toString(last_on) as last,
        has(flags, 'equal_revision_conflict') as contested, event_count
      from case_facts final where startsWith(case_id, {kind:String}) and case_id like '%-%ed' order by case_id`,
        { kind: `${kind}-` },
      );
      const shown = (name: string, accepted: string, first: string, last: string, contested: 0 | 1) => ({
        case_id: `${kind}-${name}`,
        accepted,
        first,
        last,
        contested,
        event_count: 1,
      });
      expect(facts).toEqual([
        shown('contested', '2026-03-06', '2026-03-03', '2026-03-07', 1),
        shown('moved', '2026-03-05', '2026-03-01', '2026-03-06', 0),
        shown('settled', '2026-03-04', '2026-03-03', '2026-03-05', 0),
      ]);
    },
  );

  test('a rebuild leaves no part that holds older facts alone', async () => {
    await rebuild(store);
    const [parts] = await store.query<{ versions: number }>(
      'select toUInt32(uniqExact(version)) as versions from case_facts where version % 2 = 0',
    );
    expect(parts).toEqual({ versions: 1 });
    await tell('o4', 'accepted');
    await rebuild(store);
    expect(await open()).toContain('o4');
  });

  test.each(['refresh', 'rebuild'])('computed under a clock that ran fast give way to a later %s', async (kind) => {
    const caseId = `fast-${kind}`;
    const halfAnHour = 1_800_000_000;
    const events = async () => {
      const [row] = await store.query<{ event_count: number }>(
        'select event_count from case_facts final where case_id = {caseId:String}',
        { caseId },
      );
      return row?.event_count;
    };
    const reopened = () => ({ ...store });
    await tell(caseId, 'accepted');
    await compute(kind, [caseId], reopened());
    await store.command(
      `insert into case_facts select * replace (version + ${halfAnHour} as version) from case_facts final
      where case_id = {caseId:String}`,
      { caseId },
    );
    await tell(caseId, 'decided', 'completed');
    await compute(kind, [caseId], reopened());
    expect(await events()).toBe(2);
    expect(await open()).not.toContain(caseId);
  });

  test.each([
    ['some', 10, ''],
    ['as many as a statement names, of the longest numbers,', 20_000, 'x'.repeat(110)],
    ['more than a statement names', 20_500, ''],
  ])('of %s cases whose event came in two revisions, all computed anew, tell the later', async (_, count, long) => {
    const cases = `twice-${count}-${long}`;
    for (const revision of [0, 1]) {
      await store.command(
        `insert into case_events (case_id, source, event_id, revision, content_hash, type, window, occurred_at, ingested_at)
        select concat('${cases}', toString(number)), 'hall', 'in', ${revision}, ${revision}, 'accepted', 'w${revision}', '${moment}', '${moment}'
        from numbers(${count})`,
      );
    }
    await rebuild(store);
    const told = await store.query(
      `select toUInt32(count()) as cases, groupUniqArray(window) as windows, max(event_count) as events
      from case_facts final where startsWith(case_id, '${cases}')`,
    );
    expect(told).toEqual([{ cases: count, windows: ['w1'], events: 1 }]);
  });

  test('keep one row of each case once what a rebuild replaced is merged away', async () => {
    const rows = () => store.query('select case_id, event_count from case_facts final order by case_id');
    const before = await rows();
    await rebuild(store);
    await mergeFacts(store);
    expect(await store.query('select case_id, event_count from case_facts order by case_id')).toEqual(before);
  });
});
