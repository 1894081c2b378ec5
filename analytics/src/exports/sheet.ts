/**
 * One sheet of a workbook as SpreadsheetML (ECMA-376, part 1), made while its rows come: typed cells, the head frozen and
 * filtered. Text is always text: nothing in it runs, and digits stay digits.
 */
import type { Kind, Value } from './fields.ts';
import { holdable } from './xml-text.ts';

/** Cell formats, by their place in the styles (workbook.ts). */
export const STYLE = {
  plain: 0,
  head: 1,
  text: 2,
  count: 3,
  number: 4,
  rate: 5,
  day: 6,
  moment: 7,
  term: 8,
  wrapped: 9,
  title: 10,
  headOfNumbers: 11,
} as const;
export type Style = keyof typeof STYLE;

/** A cell of which the kind is known: null is an empty one. */
export interface Cell {
  value: Value;
  style: Style;
}

export interface Sheet {
  name: string;
  /** In characters of the digit 0. */
  widths: readonly number[];
  /** The first row is a head: frozen, with a filter. */
  hasHead: boolean;
  isLandscape: boolean;
}

/** What still is read when a sheet is printed one page wide. */
const MOST_ON_PAGE = 240;
const fitsPage = ({ widths }: Sheet) => widths.reduce((sum, width) => sum + width, 0) <= MOST_ON_PAGE;

export const MAX_ROWS = 1_048_576;
/** What Excel keeps of a cell. */
const MAX_TEXT = 32_767;

export const cellOf = (value: Value, kind: Kind): Cell => ({ value, style: kind });

/** `A`, `Z`, `AA` … */
export function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter;
}

export function rowXml(cells: readonly Cell[], at: number, height?: number): string {
  const tall = height === undefined ? '' : ` ht="${height}" customHeight="1"`;
  return `<row r="${at}"${tall}>${cells.map((cell, column) => cellXml(cell, `${columnName(column)}${at}`)).join('')}</row>`;
}

function cellXml({ value, style }: Cell, ref: string): string {
  if (value === null || value === '') return '';
  const at = `r="${ref}" s="${STYLE[style]}"`;
  if (typeof value === 'number') return `<c ${at}><v>${value}</v></c>`;
  const isTime = style === 'day' || style === 'moment';
  if (isTime) return `<c ${at}><v>${serialOf(value)}</v></c>`;
  return `<c ${at} t="inlineStr"><is><t xml:space="preserve">${textXml(value)}</t></is></c>`;
}

const DAY_MS = 86_400_000;
/** Days since 1899-12-30, as spreadsheets count them, of `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`. */
export function serialOf(local: string): number {
  const ms = Date.parse(`${local.slice(0, 10)}T${local.slice(11) || '00:00:00'}Z`);
  return (ms - Date.UTC(1899, 11, 30)) / DAY_MS;
}

/** Excel reads `_x0041_` as A. */
const ESCAPE_LIKE = /_(?=x[0-9a-fA-F]{4}_)/g;

export function textXml(text: string): string {
  const kept = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
  return holdable(kept)
    .replace(ESCAPE_LIKE, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function sheetStart(sheet: Sheet): string {
  const { widths, hasHead, isLandscape } = sheet;
  const fit = fitsPage(sheet) ? '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' : '';
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  return (
    `${XML}<worksheet xmlns="${MAIN}">${fit}` +
    `<sheetViews><sheetView workbookViewId="0" showGridLines="${hasHead ? 1 : 0}"${isLandscape ? ' tabSelected="1"' : ''}>${hasHead ? pane : ''}</sheetView></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="16.5"/><cols>${columns.join('')}</cols><sheetData>`
  );
}

/** `rows` counts the head. */
export function sheetEnd(sheet: Sheet, rows: number): string {
  const { widths, hasHead, isLandscape } = sheet;
  const fit = fitsPage(sheet) ? ' fitToWidth="1" fitToHeight="0"' : ' scale="70"';
  const last = columnName(widths.length - 1);
  const filter = hasHead ? `<autoFilter ref="A1:${last}${rows}"/>` : '';
  const ignored =
    hasHead && rows > 1
      ? `<ignoredErrors><ignoredError sqref="A2:${last}${rows}" numberStoredAsText="1"/></ignoredErrors>`
      : '';
  return (
    `</sheetData>${filter}<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>` +
    `<pageSetup paperSize="9" orientation="${isLandscape ? 'landscape' : 'portrait'}"${fit}/>` +
    `<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>${ignored}</worksheet>`
  );
}

export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
