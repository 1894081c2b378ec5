/** Makes the views, functions and flows of this release, when they differ from what the store was last given. */
import { type Model, readModels } from './catalogue.ts';
import type { Store } from './store.ts';
import { StoreError } from './store-error.ts';
import { writeTopology } from './topology.ts';

const recordTable = `create table if not exists applied_models {on_cluster}
(
    name       String,
    kind       LowCardinality(String) comment 'view | function | table | flow',
    file       String,
    checksum   String comment 'empty when dropped',
    applied_at DateTime64(3, 'UTC'),
    version    UInt64
)
engine = {engine:ReplacingMergeTree(version)}
order by name
settings {durable}`;

type Applied = Pick<Model, 'name' | 'kind' | 'file' | 'checksum'>;

/** Codes of the engine for something another model may still bring: a table (60), a function (46). */
const notThereYet = new Set([46, 60]);

function refusal(model: Model, error: StoreError): StoreError {
  return new StoreError(`The ${model.kind} ${model.name} (${model.file}) cannot be made: ${error.message}`, {
    code: error.code,
    isRetryable: error.isRetryable,
    cause: error,
  });
}

/**
 * The statements that make a model. A flow that keeps nothing (`engine = Null`) is a table other flows hang on, with the
 * columns of its SELECT, and the feed that fills it.
 */
function statementsOf({ kind, name, statement }: Model): string[] {
  if (kind !== 'flow') return [statement];
  const [, select] = /engine\s*=\s*Null\s+as\s([\s\S]*)$/i.exec(statement) ?? [];
  if (select === undefined) return [`drop table if exists ${name} {on_cluster}`, statement];
  return [
    `drop table if exists ${name}_feed {on_cluster}`,
    `create or replace table ${name} {on_cluster} engine = Null empty as ${select}`,
    `create materialized view ${name}_feed {on_cluster} to ${name} as ${select}`,
  ];
}

/** Makes all; one that needs another further down waits for the next round. */
async function make(store: Store, models: readonly Model[]): Promise<void> {
  let left = models;
  while (left.length > 0) {
    const waiting: Model[] = [];
    let reason: StoreError | undefined;
    for (const model of left) {
      try {
        for (const statement of statementsOf(model)) await store.command(writeTopology(statement, store.topology));
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        if (error.code === undefined || !notThereYet.has(error.code)) throw refusal(model, error);
        reason ??= error;
        waiting.push(model);
      }
    }
    const [first] = waiting;
    if (first && reason && waiting.length === left.length) throw refusal(first, reason);
    left = waiting;
  }
}

async function readApplied(store: Store): Promise<Applied[]> {
  return store.query<Applied>(
    "select name, kind, file, checksum from applied_models final where checksum != '' order by name",
  );
}

/** What the engine itself knows; a record without the thing is no reason to trust it. */
async function readPresent(store: Store): Promise<Set<string>> {
  const rows = await store.query<{ name: string }>(
    `select concat('view ', name) as name from system.tables where database = currentDatabase()
    union all
    select concat('function ', name) from system.functions where origin = 'SQLUserDefined'`,
  );
  return new Set(rows.map((row) => row.name));
}

async function record(store: Store, rows: readonly Applied[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  const at = now.toISOString().replace('T', ' ').replace('Z', '');
  const text = rows.map((row) => [row.name, row.kind, row.file, row.checksum, at, now.getTime()].join('\t'));
  const columns = ['name', 'kind', 'file', 'checksum', 'applied_at', 'version'];
  await store.insert('applied_models', columns, `${text.join('\n')}\n`, 'TabSeparated');
}

/** Answers the names of what was made anew or dropped; nothing when all stood already. */
export async function applyModels(store: Store, directory: string, clock: () => Date): Promise<string[]> {
  await store.command(writeTopology(recordTable, store.topology));
  const models = await readModels(directory);
  const [applied, present] = await Promise.all([readApplied(store), readPresent(store)]);
  const known = new Map(applied.map((row) => [row.name, row]));
  const names = new Set(models.map((model) => model.name));
  const gone = applied.filter((row) => !names.has(row.name));
  for (const { kind, name } of gone) {
    const what = kind === 'flow' ? 'table' : kind;
    await store.command(writeTopology(`drop ${what} if exists ${name} {on_cluster}`, store.topology));
  }
  const differing = models.filter(
    ({ name, kind, checksum }) =>
      known.get(name)?.checksum !== checksum || !present.has(`${kind === 'function' ? kind : 'view'} ${name}`),
  );
  // While what rows flow through is made anew, rows that other processes insert are lost; it is left alone unless something
  // on the way to the facts differs, after which all facts are computed again (rebuild.ts).
  const isOnTheWay = ({ file }: Model) => !file.startsWith('marts/');
  const flows = differing.some(isOnTheWay) ? [] : ['table', 'flow'];
  const made = differing.length === 0 ? [] : models.filter(({ kind }) => !flows.includes(kind));
  await make(store, made);
  await record(store, [...gone.map((row) => ({ ...row, checksum: '' })), ...made], clock());
  return [...gone, ...made].map((row) => row.name);
}
