/**
 * A list whose rows are finished here and not in the store: the same parameters, paging and formats as the lists the engine
 * keeps (list.ts). For thousands of rows, not for millions: they are held in memory.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TObject } from 'typebox';
import { selectOfRows } from '../query/made-rows.ts';
import type { Reader } from '../query/reader.ts';
import type { Filters } from '../query/scope.ts';
import type { Select } from '../query/select.ts';
import { formatOf, JSON_ROWS, MOST_COMPUTED_ROWS, pageOf, refuseUnknown, sendFile } from './list.ts';

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
  const page = pageOf(request, select);
  const limit = page.limit ?? (format === 'json' ? JSON_ROWS : MOST_COMPUTED_ROWS);
  const read = await reader.list<Read>(select, { ...page, limit });
  if (read.rows.length === 0) await refuseUnknown(reader, request.query as Filters);
  const columns = Object.keys(row.properties);
  const rows = read.rows.map((each) => {
    const made = make(each) as Record<string, unknown>;
    return Object.fromEntries(columns.map((column) => [column, made[column] ?? null]));
  });
  if (format !== 'json') {
    return sendFile(request, reply, reader, {
      name,
      select: selectOfRows(row, rows),
      page: { limit: page.limit, cursor: undefined, asOf: new Date(read.as_of) },
      format,
      nextCursor: read.next_cursor,
    });
  }
  reply.header('cache-control', 'no-store').header('vary', 'accept');
  return { ...read, rows };
}
