/**
 * What a browser fetches before a page can be used: scripts named by the document and, for each page, those of the page itself.
 * The limit is for a hall's old computers and thin lines. Charts come after, when one is first drawn.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const DIST = fileURLToPath(new URL('../../dashboard/dist/', import.meta.url));
const MOST_BYTES = 250_000;

const textOf = (file: string) => readFileSync(`${DIST}assets/${file}`, 'utf8');
const packed = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + gzipSync(textOf(file), { level: 6 }).length, 0);

/** A script and all it cannot run without. */
function withImports(first: readonly string[]): Set<string> {
  const all = new Set<string>();
  const queue = [...first];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (all.has(file)) continue;
    all.add(file);
    for (const [, name] of textOf(file).matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) queue.push(name!);
  }
  return all;
}

// `npm test` builds before it tests; a run of one file may not have.
describe.skipIf(!existsSync(`${DIST}index.html`))('the first load', () => {
  const named = [...readFileSync(`${DIST}index.html`, 'utf8').matchAll(/assets\/([\w.-]+\.js)/g)].map(
    ([, name]) => name!,
  );
  const scripts = readdirSync(`${DIST}assets`).filter((name) => name.endsWith('.js'));
  const pages = scripts.filter((name) => /Page-/.test(name));
  const entry = withImports(named);

  it('knows its scripts', () => {
    expect(named.length).toBeGreaterThan(0);
    expect(pages.length).toBeGreaterThan(5);
    expect(scripts.filter((name) => /echarts/i.test(name)).length).toBeGreaterThan(0);
  });

  it('of the document is at most 250 kB of script, compressed, and no chart', () => {
    expect([...entry].filter((name) => /echarts/i.test(name))).toEqual([]);
    expect(packed(entry)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it.each(pages)('of %s stays below it too', (page) => {
    const all = new Set([...entry, ...withImports([page])]);
    expect([...all].filter((name) => /echarts/i.test(name))).toEqual([]);
    expect(packed(all), [...all].map((name) => `${name} ${packed([name])}`).join(', ')).toBeLessThanOrEqual(MOST_BYTES);
  });
});
