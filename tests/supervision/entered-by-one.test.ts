/**
 * What one person entered: a history read in at once, tens of thousands of decisions of one day, costs what it is, not its
 * square; what was corrected since counts no more.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingsOf, openStore, readRules, type Store } from '@mingcha/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyStore } from '../empty-store.ts';

const rule = (await readRules()).find(({ id }) => id === 'entered_in_bulk')!;

const CASES = 40_000;
/** One number of 8 bytes for each pair would be 12 GiB. */
const MOST_BYTES = 1_000_000_000;

let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-entered-'));
  store = await openStore(await emptyStore(folder));
  await store.command(
    `insert into case_facts (case_id, version, decided_by, decided_at, decision_entered_at, received_on, is_closed)
    select toString(number), 2, 'import', decided_at, decided_at, '2026-03-02', true
    from (select number, toDateTime64('2026-03-02 01:00:00', 3, 'UTC') + toIntervalMillisecond(200 * number) as decided_at
      from numbers({cases:UInt32}))`,
    { cases: CASES },
  );
}, 60_000);

afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

it('finds every one of them, each from when so many were entered', async () => {
  const [found] = await store.query<{ cases: number; first: string; last: string }>(
    `select toUInt32(uniqExact(case_id)) as cases, min(found_at) as first, max(found_at) as last
    from (${findingsOf(rule, 'case_facts final', [])}) settings max_memory_usage = ${MOST_BYTES}`,
  );
  expect(found).toEqual({
    cases: CASES,
    // The tenth, 1.8 s after the first; the very last.
    first: '2026-03-02T01:00:01.800Z',
    last: '2026-03-02T03:13:19.800Z',
  });
});

it('counts a decision where it stands now: not where it stood before a correction moved it to another day or clerk', async () => {
  const burst = (version: number, where: string, day: string, by: string) =>
    store.command(
      `insert into case_facts (case_id, version, decided_by, decided_at, decision_entered_at, received_on, is_closed)
    select concat('moved-', toString(number)), {version:UInt64}, {by:String}, decided_at, decided_at, '2026-03-09', true
    from (select number, toDateTime64({day:String}, 3, 'UTC') + number as decided_at from numbers(10)) where ${where}`,
      { version, day, by },
    );
  const found = () =>
    store.query<{ case_id: string; found_at: string }>(
      `select case_id, found_at from (${findingsOf(rule, "(select * from case_facts final where startsWith(case_id, 'moved-'))", [])})
    order by case_id`,
    );
  await burst(2, 'true', '2026-03-09 02:00:00', 'zhang');
  expect(await found()).toHaveLength(10);
  await burst(4, 'number = 9', '2026-03-10 02:00:00', 'zhang');
  expect(await found()).toEqual([]);
  await burst(6, 'number = 9', '2026-03-09 02:00:00', 'li');
  expect(await found()).toEqual([]);
  await burst(8, 'number = 9', '2026-03-09 02:00:30', 'zhang');
  expect(new Set((await found()).map(({ found_at }) => found_at))).toEqual(new Set(['2026-03-09T02:00:39.000Z']));
  // One taken over by another clerk among those of many.
  await burst(10, 'number = 9', '2026-03-02 01:00:05', 'import');
  expect(await found()).toEqual([{ case_id: 'moved-9', found_at: '2026-03-02T01:00:14.000Z' }]);
});
