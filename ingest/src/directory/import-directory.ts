/**
 * `mingcha directory import`: the directory's files into the store, all of them or, when one has a mistake, none.
 *
 * Importing the same files again changes nothing. A row with a new valid_from takes effect on its day; one with the
 * same code and day replaces the earlier. Rows that are on file and not in the files stay.
 */

import { reloadDirectory, type Store } from '@mingcha/sql';
import { checkDirectory } from './check-directory.ts';
import { changesFacts } from './facts-of-directory.ts';
import { type DirectoryMistake, readDirectoryFiles } from './read-directory.ts';
import { changedRows, loadDirectory, writeRows } from './stored-directory.ts';
import { DIRECTORY_TABLES, type TableName } from './tables.ts';

const MOST_SHOWN = 100;

/** The directory cannot be imported; every mistake in it. */
export class DirectoryError extends Error {
  override name = 'DirectoryError';
  readonly mistakes: readonly DirectoryMistake[];

  constructor(mistakes: readonly DirectoryMistake[]) {
    const shown = mistakes
      .slice(0, MOST_SHOWN)
      .map(({ file, line, field, message }) => `  ${file} line ${line}${field ? `, ${field}` : ''}: ${message}`);
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
  const tables: DirectoryImport['tables'] = [];
  let isOtherwise = false;
  for (const table of DIRECTORY_TABLES) {
    const rows = directory.get(table.name);
    if (!rows) continue;
    const changed = changedRows(table, rows, stored.directory.get(table.name) ?? []);
    isOtherwise ||= changesFacts(table.name, changed, stored.directory);
    if (changed.length > 0) await writeRows(store, table, changed, version);
    tables.push({ table: table.name, rows: rows.length, changed: changed.length });
  }
  // Also when nothing changed: an import that was killed may have written its rows and not come to this.
  await reload(store);
  const changed = tables.reduce((sum, { changed }) => sum + changed, 0);
  return { tables, changed, changesFacts: isOtherwise, unread: written.unread };
}

/** What an import did, in words. */
export function importText({ tables, changed, changesFacts: isOtherwise, unread }: DirectoryImport): string {
  const lines = tables.map(({ table, rows, changed: some }) => `${table}: ${rows} rows, ${some} new or changed.`);
  for (const file of unread) lines.push(`${file} was not read: it is no file of the directory.`);
  if (changed === 0) lines.push('Nothing changed: all of it was on file.');
  if (isOtherwise) lines.push('Cases that are on file are counted by it after: mingcha rebuild');
  return lines.join('\n');
}
