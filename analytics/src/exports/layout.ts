/** Page and type of documents: A4, sizes in points, lengths in millimetres. One place for both formats. */

export const PAGE = { width: 210, height: 297, top: 25, right: 20, bottom: 26, left: 24 } as const;
export const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right;

export const SIZES = { title: 20, subtitle: 11, heading: 12.5, body: 10.5, table: 9, footer: 8 } as const;
export const COLOURS = { ink: '#1b1f24', quiet: '#5c6670', line: '#b9bec4', head: '#eef0f1' } as const;

const MM_PER_INCH = 25.4;
export const points = (mm: number) => (mm / MM_PER_INCH) * 72;
/** Twentieths of a point. */
export const twips = (mm: number) => Math.round((mm / MM_PER_INCH) * 1440);
export const pixels = (mm: number, dpi: number) => Math.round((mm / MM_PER_INCH) * dpi);
