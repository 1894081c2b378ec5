/** Rows as sidecars give them, put into a store: what tests of models and of rules share. Their moments carry a zone. */
import { reloadDirectory } from './directory.ts';
import type { Store } from './store.ts';

export type Row = Record<string, unknown>;
/** Rows by their table. */
export type Tables = Record<string, Row[]>;

const zoned = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/;

/** A moment as the store answers it; anything else as it is. */
export const inUtc = (value: unknown) =>
  typeof value === 'string' && zoned.test(value) ? new Date(value).toISOString() : value;

export const mapped = (row: Row, change: (value: unknown) => unknown): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, change(value)]));

/** Adds rows, which may name different columns. */
export async function insertRows(store: Store, table: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const written = rows.map((row) =>
    mapped(row, (value) => {
      const moment = inUtc(value);
      return moment === value ? value : String(moment).replace('T', ' ').replace('Z', '');
    }),
  );
  const columns = [...new Set(written.flatMap((row) => Object.keys(row)))];
  await store.insert(table, columns, written.map((row) => JSON.stringify(row)).join('\n'), 'JSONEachRow');
}

/** Makes these rows all there is in these tables of the directory. */
export async function replaceDirectory(store: Store, tables: readonly string[], directory: Tables): Promise<void> {
  for (const table of tables) {
    await store.command(`truncate table ${table}`);
    await insertRows(store, table, directory[table] ?? []);
  }
  await reloadDirectory(store);
}
