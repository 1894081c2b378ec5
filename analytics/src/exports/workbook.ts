/**
 * A workbook written while its rows are read, so that a million of them take no more memory than a thousand: the rows on the
 * first sheet, what they mean on the second. Written here because no maintained writer does all of it: write-excel-file
 * takes every row at once and has no filter, the streams of hucre have one sheet and no filter, and exceljs has had no
 * release since 2023 and does not wait for a slow reader. The archive is yazl's, packed on Node's own threads.
 */
import { Readable } from 'node:stream';
import yazl from 'yazl';
import type { Language } from '../words/speech.ts';
import type { About } from './about.ts';
import type { Field, Row } from './fields.ts';
import { type Cell, cellOf, columnName, rowXml, type Sheet, sheetEnd, sheetStart } from './sheet.ts';
import { aboutRows, aboutSheet, ROWS_SHEET } from './sheets.ts';
import { digitsOf } from './text-width.ts';
import {
  CONTENT_TYPES,
  coreXml,
  ROOT_RELATIONS,
  stylesXml,
  WORKBOOK_RELATIONS,
  workbookXml,
} from './workbook-parts.ts';

export interface Workbook {
  fields: readonly Field[];
  rows: AsyncIterable<readonly Row[]>;
  /** Asked when all rows are through, and their number is known. */
  about(rows: number): About;
  language: Language;
  title: string;
  /** ISO moment. */
  madeAt: string;
}

/** The bytes of an .xlsx. A failure of the rows destroys it; who destroys it lets go of the rows. */
export function workbookOf({ fields, rows, about, language, title, madeAt }: Workbook): Readable {
  const zip = new yazl.ZipFile();
  const bytes = zip.outputStream as Readable;
  let count = 0;
  const options = { mtime: new Date(madeAt), compressionLevel: 5 };
  const sheet = sheetOf(fields, rows, language, (all) => {
    count = all;
  });
  const first = Readable.from(sheet, { objectMode: false });
  const late = (name: string, text: () => string) =>
    zip.addReadStreamLazy(name, options, (give) => give(null, Readable.from([Buffer.from(text())])));
  zip.addBuffer(Buffer.from(CONTENT_TYPES), '[Content_Types].xml', options);
  zip.addBuffer(Buffer.from(ROOT_RELATIONS), '_rels/.rels', options);
  zip.addBuffer(Buffer.from(coreXml(title, madeAt)), 'docProps/core.xml', options);
  zip.addBuffer(Buffer.from(WORKBOOK_RELATIONS), 'xl/_rels/workbook.xml.rels', options);
  zip.addBuffer(Buffer.from(stylesXml(language)), 'xl/styles.xml', options);
  zip.addReadStreamLazy('xl/worksheets/sheet1.xml', options, (give) => give(null, first));
  late('xl/worksheets/sheet2.xml', () => aboutXml(about(count), language));
  late('xl/workbook.xml', () => {
    const names: [string, string] = [ROWS_SHEET[language], aboutSheet(language).name];
    return workbookXml(names, columnName(fields.length - 1), count + 1);
  });
  zip.once('error', (error) => bytes.destroy(error as unknown as Error));
  bytes.once('close', () => first.destroy());
  zip.end();
  return bytes;
}

/** Rows looked at to find how wide columns are. */
const SAMPLE = 200;
const CHUNK = 1 << 16;

async function* sheetOf(
  fields: readonly Field[],
  batches: AsyncIterable<readonly Row[]>,
  language: Language,
  done: (rows: number) => void,
): AsyncGenerator<Buffer> {
  let xml = '';
  let written = 0;
  let sample: Row[] | undefined = [];
  let sheet: Sheet | undefined;
  const begin = () => {
    sheet = { name: ROWS_SHEET[language], widths: widthsOf(fields, sample ?? []), hasHead: true, isLandscape: true };
    xml = sheetStart(sheet) + rowXml(headCells(fields), 1, HEAD_HEIGHT);
    for (const row of sample ?? []) add(row);
    sample = undefined;
    return sheet;
  };
  const add = (row: Row) => {
    written += 1;
    const cells = fields.map((field) => cellOf(field.value(row), field.kind));
    xml += rowXml(cells, written + 1);
  };
  for await (const batch of batches) {
    for (const row of batch) {
      if (sample === undefined) add(row);
      else if (sample.push(row) >= SAMPLE) begin();
      if (xml.length < CHUNK) continue;
      yield Buffer.from(xml);
      xml = '';
    }
  }
  const last = sheet ?? begin();
  done(written);
  yield Buffer.from(xml + sheetEnd(last, written + 1));
}

const HEAD_HEIGHT = 33;
const headCells = (fields: readonly Field[]): Cell[] =>
  fields.map(({ title, kind }) => ({ value: title, style: NUMBERS.has(kind) ? 'headOfNumbers' : 'head' }));
const NUMBERS = new Set(['count', 'number', 'rate']);

function aboutXml(about: About, language: Language): string {
  const sheet = aboutSheet(language);
  const rows = aboutRows(about, language).map((cells, at) => rowXml(cells, at + 1, heightOf(cells, sheet)));
  return sheetStart(sheet) + rows.join('') + sheetEnd(sheet, rows.length);
}

const LINE_HEIGHT = 16.5;
/** Of a row whose text breaks into lines: not every reader finds it by itself. */
function heightOf(cells: readonly Cell[], { widths }: Sheet): number {
  const lines = cells.map(({ value, style }, at) =>
    style === 'wrapped' ? Math.ceil(digitsOf(String(value ?? '')) / (widths[at]! - 2)) : 1,
  );
  return LINE_HEIGHT * Math.max(1, ...lines);
}

const LEAST = 8;
const MOST = 46;

/** Wide enough for what most rows have, and for half of the head, which breaks into lines. */
function widthsOf(fields: readonly Field[], rows: readonly Row[]): number[] {
  return fields.map((field) => {
    if (field.kind === 'moment') return 19;
    const cells = rows.map((row) => digitsOf(field.kind === 'text' ? String(field.value(row) ?? '') : field.say(row)));
    const head = Math.ceil(digitsOf(field.title) / 2) + 2;
    return Math.min(MOST, Math.max(field.kind === 'day' ? 11 : LEAST, head, ...cells.map((width) => width + 1)));
  });
}
