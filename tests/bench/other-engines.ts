/** The same facts and marts in DuckDB, and in PostgreSQL where one is reachable. */
import { chmod } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import type { Mart, Spread } from './marts.ts';
import { MARTS, spreadOf } from './marts.ts';
import { figuresOf, plainMart } from './plain-marts.ts';
import { spread } from './timing.ts';

export interface OtherEngine {
  name: string;
  spreads: Record<Mart, Spread>;
  figures: Record<Mart, string>;
}
type Rows = Record<string, unknown>[];

async function measure(
  name: string,
  query: (sql: string) => Promise<Rows>,
  asOf: string,
  runs: number,
): Promise<OtherEngine> {
  const spreads = {} as Record<Mart, Spread>;
  const figures = {} as Record<Mart, string>;
  for (const mart of MARTS) {
    figures[mart] = figuresOf(mart, await query(plainMart(mart, 0, asOf)));
    spreads[mart] = spreadOf(await spread(runs, (run) => query(plainMart(mart, run, asOf))));
  }
  return { name, spreads, figures };
}

/** Facts as a table of DuckDB's own, in a file, on as many threads as there are processors. */
export async function measureDuckdb(
  { facts, calendar }: { facts: string; calendar: string },
  asOf: string,
  runs: number,
): Promise<OtherEngine> {
  const folder = dirname(facts);
  const instance = await DuckDBInstance.create(join(folder, 'facts.duckdb'));
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'").catch(() => undefined);
  await connection.run(`create table facts as select * from read_parquet('${facts}')`);
  await connection.run(`create table calendar as select * from read_parquet('${calendar}')`);
  const query = async (sql: string): Promise<Rows> => (await connection.runAndReadAll(sql)).getRowObjectsJson() as Rows;
  const found = await measure('DuckDB', query, asOf, runs);
  // For PostgreSQL, which reads no Parquet.
  await connection.run(`copy facts to '${join(folder, 'facts.csv')}' (header)`);
  await connection.run(`copy calendar to '${join(folder, 'calendar.csv')}' (header)`);
  connection.closeSync();
  instance.closeSync();
  return found;
}

const COLUMNS = `case_id text primary key, county text, department text, "window" text, staff text, item text, case_kind text,
  channel text, received_at timestamptz, received_on date, accepted_at timestamptz, accepted_on date, refused_on date,
  withdrawn_on date, decided_at timestamptz, decided_on date, delivered_at timestamptz, delivered_on date, closed_at timestamptz,
  closed_on date, is_completed boolean, verdict text, on_clock_at timestamptz, limit_unit text, promised_limit float8, used float8,
  working_days_used integer, due_on date, lapses_on date, due_at timestamptz, statutory_due_at timestamptz, stopped_from timestamptz, axis text,
  rated_on date, rating integer, timed_events integer, timely_events integer`;

/** Indexes one would make for these reads: each milestone's day, and the open cases. */
const INDEXES = [
  ...['received', 'accepted', 'decided', 'refused', 'withdrawn', 'delivered', 'rated', 'closed'].map(
    (what) => `create index on facts (${what}_on)`,
  ),
  'create index on facts (on_clock_at) where closed_at is null',
];

/**
 * A schema of its own in the database of `url`, dropped afterwards. The server reads the facts from files beside
 * `facts`, so it must be on this machine. Answers a sentence when there is none to measure.
 */
export async function measurePostgres(
  url: string,
  facts: string,
  asOf: string,
  runs: number,
): Promise<OtherEngine | string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
  } catch (error) {
    return `No PostgreSQL answers at ${new URL(url).host} (${(error as Error).message}).`;
  }
  const schema = `mingcha_bench_${process.pid}`;
  const folder = dirname(facts);
  try {
    await chmod(folder, 0o755);
    await client.query(`create schema ${schema}`);
    await client.query(`set search_path to ${schema}; set timezone to 'UTC'; set work_mem to '256MB'`);
    await client.query(`create table facts (${COLUMNS})`);
    await client.query('create table calendar (day date primary key, working_index integer)');
    for (const table of ['facts', 'calendar']) {
      await client.query(`copy ${table} from '${join(folder, `${table}.csv`)}' (format csv, header)`);
    }
    for (const statement of INDEXES) await client.query(statement);
    await client.query('analyze facts; analyze calendar');
    const query = async (sql: string): Promise<Rows> => (await client.query(sql)).rows;
    return await measure('PostgreSQL', query, asOf, runs);
  } catch (error) {
    return `PostgreSQL at ${new URL(url).host} was not measured: ${(error as Error).message}.`;
  } finally {
    await client.query(`drop schema if exists ${schema} cascade`).catch(() => undefined);
    await client.end();
  }
}
