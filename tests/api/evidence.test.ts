/** The evidence page: opened again as Word and as PDF, with all that the file needs and nothing about the applicant. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOfZip, type OpenedPdf, openPdf, wordsOf } from './opened-files.ts';
import { cityEvents, openSmallCity, type SmallCity } from './small-city.ts';

const [application] = cityEvents().filter(({ case_id }) => case_id === 'late');
const EVENTS = [
  ...cityEvents(),
  { ...application, revision: 1, applicant_token: 'tok-77f0', occurred_at: '2026-03-02T09:31:00+08:00' },
];
let city: SmallCity;
let word: Map<string, string>;
let body: string;
let pdf: OpenedPdf;
beforeAll(async () => {
  city = await openSmallCity({ events: EVENTS });
  word = filesOfZip(await evidence('late', 'docx'));
  body = word.get('word/document.xml')!;
  pdf = openPdf(await evidence('late', 'pdf'));
}, 120_000);
afterAll(() => city?.close());

async function evidence(caseId: string, format: string, query = ''): Promise<Buffer> {
  const answer = await city.server.inject({ url: `/api/v1/cases/${caseId}/evidence?format=${format}${query}` });
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
  return answer.rawPayload;
}

/** What both must say, wherever their lines break. */
const SAYS = [
  '办件证据页',
  '办件编号 late',
  '结论：超期办结。',
  '食品经营许可（licence）',
  '市监局（food）',
  '李工（s-food）',
  '2026年3月2日受理，当天为第0天，承诺5个工作日办结。其间周末2天不计。应于3月9日办结；3月11日办结，实际用时7个工作日，超期2个工作日。',
  '法定时限20个工作日',
  '取自事项目录中自2020年1月1日起施行的版本',
  '按整日计：受理当天为第0天，只计工作日。',
  '计为第5天 · 承诺到期',
  '计为第7天，已超承诺时限 · 办结 · 今天',
  '第0版，被更正',
  '第1版，有效',
  '已知至',
  '2026年12月31日',
  '承诺时限',
  '提前工作日数：2个工作日（规则默认值）',
  '核对人（签字）',
];
const FOOT = ['截至2026年3月11日 17:30', '数据收至', '时区Asia/Shanghai', '；模型版本', '；平台版本'];
const squeezed = (text: string) => text.replaceAll(/\s/g, '');

describe('the Word file', () => {
  it('says all of it, with as-of moment, watermark, versions and page numbers at the foot', () => {
    const text = squeezed(wordsOf(body));
    for (const words of SAYS) expect(text).toContain(squeezed(words));
    const [name] = [...word.keys()].filter((each) => /^word\/footer\d*\.xml$/.test(each));
    const foot = word.get(name!)!;
    for (const words of FOOT) expect(wordsOf(foot)).toContain(words);
    expect(foot).toMatch(/<w:instrText[^>]*>PAGE</);
    expect(foot).toMatch(/<w:instrText[^>]*>NUMPAGES</);
  });

  it('names the faces of Chinese offices, and what stands in for each', () => {
    for (const font of ['方正小标宋简体', 'SimHei']) expect(body).toContain(`w:eastAsia="${font}"`);
    expect(word.get('word/styles.xml')).toContain('w:eastAsia="FangSong"');
    expect(word.get('word/fontTable.xml')).toMatch(/w:name="FangSong"><w:altName w:val="仿宋,/);
    expect(word.get('word/_rels/document.xml.rels')).toContain('fontTable.xml');
  });

  it('repeats the head of every list on every page, and cuts no row in two', () => {
    const rows = body.match(/<w:tr>.*?<\/w:tr>/gs)!;
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((row) => !row.includes('<w:cantSplit/>'))).toEqual([]);
    const heads = rows.filter((row) => row.includes('<w:tblHeader/>'));
    // Days, events, rules.
    expect(heads.map((row) => wordsOf(row).split('\n')[0])).toEqual(['日期', '发生', '监察规则']);
  });

  it('strikes out what was superseded', () => {
    const rows = body.match(/<w:tr>.*?<\/w:tr>/gs)!;
    const superseded = rows.filter((row) => wordsOf(row).includes('被更正'));
    expect(superseded).toHaveLength(1);
    expect(superseded[0]).toContain('<w:strike/>');
  });

  it('holds the clock as a picture that says what it shows', () => {
    expect([...word.keys()].filter((name) => /^word\/media\/.*\.png$/.test(name))).toHaveLength(1);
    expect(body).toMatch(/descr="逐日时限图"/);
  });
});

describe('the PDF file', () => {
  it('says all of it, on every page with the same foot', () => {
    const text = squeezed(pdf.text);
    for (const words of SAYS) expect(text).toContain(squeezed(words));
    for (const words of FOOT) expect(text.split(squeezed(words)).length - 1).toBe(pdf.pages);
    for (let page = 1; page <= pdf.pages; page++) expect(text).toContain(`第${page}页，共${pdf.pages}页`);
  });

  it('carries its fonts, and the clock as vectors', () => {
    expect(pdf.fonts.sort()).toEqual(['NotoSerifSC-Bold', 'NotoSerifSC-Regular']);
    expect(pdf.images).toBe(0);
    expect(pdf.text).not.toContain('?');
  });
});

it('holds nothing about the applicant', () => {
  for (const text of [...word.values(), pdf.text]) expect(text).not.toContain('tok-77f0');
});

it('comes as a download named after the case', async () => {
  const answer = await city.server.inject({ url: '/api/v1/cases/stopped/evidence' });
  expect(answer.headers['content-type']).toBe('application/pdf');
  expect(answer.headers['content-disposition']).toBe(
    `attachment; filename="evidence.pdf"; filename*=UTF-8''${encodeURIComponent('证据页-stopped.pdf')}`,
  );
});

it('is refused in a sentence where the case or the format is none', async () => {
  const none = await city.server.inject({ url: '/api/v1/cases/none/evidence' });
  expect([none.statusCode, none.json().detail]).toEqual([404, expect.stringContaining('There is no case none')]);
  const odd = await city.server.inject({ url: '/api/v1/cases/late/evidence?format=odt' });
  expect(odd.json()).toMatchObject({ status: 400, errors: [{ parameter: 'format' }] });
});
