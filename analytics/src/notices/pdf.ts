/**
 * An official document as PDF: the same page, 22 lines of 28 characters. It carries its faces with it, and of those that may be
 * carried there are two: Noto Serif SC stands in for 仿宋 and 楷体, its bold for 小标宋 and 黑体.
 */
import pdfmake from 'pdfmake';
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Column } from '../exports/document.ts';
import { FIGURE_FONT } from '../exports/fonts.ts';
import { points } from '../exports/layout.ts';
import '../exports/pdf.ts';
import type { OfficialBlock, OfficialDocument } from './official.ts';
import * as page from './page.ts';

/** Height of a line of the face itself, by its size. */
const NATURAL_LINE = 1.437;
const PITCH = page.LINE_PITCH / 20;
const lineOf = (size: number, height = PITCH) => ({ fontSize: size, lineHeight: height / (size * NATURAL_LINE) });
const BODY = {
  ...lineOf(page.TYPE.body),
  characterSpacing: page.CHARACTER_PITCH - page.TYPE.body - 0.005,
} as const;
/** Where on a page there is no room for two lines more, or for a table's head and first rows. */
const ROOM_FOR_LINES = 1 - (2.5 * PITCH) / points(page.TEXT_AREA.height);
const ROOM_FOR_ROWS = 0.85;
const INDENT = 2 * page.CHARACTER_PITCH;

export async function officialPdf(document: OfficialDocument): Promise<Buffer> {
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageMargins: [
      points(page.MARGIN.left),
      points(page.MARGIN.top),
      points(page.MARGIN.right),
      points(page.MARGIN.bottom),
    ],
    defaultStyle: { font: FIGURE_FONT, ...BODY, color: '#000000' },
    info: { title: document.title.join(''), creator: 'Mingcha 明察', creationDate: new Date(document.made_at) },
    language: 'zh-CN',
    content: [...head(document), ...document.blocks.flatMap(contentOf), foot(document)],
    // A level stays with what it heads, and a title with the first rows of its table.
    pageBreakBefore: ({ headlineLevel, startPosition }) =>
      (headlineLevel === 1 && startPosition.verticalRatio > ROOM_FOR_LINES) ||
      (headlineLevel === 2 && startPosition.verticalRatio > ROOM_FOR_ROWS),
    footer: (number) => ({
      text: `— ${number} —`,
      ...lineOf(page.TYPE.page_number, page.TYPE.page_number * NATURAL_LINE),
      characterSpacing: 0,
      alignment: number % 2 === 1 ? 'right' : 'left',
      // The dashes, in the middle of their line, 7 mm under the text.
      margin: [
        points(page.MARGIN.left) + page.TYPE.page_number,
        points(page.ABOVE_PAGE_NUMBER) - (page.TYPE.page_number * NATURAL_LINE) / 2,
        points(page.MARGIN.right) + page.TYPE.page_number,
        0,
      ],
    }),
  };
  return pdfmake.createPdf(definition).getBuffer();
}

const empty = (lines: number): Content => ({ text: ' ', margin: [0, (lines - 1) * PITCH, 0, 0] });

function head({ mark, number, title, addressee }: OfficialDocument): Content[] {
  const size = page.markSize(mark);
  const width = points(page.TEXT_AREA.width);
  return [
    {
      text: mark,
      bold: true,
      color: page.RED,
      alignment: 'center',
      ...lineOf(size, size * 1.1),
      characterSpacing: 0,
      margin: [0, points(page.ABOVE_MARK), 0, 0],
    },
    empty(2),
    { text: number, alignment: 'center' },
    {
      canvas: [{ type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 1.5, lineColor: page.RED }],
      margin: [0, points(page.ABOVE_RED_LINE) - (PITCH - page.TYPE.body) / 2, 0, 0],
    },
    empty(2),
    ...title.map((text): Content => {
      return { text, bold: true, alignment: 'center', ...lineOf(page.TYPE.title), characterSpacing: 0 };
    }),
    empty(1),
    ...(addressee === '' ? [] : [{ text: addressee }]),
  ];
}

/** Signature and date keep together; the note follows them. */
function foot({ signature, date, note }: OfficialDocument): Content {
  const ends = page.signatureIndents(signature, date);
  const right = (text: string, n: number): Content => {
    return { text, alignment: 'right', margin: [0, 0, n * page.CHARACTER_PITCH, 0] };
  };
  return {
    unbreakable: true,
    stack: [
      empty(2),
      right(signature, ends.signature),
      right(date, ends.date),
      ...(note === '' ? [] : [{ text: `（${note}）`, leadingIndent: INDENT }]),
    ],
  };
}

function contentOf(block: OfficialBlock): Content[] {
  switch (block.kind) {
    case 'heading':
      return [{ text: block.text, bold: true, leadingIndent: INDENT, headlineLevel: 1 }];
    case 'subheading':
      return [{ text: block.text, leadingIndent: INDENT, headlineLevel: 1 }];
    case 'paragraph':
      return [{ text: block.text, leadingIndent: INDENT, alignment: 'justify' }];
    case 'chart':
      return [
        {
          unbreakable: true,
          stack: [
            caption(block.title),
            { svg: block.figure.svg, width: points(block.figure.width), margin: [0, 2, 0, 4] },
            { text: block.answer, leadingIndent: INDENT, alignment: 'justify' },
          ],
        },
      ];
    case 'table':
      return [{ ...caption(block.title), headlineLevel: 2 }, tableOf(block.columns, block.rows)];
  }
}

const caption = (text: string) =>
  ({ text, bold: true, alignment: 'center', ...lineOf(page.TYPE.caption), characterSpacing: 0 }) as const;

function tableOf(columns: readonly Column[], rows: readonly (readonly string[])[]): Content {
  return {
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: widthsOf(columns.map(({ width }) => width)),
      body: [
        columns.map(({ title }): TableCell => ({ text: title, bold: true, alignment: 'center' })),
        ...rows.map((row) => row.map((text, at): TableCell => ({ text, alignment: columns[at]?.align ?? 'left' }))),
      ],
    },
    layout: LINES,
    ...lineOf(page.TYPE.table, page.TYPE.table * 1.5),
    characterSpacing: 0,
    margin: [0, 0, 0, 8],
  };
}

const PADDING = 3;
/** Shares as points of what is left beside lines and padding. */
function widthsOf(shares: readonly number[]): number[] {
  const all = shares.reduce((sum, share) => sum + share, 0);
  const free = points(page.TEXT_AREA.width) - shares.length * PADDING * 2 - (shares.length + 1) * 0.5;
  return shares.map((share) => (free * share) / all);
}

const LINES = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  paddingLeft: () => PADDING,
  paddingRight: () => PADDING,
  paddingTop: () => 1,
  paddingBottom: () => 1,
};
