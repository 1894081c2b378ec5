/** What every list route shares: its parameters, its three formats, paging, and where it is described. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static, type TObject, type TProperties } from 'typebox';
import { FILTERS, List, listParameters, scopeFilters } from '../contract/index.ts';
import { HttpProblem, wrongParameters } from '../problem.ts';
import { readCursor } from '../query/cursor.ts';
import { parseMoment } from '../query/moment.ts';
import type { Page, Reader } from '../query/reader.ts';
import { EVERYTHING, type Filters, narrow } from '../query/scope.ts';
import type { Select } from '../query/select.ts';
import { forSpreadsheets } from './csv.ts';

export const CSV_TYPE = 'text/csv; charset=utf-8';
export const ARROW_TYPE = 'application/vnd.apache.arrow.stream';
const FORMATS = ['json', 'csv', 'arrow'] as const;
type Format = (typeof FORMATS)[number];

/** Query parameters of a list: its own beside those every list has. Unknown ones are refused. */
export const listQuery = <Own extends TProperties>(own: Own) =>
  Type.Object(
    {
      ...own,
      ...listParameters,
      // Without a default, so that the Accept header can decide.
      format: Type.Optional(Type.Enum(FORMATS, { description: 'Or by the Accept header; json unless told.' })),
    },
    { additionalProperties: false },
  );
type ListQuery = Static<ReturnType<typeof listQuery<Record<never, never>>>>;

/** The same, with the filters that narrow a statistic to one county, department … */
export const statisticQuery = <Own extends TProperties>(own: Own) => listQuery({ ...own, ...scopeFilters });

/** Responses of a list, for the OpenAPI document. */
export const listResponses = (row: TObject) => ({
  200: {
    description: 'A page of rows. Bulk formats carry what stands around the rows in Mingcha-* headers.',
    content: {
      'application/json': { schema: List(row) },
      'text/csv': {
        schema: Type.String({
          description:
            'For spreadsheets: UTF-8 with BOM; the columns of a JSON row, lists joined with a space, moments as ' +
            'YYYY-MM-DD HH:MM:SS of the clock in the zone of the row’s centre (of the default calendar, Asia/Shanghai ' +
            'unless the directory says otherwise, where a row names no centre). Text that begins with = + - @, a tab or ' +
            'a carriage return has a single quote before it, so that no spreadsheet runs it as a formula; so has text ' +
            'of more than 15 digits, or digits after a zero, so that none takes it for another number. Read JSON or ' +
            'Arrow for text as it is and moments in UTC.',
        }),
      },
      [ARROW_TYPE]: {
        schema: Type.String({
          description: 'Arrow IPC stream; the columns of a JSON row, words as text, days as days, moments in UTC.',
        }),
      },
    },
  },
  '4xx': { $ref: 'Problem#' },
});

/** Rows of a list in bulk: nobody who opens a spreadsheet looks for its next page. */
const MOST_ROWS = 1_000_000;

/**
 * Answers one page of a select in the format asked for. `name` becomes the file name of a download; `asOf` is the report's
 * moment where the request names none and it is not now.
 */
export async function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  reader: Reader,
  name: string,
  select: Select,
  asOf?: Date,
): Promise<unknown> {
  const format = formatOf(request);
  const page = pageOf(request, select, format, asOf);
  reply.header('cache-control', 'no-store').header('vary', 'accept');
  if (format === 'json') return reader.list(select, page);

  const answer = await reader.bulk(select, page, format);
  reply.header('mingcha-as-of', answer.as_of);
  if (answer.watermark !== null) reply.header('mingcha-watermark', answer.watermark);
  if (answer.next_cursor !== null) reply.header('mingcha-next-cursor', answer.next_cursor);
  if (format === 'arrow') return reply.type(ARROW_TYPE).send(answer.body);
  reply.type(CSV_TYPE).header('content-disposition', `attachment; filename="${name}.csv"`);
  return reply.send(forSpreadsheets(answer.body));
}

/** The filters of a query, narrowed by the reader's scope. */
export function filtersOf(query: Filters): Filters {
  const asked = Object.fromEntries(FILTERS.filter((name) => query[name]).map((name) => [name, query[name]]));
  return narrow(EVERYTHING, asked);
}

/** The report's moment, or undefined for now. */
export function asOfOf(query: { as_of?: string }): Date | undefined {
  if (query.as_of === undefined) return undefined;
  const asOf = parseMoment(query.as_of);
  if (asOf !== undefined) return asOf;
  const message = 'must be a moment as RFC 3339; without a zone it is Asia/Shanghai';
  throw wrongParameters([{ parameter: 'as_of', message, example: '2026-03-09T17:30:00+08:00' }]);
}

/** Refuses a period that ends before it begins. */
export function checkPeriod(from: string, to: string): void {
  if (from <= to) return;
  throw wrongParameters([{ parameter: 'to', message: `must not be before "from" (${from})`, example: from }]);
}

/** The format a request asks for, by its parameter or its Accept header. */
export function formatOf(request: FastifyRequest): Format {
  return (request.query as ListQuery).format ?? acceptedFormat(request.headers.accept);
}

/** The page a request asks for; `unlessTold` is the report's moment where it names none and it is not now. */
export function pageOf(request: FastifyRequest, select: Select, format: Format, unlessTold?: Date): Page {
  const query = request.query as ListQuery;
  const asOf = asOfOf(query) ?? unlessTold;
  const limit = query.limit ?? (format === 'json' ? 1000 : MOST_ROWS);
  if (query.cursor === undefined) return { limit, cursor: undefined, asOf };
  const cursor = readCursor(select, query.cursor);
  if (cursor !== undefined && (asOf === undefined || asOf.getTime() === cursor.asOf.getTime())) {
    return { limit, cursor, asOf };
  }
  const message = 'must be the next_cursor of this same list with the same parameters; leave it out for the first page';
  throw wrongParameters([{ parameter: 'cursor', message }]);
}

/** The first of our formats an Accept header names, by its weights; anything goes without one. */
export function acceptedFormat(accept: string | undefined): Format {
  if (accept === undefined || accept.trim() === '') return 'json';
  const ranges = accept.split(',').map((range) => {
    const [type = '', ...rest] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = Number(rest.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
    return { type, weight };
  });
  ranges.sort((a, b) => b.weight - a.weight);
  for (const { type, weight } of ranges) {
    if (weight === 0) continue;
    if (type === ARROW_TYPE) return 'arrow';
    if (type === 'text/csv') return 'csv';
    if (['application/json', 'application/*', '*/*'].includes(type)) return 'json';
  }
  throw new HttpProblem(406, 'Not acceptable', `Lists come as application/json, text/csv or ${ARROW_TYPE}.`);
}
