/**
 * What the charts of a notice are drawn with. Notices are printed in black and copied: shapes and greys tell things apart, and
 * type is as large as a table's. One unit is a tenth of a millimetre.
 */
import type { Figure } from '../../exports/document.ts';
import { FIGURE_FONT } from '../../exports/fonts.ts';
import { TEXT_AREA } from '../page.ts';

export const WIDTH = TEXT_AREA.width * 10;
export const INK = '#1b1f24';
export const GREY = '#6b747d';
export const LIGHT = '#c9ced3';
export const SHADE = '#eceeef';
/** 小五 is 9 pt. */
export const LETTER = 32;

const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const text = (x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end' = 'middle', fill = INK) =>
  `<text x="${round(x)}" y="${round(y)}" font-family="${FIGURE_FONT}" font-size="${LETTER}" fill="${fill}" text-anchor="${anchor}">${escaped(words)}</text>`;
export const rect = (x: number, y: number, width: number, height: number, style: string) =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" ${style}/>`;
export const line = (x1: number, y1: number, x2: number, y2: number, stroke = LIGHT, width = 2) =>
  `<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`;
export const dot = (x: number, y: number, radius: number, isFilled: boolean) =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="${radius}" ${isFilled ? `fill="${INK}"` : `fill="#ffffff" stroke="${INK}" stroke-width="3"`}/>`;

const round = (n: number) => Math.round(n * 10) / 10;

/** The drawing, as wide as the text of the page. */
export function figureOf(parts: readonly string[], height: number, alt: string): Figure {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${round(height)}" width="${WIDTH}" height="${round(height)}">` +
    `${parts.join('')}</svg>`;
  return { kind: 'figure', svg, width: TEXT_AREA.width, height: round(height) / 10, alt };
}

/** Round numbers from 0 to at least the highest, few enough to read. */
export function ticksTo(highest: number): number[] {
  const step = [1, 2, 5, 10, 20, 25, 50].flatMap((n) => [n, n * 100, n * 10_000]).sort((a, b) => a - b);
  const chosen = step.find((n) => highest / n <= 5) ?? highest;
  return Array.from({ length: Math.max(1, Math.ceil(highest / chosen)) + 1 }, (_, at) => at * chosen);
}
