/** Page and type of documents: A4, sizes in points, lengths in millimetres. One place for both formats. */

export interface PageLayout {
  width: number;
  height: number;
  top: number;
  right: number;
  bottom: number;
  left: number;
  /** Between the margins at the sides. */
  text: number;
}
const laid = (page: Omit<PageLayout, 'text'>): PageLayout => ({ ...page, text: page.width - page.left - page.right });
export const PAGES: Readonly<Record<'portrait' | 'landscape', PageLayout>> = {
  portrait: laid({ width: 210, height: 297, top: 25, right: 20, bottom: 26, left: 24 }),
  landscape: laid({ width: 297, height: 210, top: 20, right: 18, bottom: 20, left: 18 }),
};
/** Width of the text of an upright page. */
export const TEXT_WIDTH = PAGES.portrait.text;

export const SIZES = { title: 20, subtitle: 11, heading: 12.5, body: 10.5, table: 9, footer: 8 } as const;
export const COLOURS = { ink: '#1b1f24', quiet: '#5c6670', line: '#b9bec4', head: '#eef0f1' } as const;

/** What stands before, between and after the number of a page and that of all pages. */
export const FOLIO = { zh: ['第', '页，共', '页'], en: ['Page ', ' of ', ''] } as const;

const MM_PER_INCH = 25.4;
export const points = (mm: number) => (mm / MM_PER_INCH) * 72;
/** Twentieths of a point. */
export const twips = (mm: number) => Math.round((mm / MM_PER_INCH) * 1440);
export const pixels = (mm: number, dpi: number) => Math.round((mm / MM_PER_INCH) * dpi);
