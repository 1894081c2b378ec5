/**
 * A list whose rows are finished here and not in the store: the same parameters, paging and three formats as the lists the
 * engine writes (list.ts). For thousands of rows, not for millions: they are held in memory.
 */
import { Readable } from 'node:stream';
import { Bool, type DataType, Float64, Int32, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TObject, TSchema } from 'typebox';
import type { Reader } from '../query/reader.ts';
import type { Select } from '../query/select.ts';
import { forSpreadsheets } from './csv.ts';
import { ARROW_TYPE, CSV_TYPE, formatOf, pageOf } from './list.ts';

export interface ComputedList<Read, Made> {
  /** File name of a download, without its ending. */
  name: string;
  select: Select;
  /** The row of the contract; its properties are the columns, in order. */
  row: TObject;
  make(read: Read): Made;
}

export async function sendComputedList<Read, Made extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  reader: Reader,
  { name, select, row, make }: ComputedList<Read, Made>,
): Promise<unknown> {
  const format = formatOf(request);
  const read = await reader.list<Read>(select, pageOf(request, select, format));
  const columns = Object.entries(row.properties);
  const rows = read.rows.map((each) => {
    const made = make(each) as Record<string, unknown>;
    return Object.fromEntries(columns.map(([column]) => [column, made[column] ?? null]));
  });
  reply.header('cache-control', 'no-store').header('vary', 'accept');
  if (format === 'json') return { ...read, rows };

  reply.header('mingcha-as-of', read.as_of);
  if (read.watermark !== null) reply.header('mingcha-watermark', read.watermark);
  if (read.next_cursor !== null) reply.header('mingcha-next-cursor', read.next_cursor);
  if (format === 'arrow') return reply.type(ARROW_TYPE).send(Buffer.from(arrowOf(columns, rows)));
  reply.type(CSV_TYPE).header('content-disposition', `attachment; filename="${name}.csv"`);
  return reply.send(forSpreadsheets(Readable.from(csvLines(columns, rows), { objectMode: false })));
}

type Columns = readonly [name: string, schema: TSchema][];
type Rows = readonly Record<string, unknown>[];

/** As the engine writes it: text in quotes, numbers bare, what is missing empty. */
function* csvLines(columns: Columns, rows: Rows): Generator<Buffer> {
  const cell = (value: unknown) =>
    value === null ? '' : typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : String(value);
  yield Buffer.from(`${columns.map(([name]) => cell(name)).join(',')}\n`);
  for (const row of rows) yield Buffer.from(`${columns.map(([name]) => cell(row[name])).join(',')}\n`);
}

function arrowOf(columns: Columns, rows: Rows): Uint8Array {
  const vectors = columns.map(
    ([name, schema]) =>
      [
        name,
        vectorFromArray(
          rows.map((row) => row[name]),
          typeOf(schema),
        ),
      ] as const,
  );
  return tableToIPC(new Table(Object.fromEntries(vectors)), 'stream');
}

function typeOf(schema: TSchema): DataType {
  const { type, anyOf } = schema as { type?: string; anyOf?: TSchema[] };
  const inner = anyOf?.find((member) => (member as { type?: string }).type !== 'null');
  if (inner !== undefined) return typeOf(inner);
  if (type === 'integer') return new Int32();
  if (type === 'number') return new Float64();
  if (type === 'boolean') return new Bool();
  return new Utf8();
}
