/** A document as Word: office fonts by name, table heads on every page, no row cut in two. */
import {
  AlignmentType,
  BorderStyle,
  type FileChild,
  Footer,
  HeadingLevel,
  ImageRun,
  type IParagraphOptions,
  type IRunOptions,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  ShadingType,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
  Document as WordDocument,
} from 'docx';
import { type Block, type Cell, type Column, type Document, said, type Tone } from './document.ts';
import { fontTable } from './docx-fonts.ts';
import { LATIN_FONT, OFFICE_FONTS, type OfficeFont } from './fonts.ts';
import { COLOURS, FOLIO, PAGES, type PageLayout, pixels, SIZES, twips } from './layout.ts';
import { pngOf } from './picture.ts';
import { holdable } from './xml-text.ts';

export async function docxOf(document: Document): Promise<Buffer> {
  const { title, subtitle, blocks, footer, language = 'zh', orientation = 'portrait' } = document;
  const page = PAGES[orientation];
  const word = new WordDocument({
    title: holdable(`${title} ${subtitle}`),
    creator: 'Mingcha 明察',
    lastModifiedBy: 'Mingcha 明察',
    styles: {
      default: { document: { run: { ...runOf(OFFICE_FONTS.body, SIZES.body), language: LANGUAGE } } },
      paragraphStyles: [FOOT],
    },
    sections: [
      {
        properties: { page: { size: paperOf(page, orientation), margin: marginOf(page) } },
        footers: { default: new Footer({ children: footerOf(footer, page, language) }) },
        children: [
          paragraph([text(title, runOf(OFFICE_FONTS.title, SIZES.title))], {
            heading: HeadingLevel.TITLE,
            alignment: AlignmentType.CENTER,
          }),
          paragraph([text(subtitle, { size: half(SIZES.subtitle) })], {
            alignment: AlignmentType.CENTER,
            spacing: { after: 200 },
          }),
          ...blocks.flatMap((block) => childrenOf(block, page.text)),
        ],
      },
    ],
  });
  return Packer.toBuffer(word, undefined, [{ path: 'word/fontTable.xml', data: fontTable() }]);
}

/** The library turns a page that lies on its side itself: it takes the measures of the upright one. */
const paperOf = ({ width, height }: PageLayout, orientation: 'portrait' | 'landscape') => ({
  width: twips(Math.min(width, height)),
  height: twips(Math.max(width, height)),
  orientation: PageOrientation[orientation === 'landscape' ? 'LANDSCAPE' : 'PORTRAIT'],
});
const marginOf = ({ top, right, bottom, left }: PageLayout) => ({
  top: twips(top),
  right: twips(right),
  bottom: twips(bottom),
  left: twips(left),
  footer: twips(10),
});
const LANGUAGE = { value: 'en-US', eastAsia: 'zh-CN' };
const INK = COLOURS.ink.slice(1);
const QUIET = COLOURS.quiet.slice(1);

/** Word's unit of type. */
const half = (points: number) => Math.round(points * 2);
const fontOf = ({ name }: OfficeFont) => ({ ascii: LATIN_FONT, hAnsi: LATIN_FONT, cs: LATIN_FONT, eastAsia: name });
const runOf = (font: OfficeFont, size: number): IRunOptions => ({ font: fontOf(font), size: half(size), color: INK });
const text = (words: string, options: IRunOptions = {}) => new TextRun({ ...options, text: holdable(words) });
const paragraph = (children: IParagraphOptions['children'], options: Omit<IParagraphOptions, 'children'> = {}) =>
  new Paragraph({ ...options, children: children ?? [] });

const TONES: Readonly<Record<Tone, IRunOptions>> = {
  plain: {},
  quiet: { color: QUIET },
  strong: { font: fontOf(OFFICE_FONTS.heading) },
  struck: { color: QUIET, strike: true },
};

/** `width` of the text, in millimetres. */
function childrenOf(block: Block, width: number): FileChild[] {
  switch (block.kind) {
    case 'heading':
      return [
        paragraph([text(block.text, runOf(OFFICE_FONTS.heading, SIZES.heading))], {
          heading: HeadingLevel.HEADING_1,
          keepNext: true,
          spacing: { before: 240, after: 80 },
        }),
      ];
    case 'paragraph':
      return [paragraph([text(block.text, TONES[block.tone ?? 'plain'])], { spacing: { after: 80, line: 300 } })];
    case 'figure': {
      const data = pngOf(block.svg, pixels(block.width, PICTURE_DPI));
      const transformation = { width: pixels(block.width, 96), height: pixels(block.height, 96) };
      const alt = holdable(block.alt);
      const altText = { name: alt, title: alt, description: alt };
      return [
        paragraph([new ImageRun({ type: 'png', data, transformation, altText })], {
          spacing: { before: 80, after: 80 },
        }),
      ];
    }
    case 'facts':
      return [factsOf(block.rows, width), gap()];
    case 'table':
      return [tableOf(block.columns, block.rows, width), gap()];
  }
}

const PICTURE_DPI = 300;
/** Word sets tables that touch as one. */
const gap = () => paragraph([text('', { size: half(4) })], { spacing: { after: 0, line: 120 } });

const LINE = { style: BorderStyle.SINGLE, size: 4, color: COLOURS.line.slice(1) };
const BORDERS = { top: LINE, bottom: LINE, left: LINE, right: LINE, insideHorizontal: LINE, insideVertical: LINE };
const SHADE = { type: ShadingType.CLEAR, fill: COLOURS.head.slice(1), color: 'auto' };

function widthsOf(shares: readonly number[], width: number): number[] {
  const all = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => Math.floor((twips(width) * share) / all));
}

const table = (columnWidths: number[], rows: TableRow[]) =>
  new Table({
    rows,
    columnWidths,
    width: { size: columnWidths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    borders: BORDERS,
    margins: { left: 80, right: 80, top: 30, bottom: 30 },
  });

function cellOf(
  cell: Cell,
  width: number,
  options: { align?: Column['align']; isHead?: boolean; isTerm?: boolean } = {},
) {
  const { text: words, tone } = said(cell);
  const tones = options.isHead ? TONES.strong : options.isTerm ? TONES.quiet : TONES[tone];
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    ...(options.isHead || options.isTerm ? { shading: SHADE } : {}),
    children: [
      paragraph([text(words, { ...tones, size: half(SIZES.table) })], {
        alignment: options.align === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT,
      }),
    ],
  });
}

function tableOf(columns: readonly Column[], rows: readonly (readonly Cell[])[], text: number): Table {
  const widths = widthsOf(
    columns.map(({ width }) => width),
    text,
  );
  const align = (at: number) => ({ ...(columns[at]?.align && { align: columns[at].align }) });
  return table(widths, [
    new TableRow({
      tableHeader: true,
      cantSplit: true,
      children: columns.map(({ title }, at) => cellOf(title, widths[at]!, { ...align(at), isHead: true })),
    }),
    ...rows.map(
      (row) => new TableRow({ cantSplit: true, children: row.map((cell, at) => cellOf(cell, widths[at]!, align(at))) }),
    ),
  ]);
}

function factsOf(facts: Extract<Block, { kind: 'facts' }>['rows'], text: number): Table {
  const widths = widthsOf([12, 38, 12, 38], text);
  const rows: TableRow[] = [];
  for (let at = 0; at < facts.length; at += 2) {
    const pair = [facts[at]!, facts[at + 1] ?? ['', '']] as const;
    const children = pair.flatMap(([term, value], side) => [
      cellOf(term, widths[side * 2]!, { isTerm: true }),
      cellOf(value, widths[side * 2 + 1]!),
    ]);
    rows.push(new TableRow({ cantSplit: true, children }));
  }
  return table(widths, rows);
}

/** Fields of a foot take their size from its style, whatever their run says. */
const FOOT = { id: 'Foot', name: 'Foot', basedOn: 'Normal', run: { size: half(SIZES.footer), color: QUIET } };

/** The lines, and on the last of them, at the right, the page's number. */
function footerOf(lines: readonly string[], page: PageLayout, language: 'zh' | 'en'): Paragraph[] {
  const [before, between, after] = FOLIO[language];
  const small: IRunOptions = { size: half(SIZES.footer), color: QUIET };
  return lines.map((line, at) => {
    const isLast = at === lines.length - 1;
    // A run to each: readers take the size of a field from its own.
    const number = [new Tab(), before, PageNumber.CURRENT, between, PageNumber.TOTAL_PAGES, after];
    const runs = [
      text(line, small),
      ...(isLast ? number.map((each) => new TextRun({ ...small, children: [each] })) : []),
    ];
    return paragraph(runs, { style: FOOT.id, tabStops: [{ type: TabStopType.RIGHT, position: twips(page.text) }] });
  });
}
