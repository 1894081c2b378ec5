/**
 * A file, read by a mapping, as batches of events: what is sent, from which lines, and which rows were refused.
 *
 * Without a mapping the file holds canonical events, one JSON object per line; its lines go on as they stand.
 * A row is never split over two batches, so that after any batch the file has been read up to a whole row.
 */
import { basename } from 'node:path';
import type { CaseEvent } from '../../event.ts';
import type { LineBytes } from '../../intake/line-bytes.ts';
import { isPersonalName, jsonFault } from '../../intake/personal.ts';
import type { RowCode } from '../../intake/reject-codes.ts';
import type { EventOfLine } from '../../intake/rejects.ts';
import type { Mapping, Table } from '../../mapping/mapping.ts';
import { columnsOf, type RowReader, rowReader } from '../../mapping/rows-to-events.ts';
import { type CsvRecord, CsvRecords, isBlank } from './csv-records.ts';
import { type Block, byteBlocks, type TextBlock, textBlocks } from './text-blocks.ts';

/** A row that could not become events; where, why, and the row itself. */
export interface RejectedRow {
  line: number;
  source: string;
  code: RowCode;
  field: string;
  message: string;
  /** The row as JSON by its column names, the line as it stands, or where it stands when it cannot be kept. */
  text: string;
  /** Of a row by column names: those the mapping reads, whose values may be kept. */
  columns?: ReadonlySet<string>;
  /** The event it was to make, where that can be told. */
  event?: EventOfLine | undefined;
}

/** An event, or the line that holds one. */
export type Item = string | LineBytes | CaseEvent;

export interface Batch {
  items: Item[];
  /** Line of each item, from 1. */
  lines: number[];
  rejects: RejectedRow[];
  /** Rows of the file read when this batch is done, the skipped ones among them. */
  rowsRead: number;
  /** Bytes of the file, as it lies on disk, read for them. */
  bytesRead: number;
  /** Rows for which no `when` of the mapping held. */
  silentRows: number;
}

export interface BatchOptions {
  mapping?: Mapping | undefined;
  table?: Table | undefined;
  source?: string | undefined;
  /** Rows that were done before. */
  skipRows: number;
  /** Events after which a batch is full; a row is kept whole. */
  size: number;
  signal?: AbortSignal | undefined;
}

/** Blocks of the file, a quarter of a megabyte each, after which a batch is full as well: lines may be long. */
const MOST_BLOCKS = 64;

/** Throws MappingError for columns that are missing, and a sentence for a file that cannot be read. */
export async function* batchesOf(path: string, options: BatchOptions): AsyncGenerator<Batch> {
  const { mapping, skipRows, size } = options;
  let bytesRead = 0;
  const onBytes = (bytes: number) => {
    bytesRead = bytes;
  };
  const reading = { signal: options.signal, onBytes };
  const rows: AsyncGenerator<Row[]> = mapping
    ? (mapping.format === 'ndjson' ? objectRows : tableRows)(
        textBlocks(path, { encoding: mapping.encoding, ...reading }),
        mapping,
        options.table!,
        path,
      )
    : canonicalRows(byteBlocks(path, reading), options.source ?? '', path);
  let count = 0;
  let batch = emptyBatch();
  let blocks = 0;
  try {
    for await (const block of rows) {
      for (const row of block) {
        count += 1;
        if (count <= skipRows) continue;
        add(batch, typeof row === 'function' ? row() : row);
        batch.rowsRead = count;
        batch.bytesRead = bytesRead;
        if (batch.items.length + batch.rejects.length < size) continue;
        yield batch;
        batch = emptyBatch();
        blocks = 0;
      }
      blocks = batch.rowsRead > 0 ? blocks + 1 : 0;
      if (blocks < MOST_BLOCKS) continue;
      yield batch;
      batch = emptyBatch();
      blocks = 0;
    }
  } catch (error) {
    // A file that breaks off is still read up to there.
    if (batch.rowsRead > 0 && !options.signal?.aborted) yield batch;
    throw error;
  }
  if (batch.rowsRead > 0) yield batch;
}

function add(batch: Batch, row: MadeRow): void {
  if ('reject' in row) {
    batch.rejects.push(row.reject);
    return;
  }
  if (row.items.length === 0) batch.silentRows += 1;
  for (const item of row.items) {
    batch.items.push(item);
    batch.lines.push(row.line);
  }
}

function emptyBatch(): Batch {
  return { items: [], lines: [], rejects: [], rowsRead: 0, bytesRead: 0, silentRows: 0 };
}

type MadeRow = { line: number; items: readonly Item[] } | { reject: RejectedRow };
/** A row, or what makes it: a skipped row is read but not mapped. */
type Row = MadeRow | (() => MadeRow);

async function* canonicalRows(
  blocks: AsyncIterable<Block<LineBytes>>,
  source: string,
  path: string,
): AsyncGenerator<Row[]> {
  for await (const { firstLine, lines, faults } of blocks) {
    const rows: Row[] = [];
    for (let index = 0; index < lines.length; index++) {
      const text = lines[index]!;
      const fault = faults.get(index);
      const line = firstLine + index;
      if (fault) rows.push({ reject: { line, source, field: '', text: placeOf(path, line), ...fault } });
      else if (text.beginsObject || text.toString().trim() !== '') {
        rows.push({ line, items: [source === '' ? text : withSource(text.toString(), source)] });
      }
    }
    yield rows;
  }
}

/** The line with the source put in front when it names none. Inside a value the quotes of "source" are escaped. */
function withSource(text: string, source: string): string {
  if (text.includes('"source"') || !/^\s*\{\s*"/.test(text)) return text;
  return `{"source":${JSON.stringify(source)},${text.slice(text.indexOf('{') + 1)}`;
}

async function* tableRows(
  blocks: AsyncIterable<TextBlock>,
  mapping: Mapping,
  table: Table,
  path: string,
): AsyncGenerator<Row[]> {
  const csv = new CsvRecords(mapping.delimiter);
  let header: string[] | undefined;
  let read: RowReader | undefined;
  const columns: ReadonlySet<string> = new Set(columnsOf(table).keys());
  let isMoreThanRead = false;
  const rowsOf = (records: Iterable<CsvRecord>): Row[] => {
    const rows: Row[] = [];
    for (const { line, cells, fault } of records) {
      if (!header || !read) {
        if (fault) throw new Error(`The header of ${path} (line ${line}) cannot be read. ${fault.message}`);
        header = cells.map((cell) => cell.trim());
        read = rowReader(mapping, table, header, path);
        isMoreThanRead = header.some((name) => isPersonalName(name) || !columns.has(name));
        continue;
      }
      const { source } = mapping;
      if (fault) {
        // Which of its values may be kept cannot be told in a row that does not fall into columns.
        const text = isMoreThanRead || cells[0] === '' ? placeOf(path, line) : cells[0]!;
        rows.push({ reject: { line, source, field: '', code: fault.code, message: fault.message, text } });
        continue;
      }
      if (isBlank(cells)) continue;
      const [map, names] = [read, header];
      rows.push(() => madeRow(map(cells), { line, source, columns }, () => JSON.stringify(named(names, cells))));
    }
    return rows;
  };
  for await (const block of blocks) yield rowsOf(csv.read(block));
  yield rowsOf(csv.end());
  if (!header) throw new Error(`${path} is empty; a ${mapping.format} file begins with a header line.`);
}

async function* objectRows(
  blocks: AsyncIterable<TextBlock>,
  mapping: Mapping,
  table: Table,
  path: string,
): AsyncGenerator<Row[]> {
  // A line names its own keys, and leaves out what is empty: no column can be called missing from the file.
  const names = [...columnsOf(table).keys()];
  const columns: ReadonlySet<string> = new Set(names);
  const read = rowReader(mapping, table, names, path);
  const { source } = mapping;
  for await (const { firstLine, lines, faults } of blocks) {
    const rows: Row[] = [];
    for (let index = 0; index < lines.length; index++) {
      const text = lines[index]!;
      const line = firstLine + index;
      const fault = faults.get(index);
      if (fault) rows.push({ reject: { line, source, field: '', text: placeOf(path, line), ...fault } });
      else if (text.trim() !== '') {
        rows.push(() => {
          const cells = cellsOf(text, names);
          if (typeof cells !== 'string') return madeRow(read(cells), { line, source, columns }, () => text);
          return { reject: { line, source, columns, code: 'row_not_json', field: '', message: cells, text } };
        });
      }
    }
    yield rows;
  }
}

/** Stands for a line that is not kept; each is told from the others. */
function placeOf(path: string, line: number): string {
  return `[removed] line ${line} of ${basename(path)}`;
}

function madeRow(
  mapped: ReturnType<RowReader>,
  of: Pick<RejectedRow, 'line' | 'source' | 'columns'>,
  text: () => string,
): MadeRow {
  if ('events' in mapped) return { line: of.line, items: mapped.events };
  return { reject: { ...of, ...mapped.fault, text: text() } };
}

function named(header: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(header.map((name, index) => [name, cells[index]!]));
}

/** Values of the named keys as text, or a sentence that says why there are none. */
function cellsOf(text: string, names: readonly string[]): string[] | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `The line is not JSON (${jsonFault(error)}); write one object per line.`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'The line is not a JSON object; write one object per line.';
  }
  const row = value as Record<string, unknown>;
  const cells: string[] = [];
  for (const name of names) {
    const cell = Object.hasOwn(row, name) ? row[name] : null;
    if (typeof cell === 'object' && cell !== null)
      return `“${name}” holds a list or an object; a mapping reads plain values.`;
    // Two such case numbers could have become the same one.
    if (typeof cell === 'number' && Math.abs(cell) > Number.MAX_SAFE_INTEGER)
      return `“${name}” holds a number with more digits than a number keeps; write it as text, in quotes.`;
    cells.push(cell === null || cell === undefined ? '' : String(cell));
  }
  return cells;
}
