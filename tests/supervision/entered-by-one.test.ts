/** A history read in at once: tens of thousands of decisions entered by one person on one day cost what they are, not their square. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingsOf, migrate, openStore, readRules, type Store } from '@mingcha/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';

const CASES = 40_000;
/** One number of 8 bytes for each pair would be 12 GiB. */
const MOST_BYTES = 1_000_000_000;

let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-entered-'));
  store = await openStore(`file:${folder}`);
  await migrate(store);
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
  const rule = (await readRules()).find(({ id }) => id === 'entered_in_bulk')!;
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
