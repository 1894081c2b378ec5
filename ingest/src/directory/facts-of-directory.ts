/**
 * Which of the directory the facts of a case are made of (sql/cases): its limits, its calendar, where it is handled. The rest,
 * names before all, is looked up when somebody reads, so that a change of it needs no rebuild.
 */
import type { Directory, DirectoryRow } from './check-directory.ts';
import { DIRECTORY_TABLES, type TableName } from './tables.ts';

/** Columns that become part of a fact; of a table with none of them only whether a code is on file does. */
const MAKES_FACTS: Partial<Record<TableName, readonly string[]>> = {
  regions: ['parent', 'level'],
  centres: ['region', 'calendar'],
  departments: ['centre'],
  windows: ['department', 'centre'],
  staff: [],
  items: ['department', 'case_kind', 'promised_limit', 'promised_unit', 'statutory_limit', 'statutory_unit'],
  item_stages: ['limit', 'unit'],
  calendars: ['zone', 'counting', 'standard_day_hours', 'hours'],
  calendar_days: ['is_working'],
  settings: ['value'],
};
/** The others are asked for when somebody reads. */
const SETTING_OF_FACTS = 'entry_timeliness_hours';

/** Whether rows of a table that are new or changed make facts otherwise than what was on file on their day. */
export function changesFacts(name: TableName, changed: readonly DirectoryRow[], stored: Directory): boolean {
  const columns = MAKES_FACTS[name];
  if (columns === undefined) return false;
  const codes = DIRECTORY_TABLES.find((table) => table.name === name)!.key.filter((column) => column !== 'valid_from');
  const codeOf = (row: DirectoryRow) => JSON.stringify(codes.map((column) => row[column]));
  const onFile = new Map<string, DirectoryRow[]>();
  for (const row of stored.get(name) ?? []) onFile.set(codeOf(row), [...(onFile.get(codeOf(row)) ?? []), row]);
  const since = ({ valid_from }: DirectoryRow) => String(valid_from ?? '');
  return changed
    .filter((row) => name !== 'settings' || row['key'] === SETTING_OF_FACTS)
    .some((row) => {
      const before = (onFile.get(codeOf(row)) ?? [])
        .filter((other) => since(other) <= since(row))
        .sort((a, b) => (since(a) < since(b) ? 1 : -1))[0];
      return before === undefined || columns.some((column) => before[column] !== row[column]);
    });
}
