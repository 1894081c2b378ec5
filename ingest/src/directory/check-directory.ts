/**
 * The directory checked as a whole: each value for itself, then what rows say about one another, against the rows
 * of the files and those already on file. Every mistake is found, not only the first.
 */
import { parseHours } from '@mingcha/sql';
import { zoneNamed } from '../intake/zone.ts';
import type { DirectoryMistake, WrittenDirectory, WrittenRow } from './read-directory.ts';
import {
  type Column,
  codeColumn,
  DIRECTORY_TABLES,
  type DirectoryTable,
  REGION_LEVELS,
  type TableName,
} from './tables.ts';

export type Value = string | number | boolean | null;
export type DirectoryRow = Record<string, Value>;
export type Directory = Map<TableName, DirectoryRow[]>;

/** A calendar that serves centres that name none; it is there before anyone describes it. */
const GIVEN_CALENDAR = 'default';

interface CheckedRow {
  from: WrittenRow;
  row: DirectoryRow;
}

/** Typed rows, and every mistake in file and line order. `stored` is what is on file already. */
export function checkDirectory(
  written: WrittenDirectory,
  stored: Directory,
): { directory: Directory; mistakes: DirectoryMistake[] } {
  const mistakes = [...written.mistakes];
  const checked = new Map<TableName, CheckedRow[]>();
  for (const table of DIRECTORY_TABLES) {
    const rows = (written.rows.get(table.name) ?? []).map((from) => ({ from, row: typedRow(table, from, mistakes) }));
    checked.set(table.name, rows);
    checkOnce(table, rows, mistakes);
  }
  for (const table of DIRECTORY_TABLES) checkReferences(table, checked, stored, mistakes);
  checkRegions(checked, stored, mistakes);
  for (const [table, check] of Object.entries(ROW_CHECKS)) {
    for (const { from, row } of checked.get(table as TableName)!) {
      for (const [field, message] of check(row)) mistakes.push({ file: from.file, line: from.line, field, message });
    }
  }
  mistakes.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  const directory: Directory = new Map();
  for (const [name, rows] of checked)
    if (rows.length > 0)
      directory.set(
        name,
        rows.map(({ row }) => row),
      );
  return { directory, mistakes };
}

function typedRow(table: DirectoryTable, from: WrittenRow, mistakes: DirectoryMistake[]): DirectoryRow {
  const row: DirectoryRow = {};
  for (const column of table.columns) {
    const text = from.values[column.name] ?? '';
    if (text === '') {
      const isNumber = column.holds.kind === 'whole' || column.holds.kind === 'decimal';
      row[column.name] = isNumber ? null : '';
      // A missing flag is no mistake worth a refusal: it means no, and nothing where it may be left open.
      if (column.holds.kind === 'boolean') row[column.name] = column.optional ? null : false;
      else if (!column.optional) wrong(mistakes, from, column.name, 'Is empty; fill it in.');
      continue;
    }
    const value = typedValue(column, text);
    if (typeof value === 'object' && value !== null) {
      wrong(mistakes, from, column.name, value.problem);
      row[column.name] = null;
    } else row[column.name] = value;
  }
  return row;
}

function wrong(mistakes: DirectoryMistake[], { file, line }: WrittenRow, field: string, message: string): void {
  mistakes.push({ file, line, field, message });
}

const TRUE = ['true', '1', 'yes', '是'];
const FALSE = ['false', '0', 'no', '否'];

function typedValue({ holds }: Column, text: string): Value | { problem: string } {
  switch (holds.kind) {
    case 'code':
      if (text.length > 64) return { problem: `“${text}” is longer than the 64 characters of a code.` };
      return hasControl(text) ? { problem: 'Holds a control character; remove it.' } : text;
    case 'text':
      if (text.length > 200) return { problem: 'Is longer than 200 characters; shorten it.' };
      return hasControl(text) ? { problem: 'Holds a control character; remove it.' } : text;
    case 'day':
      return isDay(text) ? text : { problem: `“${text}” is no day; write it like 2026-01-01.` };
    case 'boolean':
      if (TRUE.includes(text.toLowerCase())) return true;
      if (FALSE.includes(text.toLowerCase())) return false;
      return { problem: `“${text}” is neither true nor false.` };
    case 'whole': {
      const value = Number(text);
      if (/^\d{1,6}$/.test(text) && value >= holds.least && value <= holds.most) return value;
      return { problem: `“${text}” is no whole number from ${holds.least} to ${holds.most}.` };
    }
    case 'decimal': {
      const value = Number(text);
      if (/^\d{1,10}(\.\d{1,2})?$/.test(text) && value <= holds.most) return value;
      return { problem: `“${text}” is no number from 0 to ${holds.most} with at most two decimals.` };
    }
    case 'choice':
      if (holds.values.includes(text)) return text;
      return { problem: `“${text}” is not known; write one of ${holds.values.join(', ')}.` };
    case 'zone':
      return unlessRefused(() => zoneNamed(text).name);
    case 'hours':
      return unlessRefused(() => {
        parseHours(text);
        return text;
      });
  }
}

/** What a reader makes of a text, or the sentence with which it refuses it. */
function unlessRefused(read: () => Value): Value | { problem: string } {
  try {
    return read();
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** Days the store can hold: 1970-01-01 to 2149-06-06. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1970-01-01' || text > '2149-06-06') return false;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

function checkOnce(table: DirectoryTable, rows: readonly CheckedRow[], mistakes: DirectoryMistake[]): void {
  const seen = new Map<string, WrittenRow>();
  for (const { from, row } of rows) {
    const key = table.key.map((column) => String(row[column])).join(', ');
    const before = seen.get(key);
    if (!before) seen.set(key, from);
    else {
      const place = before.file === from.file ? `line ${before.line}` : `${before.file} line ${before.line}`;
      const message = `${table.key.join(' and ')} (${key}) stand in ${place} already; remove one, or give the later row its own day.`;
      wrong(mistakes, from, table.key[0]!, message);
    }
  }
}

function checkReferences(
  table: DirectoryTable,
  checked: ReadonlyMap<TableName, CheckedRow[]>,
  stored: Directory,
  mistakes: DirectoryMistake[],
): void {
  for (const { name, refersTo } of table.columns) {
    if (!refersTo) continue;
    const target = codeColumn(refersTo);
    const known = new Set([
      ...checked.get(refersTo)!.map(({ row }) => row[target]),
      ...(stored.get(refersTo) ?? []).map((row) => row[target]),
    ]);
    if (refersTo === 'calendars') known.add(GIVEN_CALENDAR);
    for (const { from, row } of checked.get(table.name)!) {
      const code = row[name];
      if (code === '' || code === null || known.has(code)) continue;
      wrong(
        mistakes,
        from,
        name,
        `There is no “${code}” in ${refersTo}; add it to ${refersTo}.csv, or correct the code.`,
      );
    }
  }
}

/** Levels nest city → county → township → village, and no region lies in itself. */
function checkRegions(
  checked: ReadonlyMap<TableName, CheckedRow[]>,
  stored: Directory,
  mistakes: DirectoryMistake[],
): void {
  const levels = new Map<Value, Value>();
  const parents = new Map<Value, Value>();
  const add = (row: DirectoryRow) => {
    levels.set(row['region']!, row['level']!);
    parents.set(row['region']!, row['parent']!);
  };
  for (const row of stored.get('regions') ?? []) add(row);
  for (const { row } of checked.get('regions')!) add(row);
  const rank = (level: Value | undefined) => (REGION_LEVELS as readonly Value[]).indexOf(level ?? null);
  const highest = Math.min(...[...levels.values()].map(rank).filter((each) => each >= 0));
  for (const { from, row } of checked.get('regions')!) {
    const { region, level, parent } = row as { region: Value; level: Value; parent: Value };
    const own = rank(level);
    if (own < 0) continue;
    if (parent === '') {
      if (own > highest) {
        wrong(mistakes, from, 'parent', `Is empty; name the ${REGION_LEVELS[own - 1]} this ${level} belongs to.`);
      }
      continue;
    }
    const above = levels.get(parent);
    if (above === undefined) continue;
    if (isInItself(region, parents)) {
      wrong(mistakes, from, 'parent', `“${region}” lies in itself, by way of “${parent}”; correct one of the parents.`);
    } else if (rank(above) !== own - 1) {
      const wanted = own === 0 ? 'a city has none' : `it must be a ${REGION_LEVELS[own - 1]}`;
      wrong(mistakes, from, 'parent', `“${parent}” is a ${above}, and the parent of a ${level}: ${wanted}.`);
    }
  }
}

function isInItself(region: Value, parents: ReadonlyMap<Value, Value>): boolean {
  const seen = new Set<Value>();
  for (let at = parents.get(region); at !== undefined && at !== ''; at = parents.get(at)) {
    if (at === region) return true;
    if (seen.has(at)) return false;
    seen.add(at);
  }
  return false;
}

type RowCheck = (row: DirectoryRow) => Iterable<[field: string, message: string]>;

/** What the columns of one row say about each other. */
const ROW_CHECKS: Partial<Record<TableName, RowCheck>> = {
  *windows({ department, centre }) {
    if (department === '' && centre === '') {
      yield ['department', 'Is empty, and so is the centre; name the department, or the centre of a shared window.'];
    }
  },
  *staff({ window, department }) {
    if (window === '' && department === '') {
      yield ['department', 'Is empty, and so is the window; name at least one.'];
    }
  },
  *responsibilities({ region, centre, department }) {
    if ([region, centre, department].filter((code) => code !== '').length > 1) {
      yield ['region', 'Is not the only place named; name the region, the centre or the department, one of them.'];
    }
  },
  *items(row) {
    for (const clock of ['promised', 'statutory']) {
      if (row[`${clock}_limit`] !== null && row[`${clock}_unit`] === '') {
        yield [`${clock}_unit`, `Is empty, and ${clock}_limit is not; name its unit.`];
      }
    }
    const { promised_limit: promised, statutory_limit: statutory } = row;
    if (row['promised_unit'] === row['statutory_unit'] && Number(promised) > Number(statutory ?? promised)) {
      yield [
        'promised_limit',
        `Is ${promised}, more than the ${statutory} the law allows (statutory_limit); correct one of them.`,
      ];
    }
  },
  *item_stages({ limit, unit }) {
    if (limit !== null && unit === '') yield ['unit', 'Is empty, and limit is not; name its unit.'];
  },
  *calendars({ standard_day_hours: standard }) {
    if (standard === 0) yield ['standard_day_hours', 'Is 0; a standard day has hours.'];
  },
};
