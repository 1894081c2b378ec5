/**
 * Brings a store to the schema and the models of this release.
 *
 * Schema files run once, in order; each statement is recorded when it is done and is safe to run again, so a process
 * killed between any two statements, or two processes migrating at once, end at the same schema. There is no "dirty"
 * flag and nothing for a hand to repair. Models hold no data: when one differs from what was applied, all are made
 * anew, because a view remembers the columns of the views below it; of marts alone, all but what rows flow through.
 */
import { modelDirectory } from './catalogue.ts';
import { applyModels } from './models.ts';
import { readSchema, type SchemaFile, schemaDirectory } from './schema-files.ts';
import type { Store } from './store.ts';
import { StoreError } from './store-error.ts';
import { writeTopology } from './topology.ts';

export interface MigrateOptions {
  /** Holds 001_….sql; the release's own by default. */
  schemaDir?: string;
  /** Holds staging/, cases/, marts/, rules/; the release's own by default. */
  modelDir?: string;
  clock?: () => Date;
}

export interface Migrated {
  /** Statements run now, e.g. `002_directory.sql:3`. */
  readonly statements: readonly string[];
  /** Models made anew or dropped, by name. */
  readonly models: readonly string[];
}

interface Applied {
  readonly number: number;
  readonly name: string;
  /** From 1. */
  readonly statement: number;
  /** How many the file held then. */
  readonly statements: number;
  readonly checksum: string;
}

const recordTable = `create table if not exists schema_migrations {on_cluster}
(
    number     UInt16,
    name       String,
    statement  UInt16,
    statements UInt16,
    checksum   String,
    applied_at DateTime64(3, 'UTC')
)
engine = {engine:ReplacingMergeTree}
order by (number, statement, name, checksum)
settings {durable}`;

async function readApplied(store: Store): Promise<Applied[]> {
  return store.query<Applied>(
    'select number, name, statement, statements, checksum from schema_migrations final order by number, statement, applied_at',
  );
}

/** What this file still has to run; throws where the store and the files tell different stories. */
function checkFile(file: SchemaFile, applied: readonly Applied[], newest: number): number[] {
  const remedy = 'restore it as it was released and put the change into a new file with the next number';
  const done = new Set<number>();
  for (const row of applied) {
    const now = file.statements[row.statement - 1];
    if (row.name !== file.name) {
      throw new StoreError(
        `The schema file ${row.name} was renamed to ${file.name} after it was applied; name it back.`,
      );
    }
    if (now?.checksum !== row.checksum) {
      throw new StoreError(
        `The schema file ${file.name} was changed after its statement ${row.statement} was applied to this store; ${remedy}.`,
      );
    }
    done.add(row.statement);
  }
  const isComplete = applied.some((row) => row.statements === done.size);
  if (isComplete && file.statements.length !== done.size) {
    throw new StoreError(
      `The schema file ${file.name} held ${done.size} statements when it was applied to this store and now holds ${file.statements.length}; ${remedy}.`,
    );
  }
  const left = file.statements.map((_, index) => index + 1).filter((statement) => !done.has(statement));
  if (left.length > 0 && file.number < newest) {
    throw new StoreError(
      `The schema file ${file.name} comes before ${String(newest).padStart(3, '0')}, which this store already has, but was not applied; give it the next free number.`,
    );
  }
  return left;
}

function plan(files: readonly SchemaFile[], applied: readonly Applied[]): { file: SchemaFile; statement: number }[] {
  const newest = Math.max(0, ...applied.map((row) => row.number));
  const unknown = applied.find((row) => row.number > files.length);
  if (unknown) {
    throw new StoreError(
      `The schema file ${unknown.name} was applied to this store but is missing; put it back, or run the release of Mingcha that wrote this store, or a newer one.`,
    );
  }
  return files.flatMap((file) => {
    const rows = applied.filter((row) => row.number === file.number);
    return checkFile(file, rows, newest).map((statement) => ({ file, statement }));
  });
}

async function runStatement(store: Store, file: SchemaFile, statement: number, now: Date): Promise<void> {
  const { text, checksum } = file.statements[statement - 1] as SchemaFile['statements'][number];
  try {
    await store.command(writeTopology(text, store.topology));
  } catch (error) {
    const cause = error instanceof StoreError ? error : undefined;
    throw new StoreError(
      `The schema file ${file.name} stopped at statement ${statement} of ${file.statements.length}: ${(error as Error).message} Remove the cause and start again; it goes on from there.`,
      { code: cause?.code, isRetryable: cause?.isRetryable ?? false, cause: error },
    );
  }
  const at = now.toISOString().replace('T', ' ').replace('Z', '');
  const row = [file.number, file.name, statement, file.statements.length, checksum, at];
  const columns = ['number', 'name', 'statement', 'statements', 'checksum', 'applied_at'];
  await store.insert('schema_migrations', columns, `${row.join('\t')}\n`, 'TabSeparated');
}

export async function migrate(store: Store, options: MigrateOptions = {}): Promise<Migrated> {
  const { schemaDir = schemaDirectory, modelDir = modelDirectory, clock = () => new Date() } = options;
  const files = await readSchema(schemaDir);
  await store.command(writeTopology(recordTable, store.topology));
  const run: string[] = [];
  for (const { file, statement } of plan(files, await readApplied(store))) {
    await runStatement(store, file, statement, clock());
    run.push(`${file.name}:${statement}`);
  }
  const models = await applyModels(store, modelDir, clock);
  const left = plan(files, await readApplied(store));
  if (left.length > 0) {
    const names = [...new Set(left.map(({ file }) => file.name))].join(', ');
    throw new StoreError(`The schema files ${names} were run but the store does not show it; start again.`);
  }
  return { statements: run, models };
}
