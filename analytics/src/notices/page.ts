/**
 * The page of GB/T 9704—2012: A4, 37 mm above, 28 mm at the binding side, text area 156 × 225 mm of 22 lines of 28 characters.
 * One place for both formats. Lengths in millimetres, type in points.
 */
import { points, twips } from '../exports/layout.ts';

export const PAPER = { width: 210, height: 297 } as const;
export const TEXT_AREA = { width: 156, height: 225 } as const;
export const MARGIN = {
  top: 37,
  left: 28,
  right: PAPER.width - 28 - TEXT_AREA.width,
  bottom: PAPER.height - 37 - TEXT_AREA.height,
} as const;

export const LINES = 22;
export const CHARACTERS = 28;

/** 3号, 2号, 4号; tables are set smaller, as offices do. */
export const TYPE = { body: 16, title: 22, page_number: 14, caption: 14, table: 10.5, note: 12 } as const;
export const RED = '#e60012';

/** Twentieths of a point from line to line: 22 of them fit the text area. */
export const LINE_PITCH = Math.floor(twips(TEXT_AREA.height) / LINES);
/** Points from character to character: a little less than the type, or only 27 would fit. */
export const CHARACTER_PITCH = points(TEXT_AREA.width) / CHARACTERS;
/** The same as Word takes it: what is added to each character, in 4096ths of a point. */
export const CHARACTER_SPACE = Math.floor((CHARACTER_PITCH - TYPE.body) * 4096);

/** From the top of the text area to the top of the mark 发文机关标志. */
export const ABOVE_MARK = 35;
/** From the number 发文字号 to the red line. */
export const ABOVE_RED_LINE = 4;
/** From the text area down to the dashes beside the page number. */
export const ABOVE_PAGE_NUMBER = 7;

const LARGEST_MARK = 48;
/** The mark as large as one line holds it. */
export const markSize = (mark: string) =>
  Math.min(LARGEST_MARK, Math.floor((points(TEXT_AREA.width) * 0.96) / Math.max(1, widthOf(mark))));

/** Width of a text in characters: digits and Latin letters are half as wide. */
export const widthOf = (text: string) =>
  [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) < 0x2000 ? 0.5 : 1), 0);

/**
 * Where signature and date end, in characters from the right: the date four in, the signature centred over it; a signature too
 * long for that two in, and the date two in as well (GB/T 9704—2012, 7.3.5).
 */
export function signatureIndents(signature: string, date: string): { signature: number; date: number } {
  const over = 4 + (widthOf(date) - widthOf(signature)) / 2;
  return over >= 0 ? { signature: over, date: 4 } : { signature: 2, date: 2 };
}
