/** The store's promises, on every home there is: this process, a server's HTTP interface, and a real server if given. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore, type Store } from '@mingcha/sql';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  bytesOf,
  dictionaryContract,
  errorsContract,
  failureOf,
  parametersContract,
  resultsContract,
  writesContract,
} from './contract.ts';
import { type Front, startFront } from './front.ts';

function contract(open: () => Store): void {
  parametersContract(open);
  resultsContract(open);
  writesContract(open);
  dictionaryContract(open);
  errorsContract(open);
}

describe('in this process', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mingcha-store-'));
  const url = `file:${directory}`;
  let store: Store;
  beforeAll(async () => {
    store = await openStore(url);
  });
  afterAll(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });
  contract(() => store);

  test('a second directory in one process is refused in words', async () => {
    const error = await failureOf(openStore(`file:${directory}-other`));
    expect(error.message).toContain(`already has the data directory ${directory} open`);
  });

  test('what was inserted is there after closing and opening again; a closed store says so', async () => {
    await store.command('create table kept (n UInt32) engine = MergeTree order by n');
    await store.insert('kept', ['n'], '1\n2\n3\n', 'TabSeparated');
    expect(readdirSync(directory).filter((name) => name.startsWith('insert'))).toEqual([]);
    const unread = await store.stream('select number from numbers(1000000)', 'CSV');
    const dropped = new Promise((resolve) => unread.once('error', resolve));
    const underWay = store.query('select toUInt32(count()) as n from kept');
    const closing = store.close();
    const refused = await failureOf(store.query('select 1'));
    expect(refused.message).toContain('is closed');
    expect(await underWay).toEqual([{ n: 3 }]);
    await closing;
    expect(await dropped).toMatchObject({ name: 'StoreError' });
    writeFileSync(join(directory, 'insert-7.rows'), 'left by a kill');
    store = await openStore(url);
    expect(await store.query('select toUInt32(sum(n)) as n from kept')).toEqual([{ n: 6 }]);
    expect(readdirSync(directory).filter((name) => name.startsWith('insert'))).toEqual([]);
  });

  test('a failed insert fails, whatever its rows say of errors', async () => {
    const columns = 'text String, n UInt32, constraint few check n < 100';
    await store.command(`create table remarks (${columns}) engine = MergeTree order by n`);
    for (const remark of ['-- { error 469 }', '/* { error 469 } */']) {
      const rows = `${remark}\t1\nrow\t200\n`;
      expect((await failureOf(store.insert('remarks', ['text', 'n'], rows, 'TabSeparated'))).code).toBe(469);
    }
    expect(await store.query('select toUInt32(count()) as n from remarks')).toEqual([{ n: 0 }]);
  });

  test('abandoned, it ends what would go on for hours, refuses what waits or comes, and closes', async () => {
    await store.command('create table whole (n UInt64) engine = MergeTree order by n');
    const forHours = 'select count() from numbers(1000000000000) where sipHash64(number) = 1';
    const reads = Array.from({ length: 12 }, () => failureOf(store.query(forHours)));
    const written = failureOf(store.command(`insert into whole ${forHours}`));
    await vi.waitFor(async () => {
      const counted = "select countIf(query like '%sipHash64%') from system.processes";
      expect(Number(await bytesOf(await store.stream(counted, 'TabSeparated')))).toBeGreaterThan(2);
    });
    await store.abandon();
    const failures = await Promise.all([...reads, written]);
    for (const failure of failures) expect(failure.message).toMatch(/is closed|\(code 394\)/);
    expect((await failureOf(store.query('select 1'))).message).toContain('is closed');
    await store.close();
    store = await openStore(url);
    expect(await store.query('select toUInt32(count()) as n from whole')).toEqual([{ n: 0 }]);
  });
});

describe('what is no store', () => {
  test('a path that is a file is refused in words', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'mingcha-store-'));
    writeFileSync(join(directory, 'data'), '');
    const error = await failureOf(openStore(`file:${join(directory, 'data')}`));
    expect(error.message).toMatch(/cannot be written.*MINGCHA_DATA/);
    rmSync(directory, { recursive: true });
  });

  test('a path the engine would read as a pattern is refused in words', async () => {
    const error = await failureOf(openStore(`file:${join(tmpdir(), 'mingcha-{a,b}')}`));
    expect(error.message).toMatch(/pattern.*MINGCHA_DATA/);
  });

  test('a directory in use by another process is refused in one sentence, and opens once that has stopped', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'mingcha-store-'));
    const script = `
      import { createChdbConnection } from 'chdb/connection';
      createChdbConnection({ path: ${JSON.stringify(directory)} });
      console.log('opened');
      setInterval(() => undefined, 1000);`;
    const cwd = fileURLToPath(new URL('.', import.meta.url));
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd });
    try {
      await once(holder.stdout, 'data');
      const error = await failureOf(openStore(`file:${directory}`));
      expect(error.message).toBe(
        `The data directory ${directory} is in use by another process; stop it or choose another with MINGCHA_DATA.`,
      );
      expect([error.code, error.isRetryable]).toEqual([76, false]);
    } finally {
      const exited = once(holder, 'exit');
      holder.kill('SIGKILL');
      await exited;
    }
    const store = await openStore(`file:${directory}`);
    expect(await store.query('select 1 as one')).toEqual([{ one: 1 }]);
    await store.close();
    rmSync(directory, { recursive: true });
  });

  test('other addresses are refused, without their password', async () => {
    const error = await failureOf(openStore('postgres://mingcha:secret@db/mingcha'));
    expect(error.message).toContain('is not a store; give file:PATH or http(s)://');
    expect(error.message).not.toContain('secret');
    expect((await failureOf(openStore('file:'))).message).toContain('names no directory');
    expect((await failureOf(openStore('http://db:8123/a-b'))).message).toContain('cannot be the name of a database');
    expect((await failureOf(openStore('http://db:8123/a?clutser=x'))).message).toContain('no option "clutser"');
  });
});

describe('over HTTP', () => {
  let front: Front;
  let store: Store;
  beforeAll(async () => {
    front = await startFront();
    store = await openStore(`${front.url}/contract`);
  });
  afterAll(async () => {
    await store.close();
    await front.stop();
  });
  contract(() => store);

  test('a read whose connection drops is asked again; a write is not, and can be', async () => {
    await front.drop(2);
    expect(await store.query('select 1 as one')).toEqual([{ one: 1 }]);
    await front.drop(2);
    expect((await bytesOf(await store.stream('select 1', 'CSV'))).toString()).toBe('1\n');
    await store.command('create table written (n UInt32) engine = MergeTree order by n');
    await front.drop(1);
    const error = await failureOf(store.insert('written', ['n'], '1\n', 'TabSeparated'));
    expect([error.code, error.isRetryable]).toEqual([undefined, true]);
    await store.insert('written', ['n'], '1\n', 'TabSeparated');
    expect(await store.query('select toUInt32(count()) as n from written')).toEqual([{ n: 1 }]);
  });

  test('a stream that breaks off ends in an error, not in a short result', async () => {
    const stream = await store.stream('select cityHash64(number) from numbers(500000)', 'CSV');
    await bytesOf(stream);
    await front.cut(1_000_000);
    const broken = store.stream('select cityHash64(number) from numbers(500000)', 'CSV').then(bytesOf);
    expect((await failureOf(broken)).isRetryable).toBe(true);
  });

  test('a password of any characters is taken; a wrong one is told with its code and not repeated', async () => {
    const guarded = await startFront("p@ss'w\\rd:/?#%");
    const right = await openStore(guarded.url);
    expect(await right.query('select 1 as one')).toEqual([{ one: 1 }]);
    await right.close();
    const other = await openStore(guarded.url.replace(/:[^:@]*@/, ':wrong-one@'));
    const error = await failureOf(other.query('select 1'));
    expect(error.code).toBe(516);
    expect(error.message).not.toContain('wrong-one');
    await other.close();
    await guarded.stop();
  });

  test('a server that is not there is an error worth another try', async () => {
    const other = await openStore('http://127.0.0.1:9/contract');
    const error = await failureOf(other.command('select 1'));
    expect([error.isRetryable, error.code]).toEqual([true, undefined]);
    await other.close();
    expect((await failureOf(other.query('select 1'))).message).toContain('is closed');
  });
});

const given = process.env['MINGCHA_TEST_CLICKHOUSE_URL'];
describe.skipIf(given === undefined)('on the server in MINGCHA_TEST_CLICKHOUSE_URL', () => {
  const database = `mingcha_contract_${process.pid}`;
  let store: Store;
  beforeAll(async () => {
    const url = new URL(given ?? '');
    url.pathname = `/${database}`;
    store = await openStore(url.href);
  });
  afterAll(async () => {
    await store.command(`drop database if exists ${database}`);
    await store.close();
  });
  contract(() => store);
});
