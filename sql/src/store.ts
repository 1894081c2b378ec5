/**
 * One store, two homes: ClickHouse in this process (`file:`) or a ClickHouse server (`http(s):`).
 * Everything above reads and writes through this interface.
 *
 * Both homes answer alike: the session's zone is UTC; moments leave as ISO text with `Z`; 64-bit integers leave as
 * strings in JSON; a `Date` parameter is the moment it means, in whatever zone its type is declared.
 */
import type { Readable } from 'node:stream';
import { StoreError } from './store-error.ts';

export type ParameterValue = string | number | boolean | null | readonly (string | number)[] | Date;

/** Values of `{name:Type}` parameters in a statement. */
export type Parameters = Record<string, ParameterValue>;

export interface QueryOptions {
  /** Seconds after which the engine gives the query up. */
  maxSeconds?: number;
}

/** Where the tables live, as far as a schema has to know. */
export interface Topology {
  /** The cluster named by `?cluster=` in the store's URL; absent on one machine. */
  readonly cluster?: string;
  /** How a dictionary reads a table of this same store: the arguments of `SOURCE(CLICKHOUSE(…))`. */
  dictionarySource(table: string): string;
}

export interface Store {
  readonly kind: 'embedded' | 'server';
  readonly topology: Topology;
  /** Rows of a SELECT, as objects. 64-bit integers arrive as strings unless the statement casts them. */
  query<Row>(statement: string, parameters?: Parameters, options?: QueryOptions): Promise<Row[]>;
  /** The same rows as UTF-8, for whoever passes them on: a JSON object per line, no line break inside one or at the end. */
  lines(statement: string, parameters?: Parameters, options?: QueryOptions): Promise<Buffer>;
  /**
   * The same SELECT as bytes in a ClickHouse format, e.g. `ArrowStream` or `CSVWithNames`. An error before the first
   * byte rejects; a later one destroys the stream with a StoreError. Destroy the stream when it is no longer wanted.
   */
  stream(statement: string, format: string, parameters?: Parameters, options?: QueryOptions): Promise<Readable>;
  /**
   * Appends rows; returns once they are durable. Text, or its bytes in UTF-8, is in the named ClickHouse format, one
   * statement: all rows or, when one is malformed, none.
   */
  insert(
    table: string,
    columns: readonly string[],
    text: string | Buffer,
    format: 'TabSeparated' | 'JSONEachRow',
  ): Promise<void>;
  /** Runs a statement that returns nothing: DDL, INSERT … SELECT. */
  command(statement: string, parameters?: Parameters): Promise<void>;
  /**
   * Another number after every insert and command of this store, so that the same one twice says that nothing was written
   * between; events on their way in, of which no fact is computed yet, do not count. Undefined while something is being
   * written, and always on a server, where others write, too. `settled` leaves out what is computed of cases, too: it says
   * the same of all other tables (of-cases.ts).
   */
  generation(of?: 'computed' | 'settled'): number | undefined;
  /**
   * How many such writes have ended: the same number twice says that nothing has been stored between, but what is being written
   * may be. Undefined on a server.
   */
  completed(): number | undefined;
  /**
   * For a stop that has no more time: statements under way fail, their inserts with them, and new ones are refused, so that
   * whoever waits for one can end; then `close`. What runs on a server goes on there.
   */
  abandon(): Promise<void>;
  /** Finishes what was asked for and lets go of the data directory or the sockets; later calls are refused. */
  close(): Promise<void>;
}

/** Settings that make both homes answer alike. */
export const sessionSettings = {
  session_timezone: 'UTC',
  date_time_output_format: 'iso',
  output_format_json_quote_64bit_integers: 1,
  // apache-arrow for JavaScript reads no compressed buffers.
  output_format_arrow_compression_method: 'none',
  // A number in a cursor is the number it was: read fast, as servers before 26.7 do, one in three differs in its last digits.
  precise_float_parsing: 1,
  // An insert is acknowledged when it is stored, not when it is queued.
  async_insert: 0,
  wait_for_async_insert: 1,
  // Rows that replace others are settled on merge and on reading; doing it on every insert, too, took half of its time.
  optimize_on_insert: 0,
  // Parameters of 10,000 case ids are part of a statement's text.
  max_query_size: '67108864',
  // Our statements are short and come again and again: compiling one took 100–300 ms, running it 20.
  compile_expressions: 0,
  compile_aggregate_expressions: 0,
  compile_sort_description: 0,
  // Passes that look through the whole of a long statement and change ours in nothing: a fifth of its planning.
  optimize_and_compare_chain: 0,
  // Else the work on each branch of a union is done after it, too late to read only what a filter lets through.
  query_plan_lift_up_union: 0,
} as const;

/**
 * Opens `file:PATH` (created when absent) or `http(s)://user:password@host:port/database?cluster=NAME`.
 * Rejects with a StoreError when the directory is in use or cannot be used, or when the URL is none of these.
 * A server is not contacted before the first statement.
 */
export async function openStore(url: string): Promise<Store> {
  if (url.startsWith('file:')) {
    const { openEmbedded } = await import('./embedded.ts');
    return openEmbedded(url);
  }
  if (/^https?:\/\//.test(url)) {
    const { openServer } = await import('./server.ts');
    return openServer(url);
  }
  const shown = url.replace(/\/\/[^@/]*@/, '//…@');
  throw new StoreError(`"${shown}" is not a store; give file:PATH or http(s)://user:password@host:8123/database.`);
}
