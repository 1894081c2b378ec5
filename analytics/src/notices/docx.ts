/** An official document as Word: the grid of 22 lines of 28 characters, office faces by name, page numbers odd and even. */
import {
  AlignmentType,
  BorderStyle,
  DocumentGridType,
  type FileChild,
  Footer,
  ImageRun,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
  Document as WordDocument,
} from 'docx';
import type { Column } from '../exports/document.ts';
import { fontTable } from '../exports/docx-fonts.ts';
import { pixels, points, twips } from '../exports/layout.ts';
import { pngOf } from '../exports/picture.ts';
import { holdable } from '../exports/xml-text.ts';
import { characters, half, STYLES, settingsXml, stylesXml } from './docx-styles.ts';
import { FACES } from './faces.ts';
import type { OfficialBlock, OfficialDocument } from './official.ts';
import * as page from './page.ts';

export async function officialDocx(document: OfficialDocument): Promise<Buffer> {
  const word = new WordDocument({
    title: holdable(document.title.join('')),
    creator: 'Mingcha 明察',
    lastModifiedBy: 'Mingcha 明察',
    sections: [
      {
        properties: {
          page: {
            size: { width: twips(page.PAPER.width), height: twips(page.PAPER.height) },
            margin: {
              top: twips(page.MARGIN.top),
              right: twips(page.MARGIN.right),
              bottom: twips(page.MARGIN.bottom),
              left: twips(page.MARGIN.left),
              footer: FOOT_FROM_EDGE,
            },
          },
          grid: {
            type: DocumentGridType.LINES_AND_CHARS,
            linePitch: page.LINE_PITCH,
            charSpace: page.CHARACTER_SPACE,
          },
        },
        footers: { default: footer('odd'), even: footer('even') },
        children: [
          ...head(document),
          ...document.blocks.flatMap((block, at) => childrenOf(block, at === document.blocks.length - 1)),
          ...foot(document),
        ],
      },
    ],
  });
  return Packer.toBuffer(word, undefined, [
    { path: 'word/styles.xml', data: stylesXml() },
    { path: 'word/settings.xml', data: settingsXml() },
    { path: 'word/fontTable.xml', data: fontTable(Object.values(FACES)) },
  ]);
}

type Options = Omit<IParagraphOptions, 'children' | 'style'>;
type Style = (typeof STYLES)[keyof typeof STYLES];
const paragraph = (style: Style, children: IParagraphOptions['children'], options: Options = {}) =>
  new Paragraph({ ...(style === STYLES.text ? {} : { style }), ...options, children: children ?? [] });
const words = (style: Style, text: string, options: Options = {}, run: IRunOptions = {}) =>
  paragraph(style, [new TextRun({ ...run, text: holdable(text) })], options);
const empty = (options: Options = {}) => paragraph(STYLES.text, [], options);

/** Whole height of what stands in the line of the page number. */
const FOOT_HEIGHT = page.TYPE.page_number * 20;
/** Its middle, where the dashes are, lies 7 mm under the text area. */
const FOOT_FROM_EDGE = twips(page.MARGIN.bottom - page.ABOVE_PAGE_NUMBER) - FOOT_HEIGHT / 2;

function footer(side: 'odd' | 'even'): Footer {
  const runs = ['— ', PageNumber.CURRENT, ' —'].map((each) => new TextRun({ children: [each] }));
  const character = page.TYPE.page_number * 20;
  const options =
    side === 'odd'
      ? { alignment: AlignmentType.RIGHT, indent: { right: character } }
      : { alignment: AlignmentType.LEFT, indent: { left: character } };
  return new Footer({ children: [paragraph(STYLES.page_number, runs, options)] });
}

function head({ mark, number, title, addressee }: OfficialDocument): FileChild[] {
  const size = page.markSize(mark);
  const line = { style: BorderStyle.SINGLE, size: 12, color: page.RED.slice(1), space: BELOW_NUMBER };
  return [
    words(
      STYLES.mark,
      mark,
      { spacing: { before: twips(page.ABOVE_MARK), line: Math.round(size * 1.1) * 20, lineRule: LineRuleType.EXACT } },
      { size: half(size) },
    ),
    empty(),
    empty(),
    words(STYLES.number, number, { border: { bottom: line } }),
    empty(),
    empty(),
    ...title.map((each) => words(STYLES.title, each)),
    empty(),
    ...(addressee === '' ? [] : [words(STYLES.addressee, addressee)]),
  ];
}

/** Points from the line of the number to the red line; half of what the line is higher than its type is there already. */
const BELOW_NUMBER = Math.round(points(page.ABOVE_RED_LINE) - (page.LINE_PITCH / 20 - page.TYPE.body) / 2);

function foot({ signature, date, note }: OfficialDocument): FileChild[] {
  const ends = page.signatureIndents(signature, date);
  const right = (n: number) => ({ alignment: AlignmentType.RIGHT, indent: { right: characters(n) } });
  return [
    // Neither stands alone on a page.
    empty({ keepNext: true }),
    empty({ keepNext: true }),
    words(STYLES.addressee, signature, { ...right(ends.signature), keepNext: true }),
    words(STYLES.addressee, date, { ...right(ends.date), keepNext: note !== '' }),
    ...(note === '' ? [] : [words(STYLES.text, `（${note}）`)]),
  ];
}

/** The last paragraph goes with the signature: no page holds that alone. */
function childrenOf(block: OfficialBlock, isLast: boolean): FileChild[] {
  switch (block.kind) {
    case 'heading':
      return [words(STYLES.heading, block.text)];
    case 'subheading':
      return [words(STYLES.subheading, block.text)];
    case 'paragraph':
      return [words(STYLES.text, block.text, isLast ? { keepNext: true, keepLines: true } : {})];
    case 'chart': {
      const { svg, width, height } = block.figure;
      const alt = holdable(block.figure.alt);
      const data = pngOf(svg, pixels(width, PICTURE_DPI));
      const transformation = { width: pixels(width, 96), height: pixels(height, 96) };
      const altText = { name: alt, title: holdable(block.title), description: alt };
      return [
        words(STYLES.caption, block.title),
        // In text with lines of exact height a picture would be cut to one of them.
        paragraph(STYLES.cell_head, [new ImageRun({ type: 'png', data, transformation, altText })], { keepNext: true }),
        words(STYLES.text, block.answer),
      ];
    }
    case 'table':
      return [words(STYLES.caption, block.title), tableOf(block.columns, block.rows), gap()];
  }
}

const PICTURE_DPI = 300;
/** Word sets tables that touch as one. */
const gap = () => empty({ spacing: { line: 160, lineRule: LineRuleType.EXACT } });

const LINE = { style: BorderStyle.SINGLE, size: 4, color: '000000' };
const BORDERS = { top: LINE, bottom: LINE, left: LINE, right: LINE, insideHorizontal: LINE, insideVertical: LINE };

function tableOf(columns: readonly Column[], rows: readonly (readonly string[])[]): Table {
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns.map(({ width }) => Math.floor((twips(page.TEXT_AREA.width) * width) / all));
  const cell = (text: string, at: number, style: Style) =>
    new TableCell({
      width: { size: widths[at]!, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      children: [
        words(
          style,
          text,
          style === STYLES.cell && columns[at]?.align === 'right' ? { alignment: AlignmentType.RIGHT } : {},
        ),
      ],
    });
  const row = (texts: readonly string[], style: Style, isHead: boolean) =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: true,
      children: texts.map((text, at) => cell(text, at, style)),
    });
  return new Table({
    columnWidths: widths,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    borders: BORDERS,
    margins: { left: 60, right: 60 },
    rows: [
      row(
        columns.map(({ title }) => title),
        STYLES.cell_head,
        true,
      ),
      ...rows.map((each) => row(each, STYLES.cell, false)),
    ],
  });
}
