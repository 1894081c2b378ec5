/**
 * How a page looks, small enough to keep beside the code: the mean lightness of each cell of a grid over the screen, and where
 * its larger parts stand. Two looks are compared with a tolerance for letters drawn a little otherwise, not for
 * anything a reader would notice.
 */
import type { Page } from 'playwright-core';

export const COLUMNS = 48;
export const ROWS = 30;
/** Lightness is kept in so many steps, a sign each. */
const STEPS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_';
/** Steps a cell may differ by: a line of text moved by half its height shows as more. */
const CELL_TOLERANCE = 2;
/** Share of cells that may differ by more. */
const CELLS_TOLERATED = 0.01;
/** Pixels a part may stand elsewhere, or be larger. */
const PART_TOLERANCE = 6;

/** What stands where: name, left, top, width, height, in pixels of the screen. */
export type Part = [name: string, x: number, y: number, width: number, height: number];
export interface Look {
  /** A line a row, from the top. */
  light: string[];
  parts: Part[];
}

const PARTS = `[...document.querySelectorAll('header, nav, main, h1, h2, table, figure, aside, form, footer, dl, ol, [role=dialog]')]
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([, r]) => r.width > 1 && r.height > 1 && r.top < innerHeight && r.left < innerWidth && r.bottom > 0)
  .map(([e, r]) => [e.tagName.toLowerCase(), ...[r.left, r.top, r.width, r.height].map(Math.round)])`;

/** Averages a picture in a page of its own, since the page looked at may load nothing but its own. */
const averaged = (png: string) => `(async () => {
  const picture = new Image();
  picture.src = 'data:image/png;base64,${png}';
  await picture.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const sums = new Float64Array(${COLUMNS * ROWS}), counts = new Uint32Array(${COLUMNS * ROWS});
  for (let y = 0; y < canvas.height; y++)
    for (let x = 0; x < canvas.width; x++) {
      const at = 4 * (y * canvas.width + x);
      const cell = Math.floor((y * ${ROWS}) / canvas.height) * ${COLUMNS} + Math.floor((x * ${COLUMNS}) / canvas.width);
      sums[cell] += 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
      counts[cell]++;
    }
  return [...sums].map((sum, cell) => sum / counts[cell] / 255);
})()`;

export interface Eye {
  /** The look of the page as it stands, and its picture; waits until nothing changes any more. */
  look(page: Page): Promise<{ look: Look; png: Buffer }>;
}

/** `canvas` is an empty page of the same browser. */
export function openEye(canvas: Page): Eye {
  const picture = (page: Page) => page.screenshot({ animations: 'disabled', caret: 'hide' });
  async function seen(page: Page, png: Buffer) {
    const light = (await canvas.evaluate(averaged(png.toString('base64')))) as number[];
    const signs = light.map((value) => STEPS[Math.min(STEPS.length - 1, Math.floor(value * STEPS.length))]).join('');
    const rows = Array.from({ length: ROWS }, (_, row) => signs.slice(row * COLUMNS, (row + 1) * COLUMNS));
    return { look: { light: rows, parts: (await page.evaluate(PARTS)) as Part[] }, png };
  }
  return {
    async look(page) {
      // Charts come a moment after their figures; a page has settled when two glances are the same.
      let last = await seen(page, await picture(page));
      for (let tries = 0; tries < 20; tries++) {
        const png = await picture(page);
        if (png.equals(last.png)) return last;
        const next = await seen(page, png);
        if (JSON.stringify(next.look) === JSON.stringify(last.look)) return next;
        last = next;
      }
      throw new Error(`${page.url()} does not come to rest: something on it keeps moving.`);
    },
  };
}

/** What is different, a sentence each; empty when they look the same. */
export function differences(kept: Look, seen: Look): string[] {
  const cells = kept.light.flatMap((row, y) =>
    [...row].flatMap((sign, x) => {
      const other = seen.light[y]?.[x];
      const by = other === undefined ? STEPS.length : Math.abs(STEPS.indexOf(sign) - STEPS.indexOf(other));
      return by > CELL_TOLERANCE ? [`${x},${y}`] : [];
    }),
  );
  const found: string[] = [];
  const most = Math.floor(COLUMNS * ROWS * CELLS_TOLERATED);
  if (cells.length > most)
    found.push(
      `${cells.length} of ${COLUMNS * ROWS} cells are lighter or darker, first ${cells.slice(0, 4).join(' ')}`,
    );
  if (kept.parts.length !== seen.parts.length) found.push(`${seen.parts.length} parts instead of ${kept.parts.length}`);
  else
    kept.parts.forEach(([name, ...box], index) => {
      const [other, ...at] = seen.parts[index]!;
      if (other !== name) found.push(`<${other}> where <${name}> was`);
      else if (box.some((edge, n) => Math.abs(edge - at[n]!) > PART_TOLERANCE))
        found.push(`<${name}> stands at ${at.join(' ')} instead of ${box.join(' ')}`);
    });
  return found;
}
