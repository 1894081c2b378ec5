/** A document as PDF: fonts embedded, drawings as vectors, table heads on every page, no row cut in two. */
import pdfmake from 'pdfmake';
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { type Block, type Cell, type Document, type Said, said } from './document.ts';
import { FIGURE_FONT, FONT_FILES } from './fonts.ts';
import { COLOURS, FOLIO, PAGES, points, SIZES } from './layout.ts';

pdfmake.addFonts({ [FIGURE_FONT]: { normal: FONT_FILES.normal, bold: FONT_FILES.bold } });
// Documents are made of what they are given; nothing in one may fetch an address or read a file.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path: string) => Object.values(FONT_FILES).some((font) => font === path));

export async function pdfOf(document: Document): Promise<Buffer> {
  const { title, subtitle, blocks, footer, language = 'zh', orientation = 'portrait' } = document;
  const page = PAGES[orientation];
  const [before, between, after] = FOLIO[language];
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageOrientation: orientation,
    pageMargins: [points(page.left), points(page.top), points(page.right), points(page.bottom)],
    defaultStyle: { font: FIGURE_FONT, fontSize: SIZES.body, color: COLOURS.ink, lineHeight: 1.25 },
    info: { title: `${title} ${subtitle}`, creator: 'Mingcha 明察', creationDate: new Date(document.made_at) },
    language: language === 'zh' ? 'zh-CN' : 'en',
    content: [
      { text: title, bold: true, fontSize: SIZES.title, alignment: 'center' },
      { text: subtitle, fontSize: SIZES.subtitle, alignment: 'center', margin: [0, 2, 0, 10] },
      ...blocks.map((block) => contentOf(block, page.text)),
    ],
    // A heading stays with the head and the first row of what it heads, which need a sixth of a page.
    pageBreakBefore: ({ headlineLevel, startPosition }) => headlineLevel === 1 && startPosition.verticalRatio > 0.83,
    footer: (at, pages) => ({
      margin: [points(page.left), 10, points(page.right), 0],
      fontSize: SIZES.footer,
      color: COLOURS.quiet,
      columns: [
        { width: '*', stack: [...footer] },
        { width: 70, text: `${before}${at}${between}${pages}${after}`, alignment: 'right' },
      ],
    }),
  };
  return pdfmake.createPdf(definition).getBuffer();
}

/** `width` of the text, in millimetres. */
function contentOf(block: Block, width: number): Content {
  switch (block.kind) {
    case 'heading':
      return { text: block.text, bold: true, fontSize: SIZES.heading, margin: [0, 12, 0, 4], headlineLevel: 1 };
    case 'paragraph':
      return { ...styled({ text: block.text, tone: block.tone ?? 'plain' }), margin: [0, 0, 0, 4] };
    case 'figure':
      return { svg: block.svg, width: points(block.width), margin: [0, 4, 0, 6] };
    case 'facts':
      return factsOf(block.rows, width);
    case 'table':
      return {
        table: {
          headerRows: 1,
          keepWithHeaderRows: 1,
          dontBreakRows: true,
          widths: widthsOf(
            block.columns.map((column) => column.width),
            width,
          ),
          body: [
            block.columns.map(({ title, align }): TableCell => {
              return { text: title, bold: true, fillColor: COLOURS.head, alignment: align ?? 'left' };
            }),
            ...block.rows.map((row) =>
              row.map((cell, at): TableCell => ({ ...styled(cell), alignment: block.columns[at]?.align ?? 'left' })),
            ),
          ],
        },
        layout: LINES,
        fontSize: SIZES.table,
        // The face stands tall by itself.
        lineHeight: 1.05,
        margin: [0, 2, 0, 8],
      };
  }
}

function factsOf(rows: Extract<Block, { kind: 'facts' }>['rows'], text: number): Content {
  const body: TableCell[][] = [];
  for (let at = 0; at < rows.length; at += 2) {
    const pair = [rows[at]!, rows[at + 1] ?? ['', '']] as const;
    body.push(
      pair.flatMap(([term, value]): TableCell[] => [
        { text: term, color: COLOURS.quiet, fillColor: COLOURS.head },
        { text: value },
      ]),
    );
  }
  const table = { dontBreakRows: true, widths: widthsOf([12, 38, 12, 38], text), body };
  return { table, layout: LINES, fontSize: SIZES.table, margin: [0, 2, 0, 8] };
}

function styled(cell: Cell): { text: string } & Record<string, unknown> {
  const { text, tone }: Said = said(cell);
  if (tone === 'strong') return { text, bold: true };
  if (tone === 'quiet') return { text, color: COLOURS.quiet };
  if (tone === 'struck') return { text, color: COLOURS.quiet, decoration: 'lineThrough' };
  return { text };
}

const PADDING = 4;
/** Shares as points of what is left beside lines and padding. */
function widthsOf(shares: readonly number[], width: number): number[] {
  const all = shares.reduce((sum, share) => sum + share, 0);
  const free = points(width) - shares.length * PADDING * 2 - (shares.length + 1) * 0.5;
  return shares.map((share) => (free * share) / all);
}

const LINES = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  hLineColor: () => COLOURS.line,
  vLineColor: () => COLOURS.line,
  paddingLeft: () => PADDING,
  paddingRight: () => PADDING,
  paddingTop: () => 2,
  paddingBottom: () => 2,
};
