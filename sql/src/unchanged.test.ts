/** What is asked again, and when. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore, type Store } from './store.ts';
import { whileUnchanged } from './unchanged.ts';

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-unchanged-'));
  store = await openStore(`file:${folder}`);
  await store.command('create table t (a UInt8) engine = MergeTree order by a');
  for (const table of ['case_events', 'case_gathered']) await store.command(`create table ${table} as t`);
});
afterAll(async () => {
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

const insert = (a: number) => store.insert('t', ['a'], `${a}\n`, 'TabSeparated');
let asked = 0;
const count = (over: Store = store) =>
  whileUnchanged(over, 'how many', async () => {
    asked += 1;
    const [row] = await store.query<{ rows: number }>('select toUInt32(count()) as rows from t');
    return row?.rows;
  });
const askedBy = async (run: () => Promise<unknown>) => {
  const before = asked;
  await run();
  return asked - before;
};

it('is asked once, and again after an insert and after a command', async () => {
  expect(await count()).toBe(0);
  expect(await askedBy(() => count())).toBe(0);
  await insert(1);
  expect(await count()).toBe(1);
  expect(await askedBy(() => count())).toBe(0);
  await store.command('insert into t values (2)');
  expect(await count()).toBe(2);
});

it('keeps questions apart', async () => {
  expect(await whileUnchanged(store, 'one', async () => 1)).toBe(1);
  expect(await whileUnchanged(store, 'another', async () => 2)).toBe(2);
});

it('keeps what is not of cases while those are computed', async () => {
  let all = 0;
  const ask = (of: 'computed' | 'settled') => whileUnchanged(store, 'of all but cases', async () => (all += 1), of);
  expect([await ask('settled'), await ask('computed'), await ask('settled')]).toEqual([1, 2, 1]);
  await insert(9);
  expect([await ask('settled'), await ask('computed')]).toEqual([3, 4]);
  await store.insert('case_gathered', ['a'], '1\n', 'TabSeparated');
  expect([await ask('settled'), await ask('computed')]).toEqual([3, 5]);
});

it('keeps nothing that was asked or written over while something was written', async () => {
  const writing = insert(3);
  expect(await askedBy(() => Promise.all([count(), count()]))).toBe(2);
  await writing;
  await whileUnchanged(store, 'overtaken', async () => {
    await insert(4);
    return 'before';
  });
  expect(await whileUnchanged(store, 'overtaken', async () => 'after')).toBe('after');
  expect(await count()).toBe(5);
});

it('a failed write counts as one, and a failed answer is not kept', async () => {
  await count();
  await expect(store.command('insert into nowhere values (1)')).rejects.toThrow();
  expect(await askedBy(() => count())).toBe(1);
  await expect(whileUnchanged(store, 'failing', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await whileUnchanged(store, 'failing', async () => 'now')).toBe('now');
});

it('is asked each time where others write, too', async () => {
  const shared: Store = { ...store, generation: () => undefined };
  expect(await askedBy(async () => [await count(shared), await count(shared)])).toBe(2);
});

it('is not asked again for events of which nothing is computed yet, nor what is settled for facts', async () => {
  const count = async (table: string) => {
    const before = { computed: store.generation(), settled: store.generation('settled') };
    await store.command(`insert into ${table} values (1)`);
    return {
      computed: store.generation() !== before.computed,
      settled: store.generation('settled') !== before.settled,
    };
  };
  expect(await count('case_events')).toEqual({ computed: false, settled: false });
  expect(await count('case_gathered')).toEqual({ computed: true, settled: false });
  expect(await count('t')).toEqual({ computed: true, settled: true });
});
