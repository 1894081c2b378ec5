/**
 * `mingcha directory import`: the directory's files into the store, all of them or, when one has a mistake, none.
 *
 * Importing the same files again changes nothing. A row with a new valid_from takes effect on its day; one with the
 * same code and day replaces the earlier. Rows that are on file and not in the files stay. A place or a calendar has one
 * state, the newest on file: a row that changes it on a day to come is left for an import on that day.
 */

import { reloadDirectory, type Store } from '@mingcha/sql';
import { checkDirectory, type DirectoryRow, type Value } from './check-directory.ts';
import { changesFacts } from './facts-of-directory.ts';
import { type DirectoryMistake, readDirectoryFiles } from './read-directory.ts';
import { changedRows, loadDirectory, writeRows } from './stored-directory.ts';
import { codeColumn, DIRECTORY_TABLES, type TableName } from './tables.ts';

const MOST_SHOWN = 100;

/** The directory cannot be imported; every mistake in it. */
export class DirectoryError extends Error {
  override name = 'DirectoryError';
  readonly mistakes: readonly DirectoryMistake[];

  constructor(mistakes: readonly DirectoryMistake[]) {
    const shown = mistakes
      .slice(0, MOST_SHOWN)
      .map(
        ({ file, line, field, message }) =>
          `  ${file}${line > 0 ? ` line ${line}` : ''}${field ? `, ${field}` : ''}: ${message}`,
      );
    if (mistakes.length > MOST_SHOWN) shown.push(`  and ${mistakes.length - MOST_SHOWN} more.`);
    super(
      `The directory has ${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}; nothing was imported:\n${shown.join('\n')}`,
    );
    this.mistakes = mistakes;
  }
}

export interface DirectoryImport {
  /** Rows read and, of these, new or changed; by table, for the tables that were in the files. */
  tables: { table: TableName; rows: number; changed: number }[];
  changed: number;
  /** Rows left for an import on their day: how many, and the soonest of their days. */
  later: { table: TableName; rows: number; from: string }[];
  /** Cases on file would be counted otherwise: mingcha rebuild. */
  changesFacts: boolean;
  /** Files of a folder that are none of the directory's. */
  unread: string[];
}

export interface ImportEffects {
  clock?: () => Date;
  /** Makes what is derived from the directory anew; the store's own way unless told. */
  reload?: (store: Store) => Promise<void>;
}

/** Imports files and folders. Throws DirectoryError with every mistake, and then nothing has been written. */
export async function importDirectory(
  store: Store,
  paths: readonly string[],
  effects: ImportEffects = {},
): Promise<DirectoryImport> {
  const clock = effects.clock ?? (() => new Date());
  const reload = effects.reload ?? reloadDirectory;
  const written = await readDirectoryFiles(paths);
  const stored = await loadDirectory(store);
  const { directory, mistakes } = checkDirectory(written, stored.directory);
  if (mistakes.length > 0) throw new DirectoryError(mistakes);

  // Above what is on file even when the clock was put back.
  const version = Math.max(clock().getTime(), stored.version + 1);
  const today = dayIn.format(clock());
  const tables: DirectoryImport['tables'] = [];
  const later: DirectoryImport['later'] = [];
  let isOtherwise = false;
  for (const table of DIRECTORY_TABLES) {
    const rows = directory.get(table.name);
    if (!rows) continue;
    const onFile = stored.directory.get(table.name) ?? [];
    const left = changesLater(table.name, rows, onFile, today);
    const [from] = left.map(({ valid_from }) => String(valid_from)).sort();
    if (from !== undefined) later.push({ table: table.name, rows: left.length, from });
    const changed = changedRows(
      table,
      rows.filter((row) => !left.includes(row)),
      onFile,
    );
    isOtherwise ||= changesFacts(table.name, changed, stored.directory);
    if (changed.length > 0) await writeRows(store, table, changed, version);
    tables.push({ table: table.name, rows: rows.length, changed: changed.length });
  }
  // Also when nothing changed: an import that was killed may have written its rows and not come to this.
  await reload(store);
  const changed = tables.reduce((sum, { changed }) => sum + changed, 0);
  return { tables, changed, later, changesFacts: isOtherwise && (await hasCases(store)), unread: written.unread };
}

async function hasCases(store: Store): Promise<boolean> {
  return (await store.query('select 1 from case_events limit 1')).length > 0;
}

/** Days are those of the city. */
const dayIn = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });

/** Tables of which the row with the latest valid_from counts, whatever the day (sql/schema/004_directory_views.sql). */
const OF_ONE_STATE: ReadonlySet<TableName> = new Set([
  'regions',
  'calendars',
  'centres',
  'departments',
  'windows',
  'staff',
]);

/** The rows that change what an earlier one says on a day to come. */
function changesLater(name: TableName, rows: DirectoryRow[], onFile: DirectoryRow[], today: string): DirectoryRow[] {
  if (!OF_ONE_STATE.has(name)) return [];
  const since = ({ valid_from }: DirectoryRow) => String(valid_from);
  const first = new Map<Value, string>();
  for (const row of [...rows, ...onFile]) {
    const code = row[codeColumn(name)]!;
    const known = first.get(code);
    if (known === undefined || since(row) < known) first.set(code, since(row));
  }
  return rows.filter((row) => since(row) > today && since(row) > first.get(row[codeColumn(name)]!)!);
}

/** What an import did, in words. */
export function importText({ tables, changed, later, changesFacts: isOtherwise, unread }: DirectoryImport): string {
  const lines = tables.map(
    ({ table, rows, changed: some }) => `${table}: ${rows} ${rows === 1 ? 'row' : 'rows'}, ${some} new or changed.`,
  );
  for (const file of unread) lines.push(`${file} was not read: it is no file of the directory.`);
  for (const { table, rows, from } of later) {
    lines.push(
      `${table}: ${rows} of the rows change something from ${from} on and were left out; import them again then.`,
    );
  }
  if (changed === 0) lines.push(`Nothing changed: all ${later.length > 0 ? 'else' : 'of it'} was on file.`);
  if (isOtherwise) lines.push('Cases that came in before are counted by it after: mingcha rebuild');
  return lines.join('\n');
}
