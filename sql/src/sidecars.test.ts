/**
 * Every model beside its sidecar: `marts/x.yaml` holds, for the view in `marts/x.sql`, its grain, what its columns mean
 * and small cases checked by hand: rows given, rows expected. And every SQL file goes through EXPLAIN.
 *
 * A sidecar says
 * - `grain`, `key` (columns that tell its rows apart, in the order rows are compared), `columns` (name: meaning);
 * - `directory`, `unless_told`, `parameters`: directory rows, values of given rows, parameters all its cases share;
 * - `rows_of`, and nothing else: the view has the rows of another one, whose sidecar is run on it;
 * - `cases`: `promise`, `given` (table: rows), `parameters`, `unless_told`, `expect` (rows; only the columns a row names are
 *   compared, and a row nobody expects is a failure).
 * Moments carry their zone. An event's id is its type unless told. Given events take the way of all events into case_facts.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Model, modelDirectory, readModels } from './catalogue.ts';
import { inlineView } from './inline.ts';
import { migrate } from './migrate.ts';
import { openRefresher } from './refresh.ts';
import { readSchema, schemaDirectory } from './schema-files.ts';
import { insertRows, inUtc, mapped, type Row, replaceDirectory, type Tables } from './sidecar-rows.ts';
import { canonical, pieces } from './statement.ts';
import { openStore, type Parameters, type ParameterValue, type Store } from './store.ts';
import { writeTopology } from './topology.ts';

interface Case {
  promise: string;
  given?: Tables;
  unless_told?: Record<string, Row>;
  parameters?: Parameters;
  expect: Row[];
}

interface Sidecar extends Omit<Case, 'promise' | 'given' | 'expect'> {
  grain: string;
  key: string[];
  columns: Record<string, string>;
  directory?: Tables;
  cases: Case[];
}

const directoryTables = [
  'regions',
  'calendars',
  'centres',
  'departments',
  'windows',
  'staff',
  'items',
  'item_stages',
  'settings',
];
const eventTables = ['case_events', 'case_facts', 'open_cases', 'ingest_rejects', 'card_events', 'day_sums'];

const models = await readModels(modelDirectory);
const viewsWithSidecar = models.filter(({ kind, file }) => kind === 'view' && /^(staging|marts)\//.test(file));
const sidecars = new Map<string, Sidecar>();
for (const layer of ['staging', 'marts']) {
  for (const name of await readdir(join(modelDirectory, layer))) {
    if (!name.endsWith('.yaml')) continue;
    const file = `${layer}/${name}`;
    const read = async (from: string) => parse(await readFile(join(modelDirectory, layer, from), 'utf8'));
    const sidecar = await read(name);
    if ('rows_of' in sidecar) refuse(file, 'the sidecar', sidecar, ['rows_of'], []);
    sidecars.set(file, checked(file, 'rows_of' in sidecar ? await read(`${sidecar.rows_of}.yaml`) : sidecar));
  }
}

const sidecarOf = ({ file }: Model) => file.replace(/\.sql$/, '.yaml');

/** A misspelt key would be a promise nobody keeps. */
function refuse(file: string, where: string, row: object, known: string[], needed: string[]): void {
  const unknown = Object.keys(row).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new Error(`${file}: ${where} has the key ${unknown}; it can have ${known.join(', ')}.`);
  const missing = needed.find((key) => !(key in row));
  if (missing !== undefined) throw new Error(`${file}: ${where} has no ${missing}; give it.`);
}

function checked(file: string, sidecar: Sidecar): Sidecar {
  const needed = ['grain', 'key', 'columns', 'cases'];
  refuse(file, 'the sidecar', sidecar, [...needed, 'directory', 'unless_told', 'parameters'], needed);
  for (const each of sidecar.cases) {
    const where = `the case "${each.promise}"`;
    refuse(file, where, each, ['promise', 'given', 'unless_told', 'parameters', 'expect'], ['promise', 'expect']);
    refuse(file, `${where}, given,`, each.given ?? {}, [...directoryTables, ...eventTables], []);
  }
  return sidecar;
}

let folder: string;
let store: Store;
/** What the store holds, as text: the directory, and all rows given; cases that share their rows follow one another. */
let loaded = '';
let held = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-sidecars-'));
  store = await openStore(`file:${join(folder, 'store')}`);
  await migrate(store);
});

afterAll(async () => {
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

async function load(directory: Tables): Promise<void> {
  const text = JSON.stringify(directory);
  if (text === loaded) return;
  await replaceDirectory(store, directoryTables, directory);
  loaded = text;
}

async function refresh(cases: readonly string[]): Promise<void> {
  // A refresh that fails is tried again and again; here its first failure is the answer.
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const refresher = await openRefresher(store, { onFault: fail });
  refresher.touch(cases);
  await Promise.race([refresher.settled(), failed]);
  await refresher.close();
}

async function give(model: Model, sidecar: Sidecar, { given = {}, unless_told = {} }: Case): Promise<void> {
  const tables: Tables = { ...sidecar.directory };
  for (const [table, rows] of Object.entries(given)) {
    const defaults = { ...sidecar.unless_told?.[table], ...unless_told[table] };
    tables[table] = [...(tables[table] ?? []), ...rows.map((row) => ({ ...defaults, ...row }))];
  }
  // Staging reads the events themselves; everything else reads what a refresh made of them.
  const isRefreshed = model.file.startsWith('marts/');
  const text = JSON.stringify([isRefreshed, tables]);
  if (text === held) return;
  held = '';
  await load(Object.fromEntries(directoryTables.map((table) => [table, tables[table] ?? []])));
  for (const table of eventTables) {
    await store.command(`truncate table ${table}`);
  }
  const events = (tables['case_events'] ?? []).map((row) => ({ event_id: row['type'], ...row }) as Row);
  await insertRows(store, 'case_events', events);
  for (const table of ['case_facts', 'ingest_rejects', 'card_events', 'day_sums']) {
    await insertRows(store, table, tables[table] ?? []);
  }
  if (isRefreshed && events.length > 0) await refresh([...new Set(events.map((row) => String(row['case_id'])))]);
  held = text;
}

/** The parameters a view takes, with their types. */
function parametersOf({ statement }: Model): Map<string, string> {
  const found = new Map<string, string>();
  for (const piece of pieces(statement)) {
    if (piece.kind === 'placeholder' && piece.type !== '') found.set(piece.name, piece.type);
  }
  return found;
}

function call(model: Model): string {
  const parameters = [...parametersOf(model)].map(([name, type]) => `${name} = {${name}:${type}}`);
  return parameters.length === 0 ? model.name : `${model.name}(${parameters.join(', ')})`;
}

const line = (row: Row) =>
  Object.entries(row)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ');

interface Told {
  found: string[];
  expected: string[];
}

async function told(from: string, sidecar: Sidecar, each: Case): Promise<Told> {
  const { key } = sidecar;
  const keyOf = (row: Row) => JSON.stringify(key.map((name) => row[name]));
  const expected = each.expect.map((row) => mapped(row, inUtc));
  const namedBy = new Map(expected.map((row) => [keyOf(row), Object.keys(row)]));
  const rows = await store.query<Row>(`select * from ${from} order by ${key.join(', ')}`, {
    ...sidecar.parameters,
    ...each.parameters,
  });
  return {
    found: rows.map((row) => {
      const columns = namedBy.get(keyOf(row)) ?? key;
      return line(Object.fromEntries(columns.map((name) => [name, row[name]])));
    }),
    expected: expected.map(line),
  };
}

describe('every model', () => {
  it('of staging and marts has a sidecar, and every sidecar a model', () => {
    expect([...sidecars.keys()].sort()).toEqual(viewsWithSidecar.map(sidecarOf).sort());
  });
});

/** Such a read says so. */
const FAST = 'use_skip_indexes_if_final_exact_mode = 0';

for (const model of viewsWithSidecar) {
  const sidecar = sidecars.get(sidecarOf(model));
  if (!sidecar) continue;
  describe(model.name, () => {
    it('has the columns its sidecar explains', async () => {
      const rows = await store.query<{ name: string }>(`describe (select * from ${call(model)})`, asked(model));
      const names = rows.map((row) => row.name);
      const explained = [...sidecar.key, ...Object.keys(sidecar.columns)];
      expect(explained.filter((name) => !names.includes(name))).toEqual([]);
    });
    for (const [index, each] of sidecar.cases.entries()) {
      it(each.promise, async () => {
        await give(model, sidecar, each);
        // As it is read: written out. That the view says the same is asked once, because the engine plans it far longer.
        const readings = index === 0 ? [inlineView(call(model)), call(model)] : [inlineView(call(model))];
        for (const from of readings) {
          const { found, expected } = await told(from, sidecar, each);
          expect(found).toEqual(expected);
        }
      });
      // Beside the first case, whose rows are there.
      if (index === 0 && inlineView(call(model)).includes(FAST))
        it('leaves rows out before FINAL by the days that never draw closer alone', async () => {
          await give(model, sidecar, each);
          expect(await indexesBeforeFinal(model)).toEqual(['first_on_range', 'last_on_range']);
        });
    }
  });
}

/**
 * What lets a model leave out rows of case_facts before the newest of each case is known. By any other column the newest facts
 * of a case could be left out and older ones be read (sql/README.md).
 */
async function indexesBeforeFinal(model: Model): Promise<string[]> {
  const plan = await store.query<{ explain: string }>(
    `explain indexes = 1 select * from ${inlineView(call(model))}`,
    asked(model),
  );
  const [, ...reads] = plan
    .map(({ explain }) => explain)
    .join('\n')
    .split('ReadFromMergeTree (');
  const fast = reads.filter((read) => /^\w+\.case_facts\)/.test(read) && !read.includes('PrimaryKeyExpand'));
  const indexes = fast.flatMap((read) => [...read.matchAll(/Name: (\w+_range)/g)].map(([, name]) => name!));
  return [...new Set(indexes)].sort();
}

/** Parameters of a view as its sidecar asks first, or, for a view without one, any value of their types. */
function asked(model: Model): Parameters {
  const sidecar = sidecars.get(sidecarOf(model));
  const own: Parameters = { ...sidecar?.parameters, ...sidecar?.cases[0]?.parameters };
  const any = (type: string): ParameterValue => {
    if (type.startsWith('Date')) return type === 'Date' ? '2026-03-02' : '2026-03-02T00:00:00Z';
    if (type.startsWith('Array')) return [];
    return type === 'String' ? '' : 0;
  };
  return Object.fromEntries([...parametersOf(model)].map(([name, type]) => [name, own[name] ?? any(type)]));
}

describe('EXPLAIN', () => {
  for (const model of models) {
    it(`reads the ${model.kind} ${model.name}`, async () => {
      const text = writeTopology(canonical(model.statement), store.topology);
      // A function has no types before it is called: it is planned inside every view that calls it.
      if (model.kind === 'function') {
        expect(await store.query(`explain ast ${text}`)).not.toEqual([]);
        return;
      }
      const [, select] = /^.*? as ((?:with|select)\b[\s\S]*)$/i.exec(text) ?? [];
      const planned = model.kind === 'view' ? `select * from ${call(model)}` : select;
      expect(await store.query(`explain ${planned}`, asked(model))).not.toEqual([]);
    });
  }

  it('reads every statement of the schema', async () => {
    for (const file of await readSchema(schemaDirectory)) {
      for (const { text } of file.statements) {
        expect(await store.query(`explain ast ${writeTopology(text, store.topology)}`)).not.toEqual([]);
      }
    }
  });
});
