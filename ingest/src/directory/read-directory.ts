/**
 * Directory files to rows as they stand: CSV named after its table, or YAML with the tables as top-level keys.
 *
 * Nothing is judged here but whether the file can be read and its columns are known; mistakes name file and line.
 * CSV from an older office program may be GBK: a file that is not UTF-8 is read as GB 18030.
 */
import { isUtf8 } from 'node:buffer';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { YamlReading } from '../mapping/yaml-reading.ts';
import { nearest } from '../nearest.ts';
import { CsvRecords, isBlank } from '../sources/files/csv-records.ts';
import { whyUnreadable } from '../sources/files/unreadable.ts';
import { DIRECTORY_TABLES, type DirectoryTable, type TableName } from './tables.ts';

export interface DirectoryMistake {
  file: string;
  /** From 1; 0 where it is about the file. */
  line: number;
  field: string;
  /** What is wrong and what to do. */
  message: string;
}

export interface WrittenRow {
  file: string;
  line: number;
  /** By column; a column the file does not have reads as empty. */
  values: Record<string, string>;
}

export interface WrittenDirectory {
  rows: Map<TableName, WrittenRow[]>;
  mistakes: DirectoryMistake[];
  /** Files of a folder that are none of the directory's. */
  unread: string[];
}

/** Reads files and folders of them. Throws a sentence for a path that cannot be read at all. */
export async function readDirectoryFiles(paths: readonly string[]): Promise<WrittenDirectory> {
  const read: WrittenDirectory = { rows: new Map(), mistakes: [], unread: [] };
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (!found)
      read.mistakes.push({
        file: path,
        line: 0,
        field: '',
        message: 'there is no such file or folder; check the path',
      });
    else if (found.isDirectory()) await readFolder(path, read);
    else if (/\.ya?ml$/i.test(path)) await readBytes(path, read, (bytes) => readYaml(path, String(bytes), read));
    else {
      const table = tableOf(path);
      if (table) await readBytes(path, read, (bytes) => readCsv(path, bytes, table, read));
      else read.mistakes.push({ file: path, line: 1, field: '', message: unknownFile(path) });
    }
  }
  return read;
}

/** That a file cannot be read is a mistake like those in files that can. */
async function readBytes(path: string, read: WrittenDirectory, use: (bytes: Buffer) => void): Promise<void> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    read.mistakes.push({ file: path, line: 0, field: '', message: whyUnreadable(path, error) });
    return;
  }
  use(bytes);
}

async function readFolder(folder: string, read: WrittenDirectory): Promise<void> {
  let found = 0;
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    const table = tableOf(name);
    if (table) {
      found += 1;
      await readBytes(path, read, (bytes) => readCsv(path, bytes, table, read));
    } else if (/\.csv$/i.test(name) && nearest(basename(name, '.csv'), tableNames)) {
      read.mistakes.push({ file: path, line: 1, field: '', message: unknownFile(path) });
    } else read.unread.push(path);
  }
  if (found > 0) return;
  const message = `There is no directory file in this folder; its files are named ${fileNames}.`;
  read.mistakes.push({ file: folder, line: 0, field: '', message });
}

const tableNames = DIRECTORY_TABLES.map(({ name }) => name);
const fileNames = tableNames.map((name) => `${name}.csv`).join(', ');

function tableOf(path: string): DirectoryTable | undefined {
  const name = basename(path).toLowerCase();
  return DIRECTORY_TABLES.find((table) => name === `${table.name}.csv`);
}

function unknownFile(path: string): string {
  const near = nearest(basename(path).replace(/\.csv$/i, ''), tableNames);
  return `${basename(path)} is no file of the directory${near ? `; did you mean ${near}.csv?` : '.'} Files are named ${fileNames}, or *.yaml.`;
}

function rowsOf(read: WrittenDirectory, table: TableName): WrittenRow[] {
  let rows = read.rows.get(table);
  if (!rows) {
    rows = [];
    read.rows.set(table, rows);
  }
  return rows;
}

/** A spreadsheet where commas stand in numbers separates by semicolons; no name of a column holds one. */
const separatorOf = (header: string): string => [',', ';', '\t'].find((each) => header.includes(each)) ?? ',';

const gb18030 = new TextDecoder('gb18030');

function readCsv(file: string, bytes: Buffer, table: DirectoryTable, read: WrittenDirectory): void {
  const text = (isUtf8(bytes) ? bytes.toString('utf8') : gb18030.decode(bytes)).replace(/^\ufeff/, '');
  const lines = text.split(/\r?\n/);
  const csv = new CsvRecords(separatorOf(lines[0]!));
  const records = [...csv.read({ firstLine: 1, lines, faults: new Map() }), ...csv.end()];
  const [header, ...rows] = records;
  const columns = table.columns.map(({ name }) => name);
  if (!header || header.fault) {
    const message = header?.fault?.message ?? `The file is empty; its first line is ${columns.join(',')}.`;
    read.mistakes.push({ file, line: 1, field: '', message });
    return;
  }
  const names = header.cells.map((cell) => cell.trim());
  checkNames(file, header.line, names, table, read.mistakes);
  for (const { line, cells, fault } of rows) {
    if (fault) {
      read.mistakes.push({ file, line, field: '', message: fault.message });
      continue;
    }
    if (isBlank(cells)) continue;
    const values = Object.fromEntries(names.map((name, index) => [name, cells[index]!.trim()]));
    const broken = names.find((name) => values[name]!.includes('\ufffd'));
    if (broken) {
      read.mistakes.push({
        file,
        line,
        field: broken,
        message: 'Is neither UTF-8 nor GBK; save the file as CSV UTF-8.',
      });
    }
    rowsOf(read, table.name).push({ file, line, values });
  }
}

function checkNames(
  file: string,
  line: number,
  names: readonly string[],
  table: DirectoryTable,
  mistakes: DirectoryMistake[],
): void {
  const columns = table.columns.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (!columns.includes(name)) {
      const near = nearest(name, columns);
      const message = `The column “${name}” is not known${near ? `; did you mean “${near}”?` : '.'} Columns of ${table.name}: ${columns.join(', ')}.`;
      mistakes.push({ file, line, field: name, message });
    } else if (names.indexOf(name) !== index) {
      mistakes.push({ file, line, field: name, message: `The column “${name}” stands twice; remove one.` });
    }
  }
  for (const { name, optional } of table.columns) {
    if (names.includes(name) || optional) continue;
    mistakes.push({ file, line, field: name, message: `The column “${name}” is missing; add it to the header.` });
  }
}

function readYaml(file: string, text: string, read: WrittenDirectory): void {
  const yaml = new YamlReading(text);
  if (yaml.mistakes.length === 0) {
    for (const [name, spot] of yaml.map(yaml.root, tableNames)) {
      const table = DIRECTORY_TABLES.find((each) => each.name === name)!;
      const columns = table.columns.map((column) => column.name);
      for (const row of yaml.list(spot)) {
        const entries = yaml.map(row, columns);
        const values = Object.fromEntries([...entries].map(([key, value]) => [key, yaml.text(value)?.trim() ?? '']));
        rowsOf(read, table.name).push({ file, line: row.line, values });
      }
    }
  }
  for (const { line, key, message } of yaml.mistakes) read.mistakes.push({ file, line, field: key, message });
}
