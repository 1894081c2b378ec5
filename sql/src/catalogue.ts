/**
 * The models: every view and function in staging/, cases/ and marts/, in the order they are made.
 * A file says `create or replace view|function|table name …`, or, for rows that flow on as they are inserted,
 * `create materialized view name … to table as …` or `create materialized view name … engine = Null as …`, one or more
 * times, and nothing else.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checksumOf } from './schema-files.ts';
import { canonical, splitStatements } from './statement.ts';
import { StoreError } from './store-error.ts';

export interface Model {
  readonly kind: 'view' | 'function' | 'table' | 'flow';
  readonly name: string;
  /** Where it stands, e.g. `marts/weekly_ranking.sql`. */
  readonly file: string;
  readonly statement: string;
  readonly checksum: string;
}

const layers = ['staging', 'cases', 'marts'];

export const modelDirectory = fileURLToPath(new URL('..', import.meta.url));

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function modelOf(statement: string, file: string): Model {
  const flow = /^create materialized view (\w+)\b/i.exec(canonical(statement));
  const found = /^create or replace (view|function|table) (\w+)\b/i.exec(canonical(statement));
  const [, kind, name] = flow ? ['', 'flow', flow[1]] : (found ?? []);
  if (kind === undefined || name === undefined) {
    const start = canonical(statement).slice(0, 60);
    throw new StoreError(
      `The model file ${file} holds "${start}…"; a model is "create or replace view|function|table" or "create materialized view", everything else belongs into schema/.`,
    );
  }
  return { kind: kind.toLowerCase() as Model['kind'], name, file, statement, checksum: checksumOf(statement) };
}

/** All models below a directory, layer by layer, alphabetically inside a layer. */
export async function readModels(directory: string): Promise<Model[]> {
  const models = new Map<string, Model>();
  for (const layer of layers) {
    for (const name of await namesIn(join(directory, layer))) {
      const file = `${layer}/${name}`;
      for (const statement of splitStatements(await readFile(join(directory, file), 'utf8'))) {
        const model = modelOf(statement, file);
        const other = models.get(model.name);
        if (other) {
          throw new StoreError(`The ${model.kind} ${model.name} is defined in ${other.file} and in ${file}; keep one.`);
        }
        models.set(model.name, model);
      }
    }
  }
  return [...models.values()];
}

/** What tells one release's models from another's: the checksums of those in files of these names, in the order they are made. */
export async function checksumsOf(files: RegExp): Promise<string> {
  const models = await readModels(modelDirectory);
  return models.flatMap(({ file, checksum }) => (files.test(file) ? [checksum] : [])).join();
}
