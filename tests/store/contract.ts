/** What every store promises, whatever its home: run by store.contract.test.ts on each that can be reached. */

import type { Readable } from 'node:stream';
import type { Store } from '@mingcha/sql';
import { StoreError } from '@mingcha/sql';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { manyNastyStrings, nastyStrings } from './nasty.ts';

export async function bytesOf(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

export async function failureOf(promise: Promise<unknown>): Promise<StoreError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(StoreError);
  return outcome as StoreError;
}

/** A table of its own, so that no test sees another's rows. */
let tables = 0;
async function makeTable(store: Store, columns: string, order = 'tuple()'): Promise<string> {
  tables += 1;
  const name = `contract_${tables}`;
  await store.command(
    `create table ${name} (${columns}) engine = MergeTree order by ${order} settings fsync_after_insert = 1, fsync_part_directory = 1`,
  );
  return name;
}

export function parametersContract(open: () => Store): void {
  test('a parameter of every type comes back as the value it was', async () => {
    const [row] = await open().query(
      `select {text:String} as text, {small:UInt32} as small, {big:Int64} as big, {ratio:Float64} as ratio,
         {yes:Bool} as yes, {no:Bool} as no, {absent:Nullable(String)} as absent,
         {present:Nullable(String)} as present, {day:Date} as day, {ids:Array(UInt32)} as ids,
         {none:Array(String)} as none, {fee:Decimal(12, 2)} as fee`,
      {
        text: '窗口',
        small: 4294967295,
        big: '-9007199254740993',
        ratio: -0.125,
        yes: true,
        no: false,
        absent: null,
        present: '\\N',
        day: '2026-02-28',
        ids: [1, 2, 3],
        none: [],
        fee: '12.30',
      },
    );
    expect(row).toEqual({
      text: '窗口',
      small: 4294967295,
      big: '-9007199254740993',
      ratio: -0.125,
      yes: true,
      no: false,
      absent: null,
      present: '\\N',
      day: '2026-02-28',
      ids: [1, 2, 3],
      none: [],
      fee: 12.3,
    });
  });

  test('a number written as text is read as the number it was, to its last digit', async () => {
    const [row] = await open().query(
      `select toUInt32(countIf(toFloat64(toString(x)) != x)) as otherwise
      from (select cityHash64(number) / pow(2, number % 64) as x from numbers(10000))`,
    );
    expect(row).toEqual({ otherwise: 0 });
  });

  test('a Date parameter is the moment it means, whatever the zone of its type', async () => {
    const moment = new Date('2026-03-02T00:30:00.123Z');
    const [row] = await open().query(
      `select {a:DateTime64(3)} as a, {b:DateTime64(3, 'Asia/Shanghai')} as b, toUnixTimestamp64Milli({b:DateTime64(3, 'Asia/Shanghai')}) as c,
         {d:DateTime} as d, {e:Date} as e, {f:Nullable(DateTime64(3))} as f, {g:DateTime64(3)} as g`,
      { a: moment, b: moment, d: moment, e: moment, f: moment, g: new Date(-1) },
    );
    expect(row).toEqual({
      a: '2026-03-02T00:30:00.123Z',
      b: '2026-03-02T00:30:00.123Z',
      c: String(moment.getTime()),
      d: '2026-03-02T00:30:00Z',
      e: '2026-03-02',
      f: '2026-03-02T00:30:00.123Z',
      g: '1969-12-31T23:59:59.999Z',
    });
  });

  test('ISO text with a zone is the same moment; text without one is UTC', async () => {
    const [row] = await open().query(
      'select {zoned:DateTime64(3)} as zoned, {offset:DateTime64(3)} as offset, {plain:DateTime64(3)} as plain',
      { zoned: '2026-03-02T00:00:00.5Z', offset: '2026-03-02T08:00:00+08:00', plain: '2026-03-02 00:00:00.250' },
    );
    expect(row).toEqual({
      zoned: '2026-03-02T00:00:00.500Z',
      offset: '2026-03-02T00:00:00.000Z',
      plain: '2026-03-02T00:00:00.250Z',
    });
  });

  test('nasty strings come back as they were, one by one and as an array', async () => {
    for (const text of nastyStrings) {
      expect(await open().query('select {text:String} as text', { text })).toEqual([{ text }]);
    }
    expect(await open().query('select {all:Array(String)} as all', { all: nastyStrings })).toEqual([
      { all: nastyStrings },
    ]);
  });

  test('rows come as lines of JSON, too: one each, whatever is in them, and none for nothing', async () => {
    const lines = await open().lines('select arrayJoin({all:Array(String)}) as text, toUInt32(7) as n', {
      all: nastyStrings,
    });
    expect(
      lines
        .toString()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(nastyStrings.map((text) => ({ text, n: 7 })));
    expect(await open().lines('select 1 as one where {n:UInt8} = 1', { n: 0 })).toHaveLength(0);
    expect((await failureOf(open().lines('select no_such_column'))).message).toContain('no_such_column');
  });

  test('any text comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })), async (text, list) => {
        const rows = await open().query('select {text:String} as text, {list:Array(String)} as list', { text, list });
        expect(rows).toEqual([{ text, list }]);
      }),
      { numRuns: 60 },
    );
  });

  test('10,000 nasty strings reach a query, a stream and a command whole', async () => {
    const store = open();
    const all = manyNastyStrings(10_000);
    expect(await store.query('select {all:Array(String)} as all', { all })).toEqual([{ all }]);
    const streamed = await bytesOf(await store.stream('select {all:Array(String)} as all', 'JSONEachRow', { all }));
    expect(JSON.parse(streamed.toString())).toEqual({ all });
    const table = await makeTable(store, 'position UInt32, text String', 'position');
    const numbered =
      'select number, text from (select arrayJoin(arrayZip(range({n:UInt32}), {all:Array(String)})) as pair, pair.1 as number, pair.2 as text)';
    await store.command(`insert into ${table} ${numbered}`, { all, n: all.length });
    const rows = await store.query<{ text: string }>(`select text from ${table} order by position`);
    expect(rows.map((row) => row.text)).toEqual(all);
    const found = await store.query(`select toUInt32(count()) as n from ${table} where text in {all:Array(String)}`, {
      all,
    });
    expect(found).toEqual([{ n: all.length }]);
  });

  test('what looks like a parameter inside a string or a comment is left alone', async () => {
    const rows = await open().query(
      `select '{text:String}' as a, {text:String} as b -- {text:String}\n /* {text:String} */ ;`,
      { text: 'x' },
    );
    expect(rows).toEqual([{ a: '{text:String}', b: 'x' }]);
  });

  test('a parameter reaches a parameterised view, LIMIT and IN', async () => {
    const store = open();
    await store.command(
      'create or replace view contract_view as select number, {as_of:DateTime64(3)} as as_of from numbers(100) where toString(number) in {ids:Array(String)}',
    );
    const rows = await store.query(
      'select toUInt32(number) as number, as_of from contract_view(as_of = {as_of:DateTime64(3)}, ids = {ids:Array(String)}) order by number limit {n:UInt32}',
      { as_of: new Date(1), ids: ['7', '8', '9'], n: 2 },
    );
    expect(rows).toEqual([
      { number: 7, as_of: '1970-01-01T00:00:00.001Z' },
      { number: 8, as_of: '1970-01-01T00:00:00.001Z' },
    ]);
  });

  test('a parameter that was not given is named, and one of an earlier query does not stand in for it', async () => {
    const store = open();
    await store.query('select {window:String} as w', { window: 'A' });
    const error = await failureOf(store.query('select {window:String} as w'));
    expect(error.code).toBe(456);
    expect(error.message).toContain('window');
  });
}

export function resultsContract(open: () => Store): void {
  test('64-bit integers are exact, moments have milliseconds and Z, nothing is null', async () => {
    const rows = await open().query(
      `select toInt64('-9223372036854775808') as least, toUInt64('18446744073709551615') as most, toUInt32(7) as small,
         toDateTime64('2026-01-01 00:00:00.007', 3, 'UTC') as moment, cast(null as Nullable(UInt8)) as nothing`,
    );
    expect(rows).toEqual([
      {
        least: '-9223372036854775808',
        most: '18446744073709551615',
        small: 7,
        moment: '2026-01-01T00:00:00.007Z',
        nothing: null,
      },
    ]);
  });

  test('no rows are an empty list', async () => {
    expect(await open().query('select 1 as one where false')).toEqual([]);
  });

  test('strings with line breaks stay in their rows', async () => {
    const rows = await open().query(`select arrayJoin(['a\\nb', 'c,d', '{}']) as text`);
    expect(rows).toEqual([{ text: 'a\nb' }, { text: 'c,d' }, { text: '{}' }]);
  });

  test('a large result is complete as rows, CSV, JSON lines and Arrow', async () => {
    const store = open();
    const select =
      "select toUInt32(number) as n, concat('case,\"', toString(number), '\\n') as id from numbers({rows:UInt32})";
    const rows = await store.query<{ n: number }>(select, { rows: 200_000 });
    expect(rows).toHaveLength(200_000);
    expect(rows.at(-1)).toEqual({ n: 199_999, id: 'case,"199999\n' });

    const csv = (await bytesOf(await store.stream(select, 'CSVWithNames', { rows: 200_000 }))).toString();
    expect(csv.split('"n","id"\n')).toHaveLength(2);
    expect(csv.startsWith('"n","id"\n0,"case,""0\n"\n')).toBe(true);
    expect(csv.endsWith('199999,"case,""199999\n"\n')).toBe(true);
    expect(csv.split('\n')).toHaveLength(2 + 400_000);

    const lines = (await bytesOf(await store.stream(select, 'JSONEachRow', { rows: 200_000 }))).toString();
    expect(lines.trimEnd().split('\n')).toHaveLength(200_000);

    const arrow = tableFromIPC(await bytesOf(await store.stream(select, 'ArrowStream', { rows: 200_000 })));
    expect(arrow.numRows).toBe(200_000);
    expect(arrow.getChild('n')?.get(199_999)).toBe(199_999);
  });

  test('a result without rows still has its header and schema', async () => {
    const store = open();
    const select = 'select toUInt32(1) as n where false';
    expect((await bytesOf(await store.stream(select, 'CSVWithNames'))).toString()).toBe('"n"\n');
    const arrow = tableFromIPC(await bytesOf(await store.stream(select, 'ArrowStream')));
    expect([arrow.numRows, arrow.schema.fields.map((field) => field.name)]).toEqual([0, ['n']]);
  });

  test('formats with a beginning and an end come as one document', async () => {
    const store = open();
    const json = JSON.parse(
      (await bytesOf(await store.stream('select toUInt32(number) as n from numbers(150000)', 'JSON'))).toString(),
    );
    expect([json.rows, json.data.length]).toEqual([150_000, 150_000]);
    const parquet = await bytesOf(await store.stream('select number from numbers(10)', 'Parquet'));
    expect([parquet.subarray(0, 4).toString(), parquet.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
  });
}

export function writesContract(open: () => Store): void {
  test('inserted text comes back as it was, in both formats, in the columns named', async () => {
    const store = open();
    const table = await makeTable(
      store,
      "position UInt32, text String, moment DateTime64(3, 'UTC') default 0, n Nullable(UInt8)",
      'position',
    );
    const escaped = (text: string) =>
      text.replace(/[\\\t\n\r\0]/g, (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] ?? '\\0');
    const lines = nastyStrings.map((text, index) => `${escaped(text)}\t${index}\t\\N\n`);
    await store.insert(table, ['text', 'position', 'n'], lines.join(''), 'TabSeparated');
    const json = nastyStrings.map((text, index) =>
      JSON.stringify({ text, position: index + nastyStrings.length, n: 3, moment: '2026-01-01 00:00:00.007' }),
    );
    await store.insert(table, ['text', 'position', 'n', 'moment'], json.join('\n'), 'JSONEachRow');
    const rows = await store.query<{ text: string }>(`select text, n, moment from ${table} order by position`);
    expect(rows.map((row) => row.text)).toEqual([...nastyStrings, ...nastyStrings]);
    expect(rows[0]).toMatchObject({ n: null, moment: '1970-01-01T00:00:00.000Z' });
    expect(rows.at(-1)).toMatchObject({ n: 3, moment: '2026-01-01T00:00:00.007Z' });
  });

  test('50,000 rows go in as one statement and one part', async () => {
    const store = open();
    const table = await makeTable(store, 'n UInt32', 'n');
    const text = Array.from({ length: 50_000 }, (_, n) => `${n}\n`).join('');
    await store.insert(table, ['n'], text, 'TabSeparated');
    const parts = await store.query(
      'select toUInt32(rows) as rows, toUInt32(max_block_number - min_block_number) as blocks from system.parts where database = currentDatabase() and table = {table:String} and active',
      { table },
    );
    expect(parts).toEqual([{ rows: 50_000, blocks: 0 }]);
  });

  test('one malformed row: nothing is stored, and the error has the code of the engine and the row', async () => {
    const store = open();
    const table = await makeTable(store, 'n UInt32', 'n');
    const error = await failureOf(store.insert(table, ['n'], '1\n2\nthree\n4\n', 'TabSeparated'));
    expect(error.code).toBe(27);
    expect(error.message).toContain('row 3');
    expect(error.isRetryable).toBe(false);
    expect(await store.query(`select toUInt32(count()) as n from ${table}`)).toEqual([{ n: 0 }]);
  });

  test('inserting no rows is no error', async () => {
    const store = open();
    const table = await makeTable(store, 'n UInt32', 'n');
    await store.insert(table, ['n'], '', 'TabSeparated');
    expect(await store.query(`select toUInt32(count()) as n from ${table}`)).toEqual([{ n: 0 }]);
  });

  test('readers see whole inserts while they are written, and writers wait for nobody', async () => {
    const store = open();
    const table = await makeTable(store, 'batch UInt32, n UInt32', 'batch');
    const batch = (index: number) => Array.from({ length: 500 }, (_, n) => `${index}\t${n}\n`).join('');
    const writing = Promise.all(
      Array.from({ length: 20 }, (_, index) => store.insert(table, ['batch', 'n'], batch(index), 'TabSeparated')),
    );
    let isWriting = true;
    const reading = async () => {
      let seen = 0;
      while (isWriting) {
        const [row] = await store.query<{ n: number }>(`select toUInt32(count()) as n from ${table}`);
        const n = row?.n ?? -1;
        expect(n % 500).toBe(0);
        expect(n).toBeGreaterThanOrEqual(seen);
        seen = n;
      }
    };
    const readers = [reading(), reading(), reading()];
    await writing;
    isWriting = false;
    await Promise.all(readers);
    expect(await store.query(`select toUInt32(count()) as n from ${table}`)).toEqual([{ n: 10_000 }]);
  });
}

export function dictionaryContract(open: () => Store): void {
  test('a dictionary reads a table of the same store', async () => {
    const store = open();
    const table = await makeTable(store, 'k UInt64, v String', 'k');
    await store.insert(table, ['k', 'v'], '1\tone\n', 'TabSeparated');
    const source = store.topology.dictionarySource(table);
    await store.command(
      `create or replace dictionary contract_pair (k UInt64, v String) primary key k source(clickhouse(${source})) layout(flat()) lifetime(0)`,
    );
    expect(await store.query("select dictGet('contract_pair', 'v', toUInt64(1)) as v")).toEqual([{ v: 'one' }]);
  });
}

export function errorsContract(open: () => Store): void {
  test('errors are StoreErrors with the code of the engine, and leave room for the next', async () => {
    const store = open();
    for (let round = 0; round < 20; round += 1) {
      expect((await failureOf(store.query('select nope'))).code).toBe(47);
      expect((await failureOf(store.stream('select nope', 'CSV'))).code).toBe(47);
      expect((await failureOf(store.command('drop table nowhere_to_be_found'))).code).toBe(60);
      expect((await failureOf(store.insert('nowhere_to_be_found', ['n'], '1\n', 'TabSeparated'))).code).toBe(60);
      expect((await failureOf(store.query('selec 1'))).code).toBe(62);
    }
    expect(await store.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a query past its seconds is given up with code 159, and the next one has all its time again', async () => {
    const store = open();
    const slow = 'select toUInt32(sum(sleepEachRow(0.05))) as s from numbers(30) settings max_block_size = 1';
    const error = await failureOf(store.query(slow, {}, { maxSeconds: 1 }));
    expect([error.code, error.isRetryable]).toEqual([159, true]);
    const settings = Array.from({ length: 8 }, () =>
      store.query("select toUInt32(getSetting('max_execution_time')) as seconds"),
    );
    expect(await Promise.all(settings)).toEqual(Array.from({ length: 8 }, () => [{ seconds: 0 }]));
  });

  test('streams thrown away half read, or never read, free their connections', async () => {
    const store = open();
    for (let round = 0; round < 40; round += 1) {
      const stream = await store.stream('select number, toString(number) from numbers(200000)', 'CSV');
      if (round % 2 === 0) await new Promise((resolve) => stream.once('data', resolve));
      stream.destroy();
    }
    expect((await bytesOf(await store.stream('select 1 as one', 'CSV'))).toString()).toBe('1\n');
  });

  test('many queries at once all get their own answers', async () => {
    const store = open();
    const asked = Array.from({ length: 200 }, (_, index) => index);
    const answers = await Promise.all(
      asked.map((index) =>
        store.query<{ a: number; b: string }>('select {a:UInt32} as a, {b:String} as b', { a: index, b: `'${index}` }),
      ),
    );
    expect(answers).toEqual(asked.map((index) => [{ a: index, b: `'${index}` }]));
  });

  test('a format that is no name is refused', async () => {
    expect((await failureOf(open().stream('select 1', 'CSV; drop table x'))).message).toContain(
      'is not the name of a format',
    );
  });
}
