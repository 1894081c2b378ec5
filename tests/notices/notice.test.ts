/** 通报: every sentence from the numbers of the city, changed by people, by a centre's own template. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, createServer, Notice, type NoticeBlock, NoticeTemplates } from '@mingcha/analytics';
import type { FastifyInstance } from 'fastify';
import Value from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, openSmallCity, type SmallCity } from '../api/small-city.ts';

let city: SmallCity;
/** The same city with a folder of its own templates. */
let own: FastifyInstance;
let folder: string;
beforeAll(async () => {
  city = await openSmallCity();
  folder = await mkdtemp(join(tmpdir(), 'mingcha-notices-'));
  own = createServer();
  await own.register(app, { ...city.engine, clock: () => NOW, noticesFolder: folder });
  await own.ready();
}, 120_000);
afterAll(async () => {
  await own?.close();
  await city?.close();
  await rm(folder, { recursive: true });
});

async function noticeOf(period: string, query = '', edits?: object[]): Promise<Notice> {
  const url = `/api/v1/notices/${period}?${query}`;
  const answer = edits
    ? await city.server.inject({ method: 'POST', url, payload: { edits } })
    : await city.server.inject({ url });
  expect(answer.statusCode, answer.body.slice(0, 400)).toBe(200);
  return answer.json();
}

const sentencesOf = (blocks: readonly NoticeBlock[]) =>
  blocks.flatMap((block) =>
    block.kind === 'paragraph'
      ? [block.sentences.map(({ text }) => text).join('')]
      : block.kind === 'chart'
        ? [block.answer.text]
        : [],
  );
const allOf = ({ sections }: Notice) => sections.flatMap(({ blocks }) => sentencesOf(blocks)).join('\n');
const tableOf = ({ sections }: Notice, title: string) => {
  const found = sections
    .flatMap(({ blocks }) => blocks)
    .find((block) => block.kind === 'table' && block.title.text.includes(title));
  return found?.kind === 'table' ? found.rows : undefined;
};

describe('the notice of a month', () => {
  it('is as the contract says, and says what the numbers say', async () => {
    const notice = await noticeOf('2026-03');
    expect([...Value.Errors(Notice, notice)]).toEqual([]);
    expect(notice).toMatchObject({ period: '2026-03', from: '2026-03-01', to: '2026-03-11', is_running: true });
    expect(notice.mark.text).toBe('东县政务大厅文件');
    expect(notice.number.text).toContain('〔2026〕');
    expect(notice.title.map(({ text }) => text).join('')).toBe(
      '关于2026年3月（截至3月11日）全市政务服务运行情况的通报',
    );
    expect(notice.sections.map(({ label }) => label)).toEqual(['一、', '二、', '三、', '四、', '五、', '六、']);
    const says = allOf(notice);
    for (const words of [
      '共收件11件，上月为0件；',
      '办结4件，上月为0件；',
      // used 2, 5 and 7 days
      '承诺件平均用时4.7个工作日。',
      '提前办结率33.3%。',
      // early, on time and the instant case, of four
      '期内办结率75.0%。',
      '收到评价2次，满意率50.0%，好评率50.0%。',
      '超期办结1件，上月为0件；本月末尚有2件已过承诺期限仍未办结。',
      '没有出现黄牌；没有出现红牌；没有发出预警。',
      '本月1个单位没有业务：史志办。',
      '没有尚未销号的整改任务。',
      '收件最多的一天是3月2日，收件5件',
    ]) {
      expect(says).toContain(words);
    }
    expect(notice.note?.text).toContain('数据截至2026年3月11日 17:30');
    expect(notice.note?.text).toContain('时限按整日计');
    // The longest overdue first; what is still open has used what it has used by now.
    const late = tableOf(notice, '超期办件')!;
    expect(late.map((row) => [row[1], row[6]])).toEqual([
      ['open-red', '尚未办结'],
      ['late', '已办结'],
      ['open-late', '尚未办结'],
    ]);
    expect(late[1]!.slice(4, 6)).toEqual(['5个工作日', '2个工作日']);
  });

  it('counts what was open at its end until then, whenever it is made, and says so', async () => {
    const soon = await noticeOf('2026-01', 'as_of=2026-02-03T08:00:00%2B08:00');
    const later = await noticeOf('2026-01');
    // Accepted on 5 January with 5 days: 19 working days by the 31st, which is off.
    expect(tableOf(soon, '超期办件')).toEqual([
      ['1', 'open-red', '建设工程规划许可', '规划局', '5个工作日', '14个工作日', '尚未办结'],
    ]);
    expect(tableOf(later, '超期办件')).toEqual(tableOf(soon, '超期办件'));
    const titles = later.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'table' ? [block.title.text] : [])),
    );
    expect(titles).toContain('超期办件（尚未办结的计至1月31日）');
  });

  it.each([
    ['2026-Q1', '关于2026年第一季度（截至3月11日）全市政务服务运行情况的通报', '上季度为'],
    ['2026', '关于2026年（截至3月11日）全市政务服务运行情况的通报', '上年为'],
  ])('has a like for %s', async (period, title, compared) => {
    const notice = await noticeOf(period);
    expect(notice.title.map(({ text }) => text).join('')).toBe(title);
    const says = allOf(notice);
    expect(says).toContain('共收件12件');
    expect(says).not.toContain(compared);
    expect(says).toContain('个单位没有业务：史志办。');
    expect(says).not.toMatch(/NaN|undefined|null|[{}]/);
  });

  it('survives a month in which nothing happened, and one before there was anything', async () => {
    const says = allOf(await noticeOf('2025-06', 'as_of=2025-07-02T08:00:00%2B08:00'));
    expect(says).toContain('没有收件；没有办结；本月末尚未办结0件。');
    expect(says).toContain('本月没有办结承诺件。');
    expect(says).toContain('没有出现超期办结的办件');
    expect(says).not.toMatch(/NaN|undefined|null|–%|上月/);
  });

  it('narrowed to a county is its own', async () => {
    const notice = await noticeOf('2026-03', 'county=430100');
    expect(notice.title[0]!.text).toContain('东县');
  });

  it('names no applicant and no chart without its table', async () => {
    const notice = await noticeOf('2026-03');
    for (const block of notice.sections.flatMap(({ blocks }) => blocks)) {
      if (block.kind !== 'chart') continue;
      expect(block.rows.length).toBeGreaterThan(0);
      expect(block.svg).toMatch(/^<svg /);
      expect(block.question).toMatch(/？$/);
    }
    expect(JSON.stringify(notice)).not.toContain('applicant');
  });
});

describe('what people change', () => {
  it('is marked as edited, and its numbers are kept beside it', async () => {
    const before = await noticeOf('2026-03');
    const sentence = before.sections[0]!.blocks[0]!;
    if (sentence.kind !== 'paragraph') throw new Error('The notice begins with no paragraph.');
    const [first] = sentence.sentences;
    const edit = { id: first!.id, text: '三月开局平稳，联系电话13812345678。', written: first!.written };
    const after = await noticeOf('2026-03', '', [edit, { id: 'number', text: '东政务〔2026〕3号' }]);
    const [changed] = (after.sections[0]!.blocks[0] as typeof sentence).sentences;
    expect(changed).toMatchObject({ edited: true, is_outdated: false, written: first!.written });
    expect(changed!.text).toMatch(/^三月开局平稳/);
    expect(changed!.text).not.toContain('13812345678');
    expect(after.number).toMatchObject({ edited: true, text: '东政务〔2026〕3号' });
    expect(after.title.every(({ edited }) => !edited)).toBe(true);
  });

  it('says when the numbers moved on since, and what is left empty is left out', async () => {
    const before = await noticeOf('2026-03');
    const [block] = before.sections[0]!.blocks;
    const [first] = (block as Extract<NoticeBlock, { kind: 'paragraph' }>).sentences;
    const after = await noticeOf('2026-03', '', [{ id: first!.id, text: '', written: '共收件9件' }]);
    const [gone] = (after.sections[0]!.blocks[0] as Extract<NoticeBlock, { kind: 'paragraph' }>).sentences;
    expect(gone).toMatchObject({ text: '', edited: true, is_outdated: true });
  });

  it('names a sentence there is, or is refused', async () => {
    const url = '/api/v1/notices/2026-03';
    const payload = { edits: [{ id: 'sections[99].heading', text: '多余' }] };
    const answer = await city.server.inject({ method: 'POST', url, payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors[0].parameter).toBe('edits');
  });
});

describe('templates', () => {
  it('are listed, and a period none is for is told', async () => {
    const answer = await city.server.inject({ url: '/api/v1/notices' });
    expect([...Value.Errors(NoticeTemplates, answer.json())]).toEqual([]);
    expect(answer.json().templates.map(({ id }: { id: string }) => id)).toEqual([
      ...['annual', 'monthly', 'quarterly', 'weekly'],
    ]);
    const day = await city.server.inject({ url: '/api/v1/notices/2026-03-02' });
    expect(day.statusCode).toBe(422);
    expect(day.json().detail).toContain('No notice template is for a day');
  });

  it('a centre’s own comes first, and its mistake is refused with line and key', async () => {
    const mine = `name: 旬报
periods: [ten_days]
mark: 东县旬报
number: 第　期
title: "{期间}办件情况"
signature: "{中心}"
date: "{起草日}"
sections:
  - heading: 办件
    content:
      - say: "收件{收件}件。"
`;
    await writeFile(join(folder, 'ten-days.yaml'), mine);
    const made = await own.inject({ url: '/api/v1/notices/2026-03-1' });
    expect(made.json()).toMatchObject({ title: [{ text: '2026年3月上旬办件情况' }], date: { text: '2026年3月11日' } });
    expect(allOf(made.json())).toBe('收件11件。');

    await writeFile(join(folder, 'ten-days.yaml'), mine.replace('{收件}', '{收仵}'));
    const refused = await own.inject({ url: '/api/v1/notices/2026-03-1' });
    expect(refused.statusCode).toBe(422);
    expect(refused.json().detail).toMatch(
      /line 11, sections\[0\]\.content\[0\]\.say: There is no figure “收仵”; did you mean “收件”/,
    );
    const listed = (await own.inject({ url: '/api/v1/notices' })).json().templates;
    expect(listed.find(({ id }: { id: string }) => id === 'ten-days').mistakes).toContain('line 11');
  });

  it('by a name that cannot be asked for are listed with the remedy, and not passed over', async () => {
    await writeFile(join(folder, '通报 2026.v2.yaml'), '');
    await writeFile(join(folder, '.hidden.yaml'), '');
    const listed = (await own.inject({ url: '/api/v1/notices' })).json().templates;
    const misnamed = listed.find(({ id }: { id: string }) => id === '通报 2026.v2');
    expect(misnamed).toMatchObject({
      is_own: true,
      periods: [],
      mistakes: expect.stringMatching(/digits, - and _.*Rename it/),
    });
    expect(listed.some(({ id }: { id: string }) => id.startsWith('.'))).toBe(false);
  });
});

describe('a late case open at the end', () => {
  it('has what it had used, be it that its limit lapses with the period or that its clock stands still', async () => {
    const place = { source: 'hall', department: 'plan', window: 'plan-1', item: 'permit', centre: 'hall' };
    const event = (case_id: string, type: string, at: string, more = {}) => ({
      ...{ ...place, event_id: `${case_id}-${type}`, case_id, type, occurred_at: `2026-03-${at}:00+08:00` },
      ...more,
    });
    await city.again([
      // Five working days after the 24th are the 31st.
      event('lapsing', 'accepted', '24T10:00'),
      // Two days late when its clock was stopped.
      event('standing', 'accepted', '18T10:00'),
      event('standing', 'special_started', '27T10:00', { special_kind: 'stop', reason: '现场勘验' }),
    ]);
    const april = createServer();
    await april.register(app, { ...city.engine, clock: () => new Date('2026-04-08T09:30:00.000Z') });
    const notice = (await april.inject({ url: '/api/v1/notices/2026-03' })).json() as Notice;
    await april.close();
    expect(tableOf(notice, '超期办件')!.map((row) => [row[1], row[5]])).toEqual([
      ['standing', '2个工作日'],
      ['lapsing', '0个工作日'],
    ]);
  });
});
