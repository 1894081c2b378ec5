/** The page of GB/T 9704—2012, measured in the files themselves and, where LibreOffice is, on the pages it lays out. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOfZip, type OpenedPdf, openPdf, wordsOf } from '../api/opened-files.ts';
import { openSmallCity, type SmallCity } from '../api/small-city.ts';

const run = promisify(execFile);
const LONG = '明'.repeat(28 * 30);
const EDITS = [{ id: 'sections[0].content[0].say[0]', text: LONG }];

let city: SmallCity;
let word: Map<string, string>;
let bytes: Buffer;
let body: string;
let pdf: OpenedPdf;
beforeAll(async () => {
  city = await openSmallCity();
  bytes = await fileOf('docx');
  word = filesOfZip(bytes);
  body = word.get('word/document.xml')!;
  pdf = openPdf(await fileOf('pdf'));
}, 120_000);
afterAll(() => city?.close());

async function fileOf(format: string): Promise<Buffer> {
  const url = `/api/v1/notices/2026-03?format=${format}`;
  const answer = await city.server.inject({ method: 'POST', url, payload: { edits: EDITS } });
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
  return answer.rawPayload;
}

const attributes = (xml: string, element: string) =>
  Object.fromEntries(
    [...(new RegExp(`<w:${element}\\b([^>]*)/>`).exec(xml)?.[1] ?? '').matchAll(/w:(\w+)="([^"]*)"/g)].map(
      ([, name, value]) => [name, value],
    ),
  );
const millimetres = (twips: string | undefined) => (Number(twips) / 1440) * 25.4;

describe('the Word file', () => {
  it('has the paper and the margins: 37 above, 28 at the binding, 156 × 225 for the text', () => {
    const size = attributes(body, 'pgSz');
    const margin = attributes(body, 'pgMar');
    const width = millimetres(size['w']);
    const height = millimetres(size['h']);
    expect(width).toBeCloseTo(210, 0);
    expect(height).toBeCloseTo(297, 0);
    expect(millimetres(margin['top'])).toBeCloseTo(37, 1);
    expect(millimetres(margin['left'])).toBeCloseTo(28, 1);
    expect(width - millimetres(margin['left']) - millimetres(margin['right'])).toBeCloseTo(156, 1);
    expect(height - millimetres(margin['top']) - millimetres(margin['bottom'])).toBeCloseTo(225, 1);
  });

  it('is bound at the left: even pages have the binding side at their right', () => {
    expect(word.get('word/settings.xml')).toContain('<w:mirrorMargins/><w:evenAndOddHeaders/>');
  });

  it('has a grid of 22 lines of 28 characters, and a text that keeps to it', () => {
    const grid = attributes(body, 'docGrid');
    expect(grid['type']).toBe('linesAndChars');
    const lines = ((225 / 25.4) * 1440) / Number(grid['linePitch']);
    expect(Math.floor(lines)).toBe(22);
    const pitch = 16 + Number(grid['charSpace']) / 4096;
    expect(Math.floor(((156 / 25.4) * 72) / pitch)).toBe(28);
    const normal = styleOf('Normal');
    expect(normal).toContain(`w:line="${grid['linePitch']}" w:lineRule="exact"`);
    expect(normal).toContain('<w:sz w:val="32"/>');
    const spacing = Number(/<w:spacing w:val="(-?\d+)"\/>/.exec(normal)![1]) / 20;
    expect(Math.floor(((156 / 25.4) * 72) / (16 + spacing))).toBe(28);
  });

  it('names the faces and sizes of offices, for East Asia', () => {
    const faces: [style: string, face: string, halfPoints: number][] = [
      ['Normal', '仿宋_GB2312', 32],
      ['Title', '方正小标宋简体', 44],
      ['Heading1', '黑体', 32],
      ['Heading2', '楷体_GB2312', 32],
      ['Mark', '方正小标宋简体', 96],
      ['PageNumberLine', '宋体', 28],
    ];
    for (const [style, face, size] of faces) {
      expect(styleOf(style), style).toContain(`w:eastAsia="${face}"`);
      expect(styleOf(style), style).toContain(`<w:sz w:val="${size}"/>`);
    }
    expect(word.get('word/fontTable.xml')).toContain('w:name="仿宋_GB2312"><w:altName w:val="FangSong_GB2312,');
  });

  it('has the mark in red over a red line, and the number between them with its brackets', () => {
    expect(styleOf('Mark')).toContain('<w:color w:val="e60012"/>');
    const [mark] = paragraphs();
    const number = paragraphs().find((each) => each.includes('w:val="DocumentNumber"'));
    expect(mark).toContain('w:pStyle w:val="Mark"');
    expect(millimetres(/w:before="(\d+)"/.exec(mark!)?.[1])).toBeCloseTo(35, 1);
    expect(wordsOf(number!)).toContain('〔2026〕');
    expect(number).toMatch(/<w:pBdr><w:bottom [^>]*w:color="e60012"[^>]*\/><\/w:pBdr>/);
  });

  it('numbers its pages with dashes, odd ones at the right and even ones at the left', () => {
    expect(word.get('word/settings.xml')).toContain('<w:evenAndOddHeaders/>');
    const links = word.get('word/_rels/document.xml.rels')!;
    for (const [type, side] of [
      ['default', 'right'],
      ['even', 'left'],
    ]) {
      const id = new RegExp(`<w:footerReference w:type="${type}" r:id="(\\w+)"/>`).exec(body)![1];
      const file = new RegExp(`Id="${id}"[^>]*Target="([^"]+)"|Target="([^"]+)"[^>]*Id="${id}"`).exec(links)!;
      const foot = word.get(`word/${file[1] ?? file[2]}`)!;
      expect(foot).toContain(`<w:jc w:val="${side}"/>`);
      expect(foot).toMatch(/— <\/w:t>.*PAGE.* —<\/w:t>/s);
    }
  });

  it('repeats the head of a table on every page and cuts no row in two', () => {
    const rows = body.match(/<w:tr\b.*?<\/w:tr>/gs)!;
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter((row) => !row.includes('<w:cantSplit/>'))).toEqual([]);
    const tables = body.match(/<w:tbl>.*?<\/w:tbl>/gs)!;
    for (const table of tables) expect(table.indexOf('<w:tblHeader/>')).toBeGreaterThan(0);
    expect(body.match(/<w:tblHeader\/>/g)).toHaveLength(tables.length);
  });

  it('holds its charts as pictures with words for those who cannot see them', () => {
    expect([...word.keys()].filter((name) => name.startsWith('word/media/')).length).toBeGreaterThan(0);
    expect(body).toMatch(/<wp:docPr [^>]*descr="[^"]*收件最多的一天/);
  });

  it('is well-formed, with every element where the schema wants it', () => {
    for (const [name, xml] of word) {
      if (name.endsWith('.xml')) expect(misplaced(xml), name).toEqual([]);
    }
  });

  function styleOf(id: string): string {
    return new RegExp(`<w:style [^>]*w:styleId="${id}">.*?</w:style>`).exec(word.get('word/styles.xml')!)![0];
  }
  function paragraphs(): string[] {
    return body.match(/<w:p>.*?<\/w:p>/gs)!;
  }
});

describe('the PDF', () => {
  it('says the same and carries its faces', () => {
    expect(pdf.fonts).toEqual(expect.arrayContaining([expect.stringMatching(/NotoSerifSC/)]));
    expect(pdf.text.replaceAll(/\s/g, '')).toContain('东县政务大厅文件');
    expect(pdf.text.replaceAll(/\s/g, '')).toContain('〔2026〕');
    expect(pdf.pages).toBeGreaterThan(2);
  });
});

const office = await run('soffice', ['--version']).then(
  () => true,
  () => false,
);
// It takes half a minute, and an office on the machine: for those who change the page, not for every run.
describe.skipIf(!office || process.env['CI'] !== undefined)('the pages LibreOffice lays out', () => {
  it('hold 22 lines of 28 characters', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mingcha-page-'));
    try {
      await writeFile(join(folder, 'notice.docx'), bytes);
      const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
      await run('soffice', [
        profile,
        '--headless',
        '--convert-to',
        'pdf',
        '--outdir',
        folder,
        join(folder, 'notice.docx'),
      ]);
      await run('pdftotext', ['-layout', '-f', '2', '-l', '2', join(folder, 'notice.pdf'), join(folder, 'page.txt')]);
      const page = (await readFile(join(folder, 'page.txt'), 'utf8'))
        .split('\n')
        .map((line) => line.replaceAll(/\s/g, ''));
      const full = page.filter((line) => line === '明'.repeat(28));
      expect(full).toHaveLength(22);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** The order of children the schema (ECMA-376, wml.xsd) gives to the elements a notice is made of. */
const ORDER: Readonly<Record<string, string>> = {
  pPr:
    'pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens ' +
    'kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind ' +
    'contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle ' +
    'rPr sectPr pPrChange',
  rPr:
    'rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden ' +
    'color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath',
  sectPr:
    'headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt ' +
    'vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings',
  tblPr:
    'tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd ' +
    'tblLayout tblCellMar tblLook',
  tblBorders: 'top left start bottom right end insideH insideV',
  tblCellMar: 'top left start bottom right end',
  tcPr: 'cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark',
  tbl: 'tblPr tblGrid tr',
  style:
    'name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal ' +
    'personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr',
  settings:
    'writeProtection view zoom removePersonalInformation displayBackgroundShape mirrorMargins updateFields defaultTabStop ' +
    'autoHyphenation evenAndOddHeaders characterSpacingControl footnotePr endnotePr compat rsids themeFontLang clrSchemeMapping',
};

/** Tags that do not close, and children out of order. */
function misplaced(xml: string): string[] {
  const wrong: string[] = [];
  const open: { name: string; last: number }[] = [];
  for (const [tag, end, name, self] of xml.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (end) {
      if (open.pop()?.name !== name) wrong.push(`${tag} closes nothing`);
      continue;
    }
    const parent = open.at(-1);
    const order = parent?.name.startsWith('w:') ? ORDER[parent.name.slice(2)]?.split(' ') : undefined;
    if (order !== undefined && parent !== undefined) {
      const at = order.indexOf(name!.replace(/^w:/, ''));
      if (at < 0) wrong.push(`${name} in ${parent.name}`);
      else if (at < parent.last) wrong.push(`${name} after ${order[parent.last]} in ${parent.name}`);
      parent.last = Math.max(parent.last, at);
    }
    if (!self) open.push({ name: name!, last: 0 });
  }
  return [...wrong, ...open.map(({ name }) => `${name} is not closed`)];
}
