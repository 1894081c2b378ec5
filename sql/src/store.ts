/**
 * One store, two homes: ClickHouse in this process (`file:`) or a ClickHouse server (`http(s):`).
 * Everything above reads and writes through this interface.
 */
import type { Readable } from 'node:stream';

/** Values of `{name:Type}` parameters in a statement. */
export type Parameters = Record<string, string | number | boolean | null | readonly (string | number)[] | Date>;

export interface QueryOptions {
  /** Seconds after which the engine gives the query up. */
  maxSeconds?: number;
}

export interface Store {
  readonly kind: 'embedded' | 'server';
  /** Rows of a SELECT, as objects. 64-bit integers arrive as strings unless the statement casts them. */
  query<Row>(statement: string, parameters?: Parameters, options?: QueryOptions): Promise<Row[]>;
  /** The same SELECT as bytes in a ClickHouse format, e.g. `ArrowStream` or `CSVWithNames`. */
  stream(statement: string, format: string, parameters?: Parameters, options?: QueryOptions): Promise<Readable>;
  /** Appends rows; returns once they are durable. Text is in the named ClickHouse format, one statement. */
  insert(
    table: string,
    columns: readonly string[],
    text: string,
    format: 'TabSeparated' | 'JSONEachRow',
  ): Promise<void>;
  /** Runs a statement that returns nothing: DDL, INSERT … SELECT. */
  command(statement: string, parameters?: Parameters): Promise<void>;
  close(): Promise<void>;
}
