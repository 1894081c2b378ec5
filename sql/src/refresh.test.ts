import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { migrate } from './migrate.ts';
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
  isPoisoned = false;
  await vi.waitFor(() => expect(computed).toContain('bad'));
  await refresher.close();
});
