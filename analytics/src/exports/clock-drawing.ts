/**
 * The small time line of a clock, every day a cell: counted, not counted, stopped, ahead; due days, decision and the report's
 * day as signs. The drawing of the case panel, for paper: shapes tell as much as colours do.
 */
import type { ExplainedDay } from '../contract/index.ts';
import type { Figure } from './document.ts';
import { FIGURE_FONT } from './fonts.ts';

const COLUMNS = 14;
/** Drawing units; one is a tenth of a millimetre on paper. */
const CELL = { width: 112, height: 128, gap: 6, block: 56 } as const;
const HEAD = 40;
const LEGEND = 60;
const WIDTH = COLUMNS * CELL.width + (COLUMNS - 1) * CELL.gap;
/** Rows drawn at most; the middle of a longer clock is left to the list of days. */
const MOST_ROWS = 8;
const FOLD = 44;

const INK = '#1b1f24';
const QUIET = '#5c6670';
const LINE = '#9aa1a8';
const ACCENT = '#0f5c63';
const YELLOW = '#e0ac2b';
const RED = '#b3261e';
const PAPER = '#ffffff';
const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];

const text = (x: number, y: number, words: string, size: number, fill: string = INK, anchor = 'middle') =>
  `<text x="${x}" y="${y}" font-family="${FIGURE_FONT}" font-size="${size}" fill="${fill}" text-anchor="${anchor}">${words}</text>`;
const rect = (x: number, y: number, width: number, height: number, style: string) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4" ${style}/>`;
const outline = (colour: string, width = 3) => `fill="none" stroke="${colour}" stroke-width="${width}"`;
const filled = (colour: string) => `fill="${colour}"`;
const diamond = (x: number, y: number, size: number, style: string) =>
  `<path d="M${x} ${y - size}L${x + size} ${y}L${x} ${y + size}L${x - size} ${y}Z" ${style}/>`;
const bars = (x: number, y: number, size = 13) =>
  [x - size + 1, x + size / 3]
    .map((at) => `<rect x="${at}" y="${y - size}" width="${size * 0.6}" height="${size * 2}" ${filled(QUIET)}/>`)
    .join('');

/** Monday is 0. */
const weekdayOf = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
const DAY_MS = 86_400_000;
const numberOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** The drawing, as wide as the text of a page allows; undefined for a clock that never started. */
export function clockFigure(days: readonly ExplainedDay[], width: number): Figure | undefined {
  const [first] = days;
  if (first === undefined) return undefined;
  const monday = numberOf(first.day) - weekdayOf(first.day);
  const rows: ExplainedDay[][] = [];
  for (const day of days) {
    const row = Math.floor((numberOf(day.day) - monday) / COLUMNS);
    rows[row] = [...(rows[row] ?? []), day];
  }
  // The beginning explains the start, the end explains the verdict.
  const half = MOST_ROWS / 2;
  const shown = rows.length <= MOST_ROWS ? rows : [...rows.slice(0, half), null, ...rows.slice(-half)];
  let y = HEAD;
  const drawn = shown.map((row) => {
    const top = y;
    y += row === null ? FOLD : CELL.height;
    if (row === null) {
      const left = rows.slice(half, -half).flat().length;
      return text(WIDTH / 2, top + 28, `中间${left}天从略，见逐日说明`, 24, QUIET);
    }
    return row.map((day) =>
      cell(day, ((numberOf(day.day) - monday) % COLUMNS) * (CELL.width + CELL.gap), top, day === first),
    );
  });
  const height = y + LEGEND;
  const heads = Array.from({ length: COLUMNS }, (_, at) =>
    text(at * (CELL.width + CELL.gap) + CELL.width / 2, 28, WEEKDAYS[at % 7]!, 24, QUIET),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">${[
    ...heads,
    ...drawn.flat(),
    legend(y + 44),
  ].join('')}</svg>`;
  return { kind: 'figure', svg, width, height: (width * height) / WIDTH, alt: '逐日时限图' };
}

function cell(day: ExplainedDay, x: number, y: number, isFirst: boolean): string {
  const middle = x + CELL.width / 2;
  const top = y + 36;
  const centre = top + CELL.block / 2;
  const n = Number(day.day.slice(8));
  const date = isFirst || n === 1 ? `${Number(day.day.slice(5, 7))}月${n}日` : String(n);
  const base = centre + 11;
  const block = (style: string) => rect(x, top, CELL.width, CELL.block, style);
  const number = (colour: string) => text(middle, base, String(day.ordinal ?? ''), 30, colour);
  const parts = [
    day.is_today ? rect(x, y + 2, CELL.width, 30, filled(INK)) : '',
    text(middle, y + 26, date, 24, day.is_today ? PAPER : QUIET),
  ];
  switch (day.role) {
    case 'start':
      parts.push(block(outline(ACCENT, 5)), text(middle, base, '0', 30, ACCENT));
      break;
    case 'counted':
      // A corner says late to those who see no colours: one for the promised limit, two for the statutory one.
      if (day.late === '') parts.push(block(filled(ACCENT)), number(PAPER));
      else if (day.late === 'promised') parts.push(block(filled(YELLOW)), number(INK), corner(x, top, INK));
      else
        parts.push(block(filled(RED)), number(PAPER), corner(x, top, PAPER), corner(x + CELL.width - 18, top, PAPER));
      break;
    case 'stopped':
      parts.push(block(`${outline(LINE)} stroke-dasharray="8 6"`), bars(middle, centre));
      break;
    case 'ahead':
      parts.push(block(outline(LINE)), day.ordinal === null ? bars(middle, centre) : number(QUIET));
      break;
    case 'holiday':
    case 'closure':
      parts.push(block(filled('#e3e5e7')), text(middle, base, '休', 26, QUIET));
      break;
    case 'weekend':
      parts.push(block(filled('#f1f2f3')));
      break;
    case 'after':
      parts.push(`<path d="M${x} ${top + CELL.block}H${x + CELL.width}" stroke="${LINE}" stroke-width="2"/>`);
      break;
  }
  if (day.is_makeup_workday) {
    parts.push(
      rect(x + CELL.width - 32, top + CELL.block - 14, 34, 28, `fill="${PAPER}" stroke="${LINE}" stroke-width="2"`),
    );
    parts.push(text(x + CELL.width - 15, top + CELL.block + 8, '班', 20));
  }
  const signs = [
    day.is_decided ? (at: number) => `<circle cx="${at}" cy="${y + 110}" r="10" ${filled(INK)}/>` : null,
    day.is_due ? (at: number) => diamond(at, y + 110, 12, filled(INK)) : null,
    day.is_statutory_due ? (at: number) => diamond(at, y + 110, 11, outline(INK)) : null,
  ].filter((sign) => sign !== null);
  parts.push(...signs.map((sign, at) => sign(middle + (at - (signs.length - 1) / 2) * 30)));
  return parts.join('');
}

const corner = (x: number, y: number, colour: string) => `<path d="M${x + 3} ${y + 3}h14l-14 14Z" ${filled(colour)}/>`;

function legend(y: number): string {
  let x = 0;
  const entry = (sign: (x: number) => string, words: string) => {
    const at = x;
    x += 46 + words.length * 24 + 30;
    return sign(at) + text(at + 40, y, words, 24, QUIET, 'start');
  };
  const box = (style: string) => (at: number) => rect(at, y - 22, 28, 24, style);
  return [
    entry(box(filled(ACCENT)), '已计'),
    entry((at) => box(filled(YELLOW))(at) + corner(at, y - 22, INK), '已计，超承诺'),
    entry((at) => box(filled(RED))(at) + corner(at, y - 22, PAPER), '已计，超法定'),
    entry(box(outline(LINE)), '将计'),
    entry(box(filled('#e3e5e7')), '不计'),
    entry((at) => box(`${outline(LINE)} stroke-dasharray="8 6"`)(at) + bars(at + 14, y - 10, 8), '停钟'),
    entry((at) => diamond(at + 14, y - 10, 12, filled(INK)), '承诺到期'),
    entry((at) => diamond(at + 14, y - 10, 11, outline(INK)), '法定到期'),
    entry((at) => `<circle cx="${at + 14}" cy="${y - 10}" r="10" ${filled(INK)}/>`, '办结'),
  ].join('');
}
