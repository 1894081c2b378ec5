/** The directory on file: its rows as of their newest version, and writing new ones. */
import type { Store } from '@mingcha/sql';
import type { Directory, DirectoryRow, Value } from './check-directory.ts';
import { DIRECTORY_TABLES, type DirectoryTable } from './tables.ts';

export interface StoredDirectory {
  directory: Directory;
  /** Highest version on file. */
  version: number;
}

export async function loadDirectory(store: Store): Promise<StoredDirectory> {
  const directory: Directory = new Map();
  let version = 0;
  for (const table of DIRECTORY_TABLES) {
    const columns = table.columns.map(({ name }) => quoted(name)).join(', ');
    const key = table.key.map(quoted).join(', ');
    const rows = await store.query<Record<string, unknown> & { version: string }>(
      `select ${columns}, toString(version) as version from ${table.stored} order by version desc limit 1 by ${key}`,
    );
    directory.set(
      table.name,
      rows.map((row) => {
        version = Math.max(version, Number(row.version));
        return Object.fromEntries(table.columns.map(({ name, holds }) => [name, storedValue(row[name], holds.kind)]));
      }),
    );
  }
  return { directory, version };
}

const quoted = (name: string) => `\`${name}\``;

function storedValue(value: unknown, kind: string): Value {
  if (value === null || value === undefined) return null;
  if (kind === 'whole' || kind === 'decimal') return Number(value);
  if (kind === 'day') return String(value).slice(0, 10);
  return typeof value === 'boolean' ? value : String(value);
}

/** The rows of a table that are not on file as they stand. */
export function changedRows(
  table: DirectoryTable,
  rows: readonly DirectoryRow[],
  stored: readonly DirectoryRow[],
): DirectoryRow[] {
  const text = (row: DirectoryRow) => JSON.stringify(table.columns.map(({ name }) => row[name]));
  const key = (row: DirectoryRow) => JSON.stringify(table.key.map((name) => row[name]));
  const known = new Map(stored.map((row) => [key(row), text(row)]));
  return rows.filter((row) => known.get(key(row)) !== text(row));
}

export async function writeRows(
  store: Store,
  table: DirectoryTable,
  rows: readonly DirectoryRow[],
  version: number,
): Promise<void> {
  const lines = rows.map((row) => JSON.stringify({ ...row, version }));
  await store.insert(
    table.stored,
    [...table.columns.map(({ name }) => name), 'version'],
    lines.join('\n'),
    'JSONEachRow',
  );
}
