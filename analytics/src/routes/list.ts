/** What every list route shares: its parameters, its formats, paging, and where it is described. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static, type TObject, type TProperties } from 'typebox';
import { FILTERS, List, type ListFormat, listParameters, scopeFilters } from '../contract/index.ts';
import { type ExportedList, exportList, MEDIA_TYPES } from '../exports/export-list.ts';
import { reportOf } from '../exports/reports.ts';
import { MOST_PRINTED_ROWS } from '../exports/table-document.ts';
import { HttpProblem, wrongParameters } from '../problem.ts';
import { firstCursor, readCursor } from '../query/cursor.ts';
import { parseMoment } from '../query/moment.ts';
import { isEmptyPage } from '../query/page-rows.ts';
import type { Reader } from '../query/reader.ts';
import { EVERYTHING, type Filters, narrow } from '../query/scope.ts';
import type { Select } from '../query/select.ts';
import { unknownCodes } from '../query/units.ts';
import { FIRST, LAST } from './period.ts';

/** Query parameters of a list: its own beside those every list has. Unknown ones are refused. */
export const listQuery = <Own extends TProperties>(own: Own) =>
  Type.Object({ ...own, ...listParameters }, { additionalProperties: false });
type ListQuery = Static<ReturnType<typeof listQuery<Record<never, never>>>>;

/** The same, with the filters that narrow a statistic to one county, department … */
export const statisticQuery = <Own extends TProperties>(own: Own) => listQuery({ ...own, ...scopeFilters });

const file = (description: string) => ({ schema: Type.String({ format: 'binary', description }) });
const printed =
  'the columns that matter on paper, with the same said around them. At most ' +
  `${MOST_PRINTED_ROWS.toLocaleString('en')} rows: a longer list is refused unless a limit says that its first rows are meant.`;

/** Responses of a list, for the OpenAPI document. */
export const listResponses = (row: TObject) => ({
  200: {
    description: 'A page of rows. Files carry what stands around the rows in Mingcha-* headers.',
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
      [MEDIA_TYPES.arrow]: {
        schema: Type.String({
          description: 'Arrow IPC stream; the columns of a JSON row, words as text, days as days, moments in UTC.',
        }),
      },
      [MEDIA_TYPES.parquet]: file('The same as Parquet.'),
      [MEDIA_TYPES.xlsx]: file(
        'Excel: numbers, days and moments as such, moments of the clock in the zone of the row’s centre, codes as words, text ' +
          'as text; head frozen and filtered; a second sheet says period, filters, as-of moment, how far data and calendar ' +
          'reach, and the definition of each measure with its id and version.',
      ),
      [MEDIA_TYPES.docx]: file(`Word, ${printed}`),
      [MEDIA_TYPES.pdf]: file(`PDF, ${printed}`),
    },
  },
  '4xx': { $ref: 'Problem#' },
});

/** Answers one page of a select in the format asked for. `name` becomes the file name of a download. */
export async function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  reader: Reader,
  name: string,
  select: Select,
  asOf?: Date,
): Promise<unknown> {
  const format = formatOf(request);
  const page = pageOf(request, select, asOf);
  if (format !== 'json') return sendFile(request, reply, reader, { name, select, page, format });
  const answer = await reader.page(select, { ...page, limit: page.limit ?? JSON_ROWS });
  if (isEmptyPage(answer)) await refuseUnknown(reader, request.query as Filters);
  reply.header('cache-control', 'no-store').header('vary', 'accept').type('application/json; charset=utf-8');
  return answer;
}

/** Parameters that name a source. */
const SOURCES = ['source', 'a', 'b'] as const;

/** 400 where a filter or source is one nobody knows and the answer is empty, which is asked last. */
export async function refuseUnknown(
  reader: Reader,
  query: Filters & { [Name in (typeof SOURCES)[number]]?: string },
  isEmpty: () => Promise<boolean> = async () => true,
): Promise<void> {
  const sources = Object.fromEntries(SOURCES.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
  const unknown = await unknownCodes(reader, filtersOf(query), sources);
  if (unknown.filters.length + unknown.sources.length === 0 || !(await isEmpty())) return;
  throw wrongParameters([
    ...unknown.filters.map((parameter) => ({
      parameter,
      message: `names "${query[parameter]}", which is no ${parameter} on file nor of any case; /api/v1/units?level=${parameter} lists those on file`,
    })),
    ...unknown.sources.map((parameter) => ({
      parameter,
      message: `names "${sources[parameter]}", from which nothing ever came; /api/v1/sources lists those heard of`,
    })),
  ]);
}

export interface SentFile extends Pick<ExportedList, 'select' | 'page' | 'format' | 'nextCursor'> {
  /** Of the file, without its ending. */
  name: string;
}

/** Answers with a list as a file; its report is found by the route's path. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  reader: Reader,
  { name, ...list }: SentFile,
): Promise<unknown> {
  const query = request.query as ListQuery & Filters;
  const report = reportOf((request.routeOptions.url ?? '').slice(request.server.prefix.length));
  const { lang: language = 'zh' } = query;
  await refuseUnknown(reader, query, async () =>
    isEmptyPage(await reader.page(list.select, { ...list.page, limit: 1 })),
  );
  const file = await exportList({
    ...list,
    reader,
    report,
    language,
    filters: filtersOf(query),
    asked: askedOf(request),
    release: request.server.release,
  });
  reply.header('cache-control', 'no-store').header('vary', 'accept').header('mingcha-as-of', file.as_of);
  if (file.watermark !== null) reply.header('mingcha-watermark', file.watermark);
  if (file.next_cursor !== null) reply.header('mingcha-next-cursor', file.next_cursor);
  // Lists of two sources are two files, also by their Chinese names.
  const title = [report.title.zh, ...Object.values(request.params as Record<string, string>)].join('-');
  if (list.format !== 'arrow') reply.header('content-disposition', dispositionOf(name, title, list.format));
  return reply.type(file.type).send(file.body);
}

/** Rows of a page of JSON, unless told. */
export const JSON_ROWS = 1000;
/** Of a list that is computed here and written by the engine: they travel in a statement. */
export const MOST_COMPUTED_ROWS = 50_000;

/** Parameters as they came, those of the path among them. */
function askedOf({ params, query }: FastifyRequest): Record<string, string> {
  const all = { ...(params as object), ...(query as object) };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, String(value)]));
}

/** Named in Chinese where the client can read it, as RFC 6266 has it. */
function dispositionOf(name: string, title: string, format: string): string {
  const [, rest = ''] = /^[a-z-]*?(-?\d.*)?$/.exec(name) ?? [];
  const inChinese = encodeURIComponent(`${title}${rest}.${format}`);
  return `attachment; filename="${name}.${format}"; filename*=UTF-8''${inChinese}`;
}

/** The filters of a query, narrowed by the reader's scope. */
export function filtersOf(query: Filters): Filters {
  const asked = Object.fromEntries(FILTERS.filter((name) => query[name]).map((name) => [name, query[name]]));
  return narrow(EVERYTHING, asked);
}

/** The same where an answer lists every unit on file, or tells zeros, whatever is asked for: 400 where nobody knows a filter. */
export async function knownFilters(reader: Reader, query: Filters): Promise<Filters> {
  await refuseUnknown(reader, query);
  return filtersOf(query);
}

/** The report's moment, or undefined for now. */
export function asOfOf(query: { as_of?: string }): Date | undefined {
  if (query.as_of === undefined) return undefined;
  const asOf = parseMoment(query.as_of);
  if (asOf !== undefined && asOf >= new Date(FIRST) && asOf <= new Date(LAST)) return asOf;
  const between = asOf === undefined ? '' : ` between ${FIRST} and ${LAST}`;
  const message = `must be a moment${between} as RFC 3339; without a zone it is Asia/Shanghai`;
  throw wrongParameters([{ parameter: 'as_of', message, example: '2026-03-09T17:30:00+08:00' }]);
}

/** The format a request asks for, by its parameter or its Accept header. */
export function formatOf(request: FastifyRequest): ListFormat {
  return (request.query as ListQuery).format ?? acceptedFormat(request.headers.accept);
}

/** The page a request asks for; `unlessTold` is the report's moment where it names none and it is not now. */
export function pageOf(request: FastifyRequest, select: Select, unlessTold?: Date): ExportedList['page'] {
  const query = request.query as ListQuery;
  const asOf = asOfOf(query) ?? unlessTold;
  const { limit } = query;
  if (query.cursor === undefined) return { limit, cursor: undefined, asOf };
  const cursor = readCursor(select, query.cursor);
  if (cursor !== undefined && (asOf === undefined || asOf.getTime() === cursor.asOf.getTime())) {
    return { limit, cursor, asOf };
  }
  const message = 'must be the next_cursor of this same list with the same parameters; leave it out for the first page';
  const example = firstCursor(select, asOf ?? new Date());
  throw wrongParameters([{ parameter: 'cursor', message, example }]);
}

const TYPES = new Map<string, ListFormat>(
  Object.entries(MEDIA_TYPES).map(([format, type]) => [type.split(';')[0]!, format as ListFormat]),
);

/** The first of our formats an Accept header names, by its weights; anything goes without one. */
export function acceptedFormat(accept: string | undefined): ListFormat {
  if (accept === undefined || accept.trim() === '') return 'json';
  const ranges = accept.split(',').map((range) => {
    const [type = '', ...rest] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = Number(rest.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
    return { type, weight };
  });
  ranges.sort((a, b) => b.weight - a.weight);
  for (const { type, weight } of ranges) {
    if (weight === 0) continue;
    const format = TYPES.get(type);
    if (format !== undefined) return format;
    if (['application/json', 'application/*', '*/*'].includes(type)) return 'json';
  }
  throw new HttpProblem(406, 'Not acceptable', `Lists come as application/json, ${[...TYPES.keys()].join(', ')}.`);
}
