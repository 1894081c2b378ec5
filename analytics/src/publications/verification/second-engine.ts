/**
 * The second opinion: DuckDB in memory, with the Parquet of a bundle as its tables and the statements of sql/verify run over
 * them. It is loaded when something is verified and not before.
 */
import { join } from 'node:path';
import { readVerification } from '@mingcha/sql';
import type { PublicationManifest } from '../../contract/index.ts';
import { EVIDENCE, evidenceFile } from '../evidence.ts';

type Row = Record<string, unknown>;

export interface SecondEngine {
  /** e.g. `DuckDB v1.5.6`. */
  readonly name: string;
  /** Rows with plain values: numbers, texts, booleans and nulls. */
  query(statement: string): Promise<Row[]>;
  close(): void;
}

/** What the numbers are counted by: periods, moment and settings, as the manifest says. */
export type Asked = Pick<PublicationManifest, 'from_on' | 'to_on' | 'before' | 'as_of' | 'settings'>;

const THREADS = '2';
const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

export interface Scratch extends SecondEngine {
  /** Makes a table of a Parquet file. */
  load(table: string, file: string): Promise<void>;
  run(statements: string): Promise<void>;
}

/** The engine with nothing in it. */
export async function openScratch(): Promise<Scratch> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: THREADS });
  const connection = await instance.connect();
  const run = async (statements: string): Promise<void> => {
    await connection.run(statements);
  };
  const query = async (statement: string): Promise<Row[]> => {
    const reader = await connection.runAndReadAll(statement);
    return reader.getRowObjectsJS() as Row[];
  };
  await run("set timezone = 'UTC'");
  // Nothing is fetched from anywhere.
  await run('set autoinstall_known_extensions = false; set autoload_known_extensions = false');
  const [row] = await query('select version() as version');
  return {
    name: `DuckDB ${row!['version']}`,
    query,
    run,
    load: (table, file) => run(`create table "${table}" as select * from read_parquet(${text(file)})`),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Opens the engine on a bundle and counts everything again. Rejects with the engine's words where a file cannot be read. */
export async function recount(folder: string, asked: Asked): Promise<SecondEngine> {
  const engine = await openScratch();
  try {
    for (const name of EVIDENCE) await engine.load(name, join(folder, evidenceFile(name)));
    await engine.run(`create table asked as select
      ${text(asked.from_on)}::date as from_on, ${text(asked.to_on)}::date as to_on,
      ${text(asked.before.from_on)}::date as before_from, ${text(asked.before.to_on)}::date as before_to,
      ${text(asked.as_of)}::timestamptz as as_of`);
    const settings = Object.entries(asked.settings).map(([key, { value }]) => `(${text(key)}, ${text(value)})`);
    await engine.run(`create table settings as from (values ${settings.join(', ')}) as t("key", "value")`);
    for (const { file, text: statements } of await readVerification()) {
      try {
        await engine.run(statements);
      } catch (error) {
        throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
      }
    }
    return engine;
  } catch (error) {
    engine.close();
    throw error;
  }
}
