/** What migrations promise, on both homes: once, in order, resumable after a kill anywhere, and refusals in words. */
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openStore, type Store } from '@mingcha/sql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from './contract.ts';
import { type Front, startFront } from './front.ts';

const release: Record<string, string> = {
  'schema/001_things.sql': `
    -- Things; and a comment with a semicolon.
    create table if not exists things {on_cluster} (id String comment 'a;b', n UInt32)
    engine = {engine:ReplacingMergeTree} order by id settings {durable};
    create table if not exists kinds {on_cluster} (k UInt64, name String)
    engine = {engine:MergeTree} order by k settings {durable};`,
  'schema/002_more.sql': `
    alter table things {on_cluster} add column if not exists k UInt64 default 0;
    create or replace dictionary kind {on_cluster} (k UInt64, name String)
    primary key k {dictionary_source:kinds} layout(flat()) lifetime(0);
    insert into kinds select 1, 'one' where (select count() from kinds) = 0;`,
  'staging/stg_things.sql':
    'create or replace view stg_things {on_cluster} as select * from things final where n >= {least:UInt32};',
  'cases/01_functions.sql':
    'create or replace function twice {on_cluster} as n -> n * 2; create or replace function fourfold {on_cluster} as n -> twice(twice(n));',
  'marts/a_report.sql':
    'create or replace view a_report {on_cluster} as select id, four from b_numbers(least = {least:UInt32});',
  'marts/b_numbers.sql':
    'create or replace view b_numbers {on_cluster} as select id, fourfold(n) as four from stg_things(least = {least:UInt32});',
};

/** A release's files in a directory of their own. */
function write(directory: string, files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
}

/** Everything in the database gone, functions too. */
async function wipe(store: Store) {
  const tables = await store.query<{ name: string; engine: string }>(
    "select name, engine from system.tables where database = currentDatabase() order by engine = 'Dictionary' desc",
  );
  for (const { name, engine } of tables) {
    const kind = engine === 'Dictionary' ? 'dictionary' : engine === 'View' ? 'view' : 'table';
    await store.command(`drop ${kind} if exists ${name} sync`);
  }
  const functions = await store.query<{ name: string }>(
    "select name from system.functions where origin = 'SQLUserDefined'",
  );
  for (const { name } of functions) await store.command(`drop function if exists ${name}`);
}

/** What the engine has, and what the records say. */
async function schemaOf(store: Store) {
  const tables = await store.query(
    'select name, engine, create_table_query from system.tables where database = currentDatabase() order by name',
  );
  const functions = await store.query(
    "select name, create_query from system.functions where origin = 'SQLUserDefined' order by name",
  );
  const records = await store.query(
    'select number, name, statement, statements, checksum from schema_migrations final order by number, statement',
  );
  const models = await store.query('select name, kind, file, checksum from applied_models final order by name');
  return { tables, functions, records, models };
}

class Killed extends Error {}

/** The same store, whose process is killed just before its (n + 1)th write. */
function killedAfter(store: Store, writes: number): Store & { writes(): number } {
  let done = 0;
  const count = () => {
    if (done >= writes) throw new Killed('killed');
    done += 1;
  };
  return {
    ...store,
    writes: () => done,
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

function contract(open: () => Store) {
  let directory: string;
  const options = () => ({ schemaDir: join(directory, 'schema'), modelDir: directory });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mingcha-release-'));
    write(directory, release);
  });
  afterEach(async () => {
    rmSync(directory, { recursive: true });
    await wipe(open());
  });

  test('a first run makes everything, a second nothing', async () => {
    const store = open();
    const first = await migrate(store, options());
    expect(first).toEqual({
      statements: ['001_things.sql:1', '001_things.sql:2', '002_more.sql:1', '002_more.sql:2', '002_more.sql:3'],
      models: ['stg_things', 'twice', 'fourfold', 'a_report', 'b_numbers'],
    });
    await store.insert('things', ['id', 'n', 'k'], 'a\t1\t1\nb\t5\t1\n', 'TabSeparated');
    expect(await store.query('select id, toUInt32(four) as four from a_report(least = {n:UInt32})', { n: 2 })).toEqual([
      { id: 'b', four: 20 },
    ]);
    expect(await store.query("select dictGet('kind', 'name', toUInt64(1)) as name")).toEqual([{ name: 'one' }]);
    expect(await migrate(store, options())).toEqual({ statements: [], models: [] });
  });

  test('killed between any two writes, it goes on from there and ends at the same schema', async () => {
    const store = open();
    const counted = killedAfter(store, Number.POSITIVE_INFINITY);
    await migrate(counted, options());
    const whole = await schemaOf(store);
    for (let writes = 0; writes < counted.writes(); writes += 1) {
      await wipe(store);
      await expect(migrate(killedAfter(store, writes), options())).rejects.toThrow('killed');
      await migrate(store, options());
      expect(await schemaOf(store), `killed before write ${writes + 1}`).toEqual(whole);
      expect(await store.query('select toUInt32(count()) as n from kinds')).toEqual([{ n: 1 }]);
    }
  });

  test('a new file and changed, new and removed models are taken up', async () => {
    const store = open();
    await migrate(store, options());
    write(directory, {
      'schema/003_later.sql': 'create table if not exists later (n UInt8) engine = MergeTree order by n',
      'staging/stg_things.sql': `${release['staging/stg_things.sql']} -- only a comment`,
    });
    expect(await migrate(store, options())).toEqual({ statements: ['003_later.sql:1'], models: [] });

    write(directory, {
      'marts/b_numbers.sql': String(release['marts/b_numbers.sql']).replace('as four', 'as four, 1 as one'),
    });
    expect((await migrate(store, options())).models).toContain('b_numbers');
    expect(await store.query('select one from b_numbers(least = 0)')).toEqual([]);

    rmSync(join(directory, 'marts/a_report.sql'));
    expect((await migrate(store, options())).models).toEqual(['a_report']);
    expect((await failureOf(store.query('select * from a_report(least = 0)'))).message).toContain('a_report');
    write(directory, { 'marts/a_report.sql': String(release['marts/a_report.sql']) });
    expect((await migrate(store, options())).models).toContain('a_report');
  });

  test('what rows flow through stays when only a mart differs, and is made anew with the cases', async () => {
    const store = open();
    write(directory, {
      'cases/02_flow.sql': `
        create or replace table passed {on_cluster} engine = Null empty as select id, n from things;
        create materialized view doubled {on_cluster} engine = Null as select id, twice(n) as n from passed;
        create materialized view kept {on_cluster} to things as select id, n from doubled;`,
    });
    await migrate(store, options());
    const ran: string[] = [];
    const heard: Store = {
      ...store,
      command(statement, parameters) {
        ran.push(statement);
        return store.command(statement, parameters);
      },
    };
    /** Statements about the flows, while migrating to these files. */
    async function flowsMade(name: string, text: string) {
      ran.length = 0;
      write(directory, { [name]: text });
      await migrate(heard, options());
      return ran.filter((statement) => /^\s*(create|drop).* (passed|doubled|doubled_feed|kept)\b/m.test(statement))
        .length;
    }
    const more = (name: string, from: string) => String(release[name]).replace(from, `${from}, 1 as one`);
    expect(await flowsMade('marts/a_report.sql', more('marts/a_report.sql', 'four'))).toBe(0);
    expect(await store.query('select one from a_report(least = 0)')).toEqual([]);
    expect(await migrate(store, options())).toEqual({ statements: [], models: [] });
    expect(await flowsMade('staging/stg_things.sql', more('staging/stg_things.sql', '*'))).toBe(6);

    await store.command('drop view kept');
    expect((await migrate(store, options())).models).toContain('kept');
    await store.insert('passed', ['id', 'n'], 'a\t2\n', 'TabSeparated');
    expect(await store.query('select id, n from things')).toEqual([{ id: 'a', n: 4 }]);
  });

  test('a model that vanished from the engine is made again, whatever the records say', async () => {
    const store = open();
    await migrate(store, options());
    await store.command('drop function twice');
    await migrate(store, options());
    expect(await store.query('select toUInt32(twice(4)) as n')).toEqual([{ n: 8 }]);
  });

  test('three migrating at once all end well', async () => {
    const store = open();
    await Promise.all([migrate(store, options()), migrate(store, options()), migrate(store, options())]);
    expect(await migrate(store, options())).toEqual({ statements: [], models: [] });
  });

  test('a changed, shortened or lengthened file is refused by name, with what to do', async () => {
    const store = open();
    await migrate(store, options());
    const things = String(release['schema/001_things.sql']);
    write(directory, { 'schema/001_things.sql': things.replace('n UInt32', 'n UInt64') });
    const changed = await failureOf(migrate(store, options()));
    expect(changed.message).toBe(
      'The schema file 001_things.sql was changed after its statement 1 was applied to this store; restore it as it was released and put the change into a new file with the next number.',
    );
    write(directory, { 'schema/001_things.sql': String(things.split(';').slice(0, 3).join(';')) });
    expect((await failureOf(migrate(store, options()))).message).toContain('001_things.sql was changed');
    write(directory, { 'schema/001_things.sql': `${things} select 1;` });
    expect((await failureOf(migrate(store, options()))).message).toContain('held 2 statements when it was applied');
    write(directory, { 'schema/001_things.sql': things.replace('-- Things;', '-- Things, said otherwise;') });
    expect(await migrate(store, options())).toEqual({ statements: [], models: [] });
  });

  test('a missing, renamed, unnumbered or doubled file is refused by name, with what to do', async () => {
    const store = open();
    await migrate(store, options());
    const path = (name: string) => join(directory, 'schema', name);
    renameSync(path('002_more.sql'), join(directory, 'aside'));
    expect((await failureOf(migrate(store, options()))).message).toMatch(
      /002_more\.sql was applied .* but is missing; put it back/,
    );
    renameSync(join(directory, 'aside'), path('002_other.sql'));
    expect((await failureOf(migrate(store, options()))).message).toContain(
      '002_more.sql was renamed to 002_other.sql after it was applied; name it back',
    );
    renameSync(path('002_other.sql'), path('more.sql'));
    expect((await failureOf(migrate(store, options()))).message).toContain('more.sql has no number');
    renameSync(path('more.sql'), path('002_more.sql'));
    cpSync(path('002_more.sql'), path('002_again.sql'));
    expect((await failureOf(migrate(store, options()))).message).toContain(
      '002_again.sql and 002_more.sql have the same number',
    );
    rmSync(path('002_again.sql'));
    rmSync(path('001_things.sql'));
    expect((await failureOf(migrate(store, options()))).message).toContain('number 001 is missing before 002_more.sql');
  });

  test('a file that comes before one already applied is refused', async () => {
    const store = open();
    const later = {
      'schema/003_later.sql': 'create table if not exists later (n UInt8) engine = MergeTree order by n',
    };
    write(directory, later);
    await migrate(store, options());
    await store.command('alter table schema_migrations delete where number = 2 settings mutations_sync = 1');
    const error = await failureOf(migrate(store, options()));
    expect(error.message).toBe(
      'The schema file 002_more.sql comes before 003, which this store already has, but was not applied; give it the next free number.',
    );
  });

  test('a faulty statement is named; mended, the rest goes on from there', async () => {
    const store = open();
    const more = String(release['schema/002_more.sql']);
    write(directory, { 'schema/002_more.sql': more.replace('layout(flat())', 'layout(flatt())') });
    const error = await failureOf(migrate(store, options()));
    expect(error.message).toMatch(/^The schema file 002_more\.sql stopped at statement 2 of 3: .*flatt/);
    expect(error.code).toBeTypeOf('number');
    write(directory, { 'schema/002_more.sql': more });
    expect((await migrate(store, options())).statements).toEqual(['002_more.sql:2', '002_more.sql:3']);
  });

  test('a faulty, misplaced or doubled model is named', async () => {
    const store = open();
    write(directory, { 'marts/c.sql': 'create or replace view c as select nope from things' });
    expect((await failureOf(migrate(store, options()))).message).toMatch(
      /The view c \(marts\/c\.sql\) cannot be made: .*nope/,
    );
    write(directory, { 'marts/c.sql': 'create or replace view c as select * from never_there' });
    expect((await failureOf(migrate(store, options()))).message).toMatch(/The view c .* cannot be made: .*never_there/);
    write(directory, { 'marts/c.sql': 'create table c (n UInt8) engine = Memory' });
    expect((await failureOf(migrate(store, options()))).message).toContain('everything else belongs into schema/');
    write(directory, { 'marts/c.sql': 'create or replace view a_report as select 1' });
    expect((await failureOf(migrate(store, options()))).message).toContain(
      'is defined in marts/a_report.sql and in marts/c.sql',
    );
  });
}

/** The files of this release, killed before and after every statement's record. */
function releaseContract(open: () => Store) {
  test('the schema and models of this release, killed at every statement, end as in one go', async () => {
    const store = open();
    await migrate(store);
    const whole = await schemaOf(store);
    await wipe(store);
    const recorded = async () => {
      const rows = await store.query<{ n: number }>('select toUInt32(count()) as n from schema_migrations final');
      return rows[0]?.n ?? 0;
    };
    // Three writes: the table of records, a statement, its record; a fourth is a statement that goes unrecorded.
    for (let attempt = 0; attempt === 0 || (await recorded()) < whole.records.length; attempt += 1) {
      await expect(migrate(killedAfter(store, 3 + (attempt % 2)))).rejects.toThrow('killed');
      expect(await recorded()).toBe(attempt + 1);
    }
    await migrate(store);
    expect(await schemaOf(store)).toEqual(whole);
    expect(await migrate(store)).toEqual({ statements: [], models: [] });
  });
}

describe('in this process', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mingcha-migrate-'));
  let store: Store;
  beforeAll(async () => {
    store = await openStore(`file:${directory}`);
  });
  afterAll(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });
  contract(() => store);
  releaseContract(() => store);
});

describe('over HTTP', () => {
  let front: Front;
  let store: Store;
  beforeAll(async () => {
    front = await startFront();
    store = await openStore(`${front.url}/migrations`);
  });
  afterAll(async () => {
    await store.close();
    await front.stop();
  });
  contract(() => store);

  test('the schema and models of this release are made once', async () => {
    const { statements, models } = await migrate(store);
    expect(statements[0]).toBe('001_case_events.sql:1');
    expect(models).toContain('stg_case_events');
    expect(await migrate(store)).toEqual({ statements: [], models: [] });
  });
});
