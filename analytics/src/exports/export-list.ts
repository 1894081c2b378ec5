/**
 * A list as a file, in any format but JSON: the one way for routes, the command line, publications and scheduled reports. Rows
 * are read with the select's own filters, which the caller narrowed to the reader's scope.
 */
import type { Readable } from 'node:stream';
import type { Language, ListFormat } from '../contract/codes.ts';
import { HttpProblem } from '../problem.ts';
import type { Page, Reader } from '../query/reader.ts';
import type { Filters } from '../query/scope.ts';
import type { Select } from '../query/select.ts';
import { speechOf } from '../words/speech.ts';
import { aboutOf } from './about.ts';
import { forSpreadsheets } from './csv.ts';
import { MEDIA_TYPES as DOCUMENT_TYPES } from './document.ts';
import { fieldsOf, printedFields, type Row } from './fields.ts';
import { render } from './render.ts';
import type { Report } from './report.ts';
import { rowBatches } from './row-lines.ts';
import { surroundingsOf } from './surroundings.ts';
import { MOST_PRINTED_ROWS, tableDocument } from './table-document.ts';
import { workbookOf } from './workbook.ts';

export type FileFormat = Exclude<ListFormat, 'json'>;

export const MEDIA_TYPES: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  arrow: 'application/vnd.apache.arrow.stream',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ...DOCUMENT_TYPES,
};

/** Rows of a list in bulk: nobody who opens a spreadsheet looks for its next page. A sheet holds 1,048,576 with its head. */
export const MOST_ROWS = 1_000_000;

export interface ExportedList {
  reader: Reader;
  report: Report;
  select: Select;
  /** Where the page begins, how long it may be and the report's moment; a length left out is all the format holds. */
  page: Omit<Page, 'limit'> & { limit: number | undefined };
  format: FileFormat;
  language: Language;
  /** Whom the select is narrowed to, and what else was asked, by the names of the route's parameters. */
  filters: Filters;
  asked: Readonly<Record<string, string>>;
  /** Version of this software. */
  release: string;
  /** Where more rows follow what the select gives, as a list that was computed from a page knows. */
  nextCursor?: string | null;
}

export interface ExportedFile {
  /** Media type. */
  type: string;
  body: Readable | Buffer;
  /** The report's moment, ISO. */
  as_of: string;
  watermark: string | null;
  /** Of the page after this one; null when the file has all rows. */
  next_cursor: string | null;
}

/** Throws a 400 when a document would have more rows than fit on paper and no limit was given. */
export async function exportList(list: ExportedList): Promise<ExportedFile> {
  const { reader, select, page, format } = list;
  if (format === 'docx' || format === 'pdf') return printList(list, format);
  const asked = { ...page, limit: page.limit ?? MOST_ROWS };
  if (format !== 'xlsx') {
    const { body, ...answer } = await reader.bulk(select, asked, format);
    return fileOf(list, { ...answer, body: format === 'csv' ? forSpreadsheets(body) : body });
  }
  const { language, report } = list;
  const [answer, surroundings] = await Promise.all([
    reader.bulk(select, asked, 'rows'),
    surroundingsOf(reader, list.filters),
  ]);
  const speech = speechOf(language, surroundings.zone);
  const fields = fieldsOf(report, select.row, language);
  const file = fileOf(list, answer);
  const body = workbookOf({
    fields,
    rows: rowBatches(answer.body),
    about: (rows) => aboutOf(toldOf(list, file, surroundings), fields, rows, speech),
    language,
    title: report.title[language],
    madeAt: answer.as_of,
  });
  return { ...file, body };
}

async function printList(list: ExportedList, format: 'docx' | 'pdf'): Promise<ExportedFile> {
  const { reader, select, page, report, language } = list;
  const limit = Math.min(page.limit ?? MOST_PRINTED_ROWS, MOST_PRINTED_ROWS);
  const [answer, surroundings] = await Promise.all([
    reader.bulk(select, { ...page, limit }, 'rows'),
    surroundingsOf(reader, list.filters),
  ]);
  const file = fileOf(list, answer);
  if (file.next_cursor !== null && page.limit !== limit) {
    answer.body.destroy();
    throw tooLong(language);
  }
  const rows: Row[] = [];
  for await (const batch of rowBatches(answer.body)) rows.push(...batch);
  const fields = printedFields(report, fieldsOf(report, select.row, language), language);
  const speech = speechOf(language, surroundings.zone);
  const about = aboutOf(toldOf(list, file, surroundings), fields, rows.length, speech);
  const document =
    report.page === undefined
      ? tableDocument(about, fields, rows, language, answer.as_of)
      : report.page(about, objectsOf(rows, select) as never[], speech, answer.as_of);
  return { ...file, body: await render(document, format) };
}

/** By the names of the contract. */
function objectsOf(rows: readonly Row[], { row }: Select): object[] {
  const names = Object.keys(row.properties);
  return rows.map((each) => Object.fromEntries(names.map((name, at) => [name, each[at]])));
}

type Answer = Pick<ExportedFile, 'as_of' | 'watermark' | 'next_cursor' | 'body'>;

function fileOf({ format, nextCursor }: ExportedList, answer: Answer): ExportedFile {
  return { type: MEDIA_TYPES[format], ...answer, next_cursor: answer.next_cursor ?? nextCursor ?? null };
}

function toldOf(
  { report, asked, release }: ExportedList,
  { as_of, watermark, next_cursor }: ExportedFile,
  surroundings: Awaited<ReturnType<typeof surroundingsOf>>,
) {
  return { report, asked, asOf: as_of, watermark, hasMore: next_cursor !== null, release, surroundings };
}

function tooLong(language: Language): HttpProblem {
  const n = MOST_PRINTED_ROWS.toLocaleString('en');
  const detail =
    language === 'zh'
      ? `这份表超过${n}行，不宜印成Word或PDF。请缩小周期或范围（如选一个部门），或改取Excel（format=xlsx）；只要前若干行，加上limit。`
      : `This table has more than ${n} rows, too many for Word or PDF. Narrow the period or whom it is about (one department), or take Excel (format=xlsx); with limit you get the first rows.`;
  return new HttpProblem(400, 'Too long to print', detail);
}
