import { expect, it } from 'vitest';
import yauzl from 'yauzl';
import { officialDocx } from '../notices/docx.ts';
import type { OfficialDocument } from '../notices/official.ts';
import type { Document } from './document.ts';
import { docxOf } from './docx.ts';

/** The XML of a Word file, all of it. */
async function xmlOf(file: Buffer): Promise<string> {
  const zip = await yauzl.fromBufferPromise(file);
  let text = '';
  for await (const entry of zip.eachEntry()) {
    if (!/\.(xml|rels)$/.test(entry.fileName)) continue;
    for await (const part of await zip.openReadStreamPromise(entry)) text += part;
  }
  return text;
}

// A vertical tab a system sent as a line break, the half of a pair a cut left behind, and a character that is none.
const BAD = '材料\u000b不全\ud83d，已告知\uffff';
const SAID = '材料\ufffd不全\ufffd，已告知\ufffd';
const FIGURE = {
  svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><text>${BAD}</text></svg>`,
  width: 10,
  height: 10,
  alt: BAD,
};
const made_at = '2026-03-11T09:30:00.000Z';

it.each([
  ['an export', () => docxOf(EXPORT), 7],
  ['a notice', () => officialDocx(NOTICE), 6],
])('text with characters XML cannot hold is kept in %s that opens', async (_, write, times) => {
  const xml = await xmlOf(await write());
  expect(xml).not.toMatch(/(?![\t\n\r])\p{Cc}|\uffff/u);
  expect(xml.split(SAID).length).toBeGreaterThan(times);
});

const EXPORT: Document = {
  title: BAD,
  subtitle: BAD,
  blocks: [
    { kind: 'heading', text: BAD },
    { kind: 'paragraph', text: BAD },
    { kind: 'facts', rows: [[BAD, BAD]] },
    { kind: 'table', columns: [{ title: BAD, width: 10 }], rows: [[BAD]] },
    { kind: 'figure', ...FIGURE },
  ],
  footer: [BAD],
  made_at,
};
const NOTICE: OfficialDocument = {
  kind: 'official',
  mark: BAD,
  number: BAD,
  title: [BAD],
  addressee: BAD,
  blocks: [
    { kind: 'heading', text: BAD },
    { kind: 'paragraph', text: BAD },
    { kind: 'table', title: BAD, columns: [{ title: BAD, width: 10, align: 'left' }], rows: [[BAD]] },
    { kind: 'chart', title: BAD, answer: BAD, figure: { kind: 'figure', ...FIGURE } },
  ],
  signature: BAD,
  date: BAD,
  note: BAD,
  made_at,
};
