/** Cards over HTTP: listed in every format, looked at, acted on, issued by hand; rules and their thresholds. */
import { CardDetail, CardRow, List, openCards, openSupervisor, Rules } from '@mingcha/analytics';
import { readRules } from '@mingcha/sql';
import { tableFromIPC } from 'apache-arrow';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, openSmallCity, type SmallCity, setLongAgo } from './small-city.ts';

const rules = (await readRules()).filter(({ id }) =>
  ['notice_before_due', 'promised_limit', 'statutory_limit'].includes(id),
);
const options = { clock: () => NOW, onFault: (error: unknown) => expect.fail(String(error)) };
let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity();
  const { store } = city.engine;
  await openSupervisor({ ...options, store, cards: openCards({ ...options, store }), rules }).run();
});
afterAll(() => city?.close());

async function get(path: string, status = 200) {
  const answer = await city.server.inject({ url: `/api/v1${path}` });
  expect(answer.statusCode, answer.body).toBe(status);
  return answer.json();
}
async function post(path: string, payload: object, status = 200) {
  const answer = await city.server.inject({ method: 'POST', url: `/api/v1${path}`, payload });
  expect(answer.statusCode, answer.body).toBe(status);
  return answer.json();
}
const list = async (query = ''): Promise<CardRow[]> => (await get(`/cards?${query}`)).rows;
async function cardOf(caseId: string, rule: string): Promise<CardRow> {
  const [card] = await list(`case_id=${caseId}&rule=${rule}&state=all`);
  return card!;
}
const named = (rows: readonly CardRow[]) => rows.map(({ case_id, grade }) => `${case_id} ${grade}`).sort();

describe('the list of cards', () => {
  it('is of the contract’s shape, the newest finding first', async () => {
    const answer = await get('/cards');
    expect([...Value.Errors(List(CardRow), answer)].slice(0, 3)).toEqual([]);
    const moments = answer.rows.map(({ found_at }: CardRow) => found_at);
    expect(moments).toEqual([...moments].sort().reverse());
    expect(await cardOf('open-late', 'promised_limit')).toMatchObject({
      grade: 'yellow',
      state: 'issued',
      sequence: 1,
      found_at: '2026-03-09T16:00:00.000Z',
      issued_at: NOW.toISOString(),
      last_action: 'issue',
      department_name: '规划局',
      window_name: '规划1号窗',
      staff_name: '张工',
      chief_representative: 's-plan',
      chief_representative_name: '张工',
      item_name: '建设工程规划许可',
      county: '430100',
      is_baseline: true,
      escalates: (await cardOf('open-late', 'notice_before_due')).card_id,
    });
    expect((await cardOf('open-late', 'promised_limit')).sentence_zh).toContain('2026-03-09');
  });

  it.each([
    ['grade=red', ['open-red red']],
    ['rule=promised_limit&department=plan', ['open-late yellow', 'open-red yellow']],
    ['grade=yellow,red&window=plan-1', ['open-late yellow', 'open-red red', 'open-red yellow']],
    ['case_id=open-soon', ['open-soon notice']],
    ['from=2026-03-10&to=2026-03-10&grade=yellow,red', ['late yellow', 'open-late yellow']],
    ['baseline=false', []],
    ['state=revoked', []],
    ['as_of=2026-03-11T09:29:59Z', []],
  ])('narrowed by %s', async (query, expected) => {
    expect(named(await list(query))).toEqual(expected);
  });

  it('comes as CSV, as Arrow, and page by page', async () => {
    const rows = await list();
    const csv = await city.server.inject({ url: '/api/v1/cards?format=csv' });
    expect(csv.body.trimEnd().split('\n')).toHaveLength(rows.length + 1);
    const arrow = await city.server.inject({ url: '/api/v1/cards?format=arrow' });
    const table = tableFromIPC(arrow.rawPayload);
    expect(table.schema.fields.map(({ name }) => name)).toEqual(Object.keys(CardRow.properties));
    const first = await get('/cards?limit=3');
    const second = await get(`/cards?limit=1000&cursor=${first.next_cursor}`);
    expect([...first.rows, ...second.rows]).toEqual(rows);
  });
});

describe('a card', () => {
  it('says what it rests on and what can be done', async () => {
    const { card_id } = await cardOf('open-red', 'statutory_limit');
    const detail = await get(`/cards/${card_id}`);
    expect([...Value.Errors(CardDetail, detail)].slice(0, 3)).toEqual([]);
    expect(detail.events.map(({ type }: { type: string }) => type)).toEqual(['applied', 'accepted']);
    expect(named(detail.others)).toEqual(['open-red notice', 'open-red yellow']);
    expect(detail.possible).toContain('urge');
    expect(detail.possible).not.toContain('issue');
    const notice = await get(`/cards/${(await cardOf('open-red', 'notice_before_due')).card_id}`);
    expect(notice.finding.thresholds).toMatchObject([{ parameter: 'working_days', value: 2, scope: 'default' }]);
  });

  it('is in its case', async () => {
    const { cards } = await get('/cases/open-red');
    expect(named(cards)).toEqual(['open-red notice', 'open-red red', 'open-red yellow']);
  });

  it('nobody issued is 404', async () => {
    expect((await get(`/cards/${'0'.repeat(32)}`, 404)).detail).toContain('There is no card');
  });
});

describe('acting on a card', () => {
  const act = (action: string, sequence: number, more: object = {}) => ({
    action,
    actor: '王督查',
    reason: '请说明',
    sequence,
    ...more,
  });

  it('goes from 督办 over 申诉 to 撤销, each step with who and why', async () => {
    const path = `/cards/${(await cardOf('open-late', 'promised_limit')).card_id}/actions`;
    expect((await post(path, act('urge', 1))).card).toMatchObject({
      state: 'urged',
      sequence: 2,
      last_actor: '王督查',
    });
    const link = 'https://files.example.gov.cn/1.pdf';
    const attached = await post(path, act('attach', 2, { link }));
    expect(attached.actions.at(-1)).toMatchObject({ action: 'attach', link, actor: '王督查', reason: '请说明' });
    expect((await post(path, act('appeal', 3))).card.state).toBe('appealed');
    const revoked = await post(path, act('revoke', 4));
    expect(revoked).toMatchObject({ card: { state: 'revoked', sequence: 5 }, possible: ['attach', 'note'] });
    expect(named(await list('case_id=open-late'))).toEqual(['open-late notice']);
    expect(named(await list('case_id=open-late&state=revoked'))).toEqual(['open-late yellow']);
  });

  it('that somebody else acted on meanwhile is 409, which says who did what when', async () => {
    const path = `/cards/${(await cardOf('open-soon', 'notice_before_due')).card_id}/actions`;
    await post(path, act('urge', 1));
    const late = await post(path, act('cancel', 1, { actor: '李主任' }), 409);
    expect(late.detail).toContain(`王督查 did "urge" at ${NOW.toISOString()}`);
    expect(late.detail).toContain('sequence 2');
    const headers = { 'accept-language': 'zh-CN' };
    const payload = act('cancel', 1, { actor: '李主任' });
    const chinese = await city.server.inject({ method: 'POST', url: `/api/v1${path}`, payload, headers });
    expect(chinese.json().detail).toContain('王督查于2026年3月11日 17:30督办（请说明）');
    expect((await cardOf('open-soon', 'notice_before_due')).state).toBe('urged');
  });

  it('that its state does not allow is 409, which says what is possible', async () => {
    const path = `/cards/${(await cardOf('open-red', 'promised_limit')).card_id}/actions`;
    const { errors } = await post(path, act('revoke', 1), 409);
    expect(errors).toMatchObject([{ parameter: 'action', example: 'urge' }]);
    expect(errors[0].message).toContain('the card is issued');
  });

  it.each([
    ['actor', act('urge', 1, { actor: '  ' })],
    ['actor', { action: 'urge', reason: 'r', sequence: 1 }],
    ['reason', act('urge', 1, { reason: '' })],
    ['action', act('issue', 1)],
    ['action', act('shout', 1)],
    ['sequence', act('urge', 0)],
    ['link', act('attach', 1)],
    ['link', act('attach', 1, { link: 'javascript:alert(1)' })],
  ])('without a right %s is 400', async (parameter, payload) => {
    const { card_id } = await cardOf('open-red', 'promised_limit');
    const { errors } = await post(`/cards/${card_id}/actions`, payload, 400);
    expect(errors).toMatchObject([{ parameter, message: expect.any(String), example: expect.any(String) }]);
  });

  it('keeps no telephone or identity number, whoever writes one', async () => {
    const { card_id, sequence } = await cardOf('late', 'promised_limit');
    const reason = '已电话 13812345678 告知，身份证 430602199001011234';
    const { actions } = await post(`/cards/${card_id}/actions`, act('note', sequence, { reason }));
    expect(actions.at(-1).reason).toBe('已电话 [phone removed] 告知，身份证 [id removed]');
  });

  it('shows on the live stream', async () => {
    const answer = await city.server.inject({ url: '/api/v1/live', payloadAsStream: true });
    let text = '';
    const seen = new Promise<void>((resolve) => {
      answer.stream().on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (/event: cards\ndata: .*\n/.test(text)) resolve();
      });
    });
    const { card_id, sequence } = await cardOf('open-red', 'statutory_limit');
    await post(`/cards/${card_id}/actions`, act('talk', sequence));
    await seen;
    answer.stream().destroy();
    const told = JSON.parse(/event: cards\ndata: (.*)\n/.exec(text)![1]!);
    expect(told).toMatchObject({ changes: 1, newest: [{ card_id, action: 'talk', actor: '王督查', state: 'issued' }] });
  });
});

describe('a card by hand', () => {
  const manual = { case_id: 'stopped', grade: 'yellow', actor: '王督查', reason: '现场勘验久拖不决' };

  it('is issued once for a case and grade, in words of its own', async () => {
    const { card } = await post('/cards', manual);
    expect(card).toMatchObject({
      rule: 'manual',
      state: 'issued',
      sentence_zh: '现场勘验久拖不决',
      last_actor: '王督查',
    });
    expect(card).toMatchObject({ department: 'plan', is_baseline: false });
    const { detail } = await post('/cards', { ...manual, actor: '李主任' }, 409);
    expect(detail).toContain('王督查 did "issue"');
    expect(detail).toContain('none was issued now');
    expect(named(await list('rule=manual'))).toEqual(['stopped yellow']);
  });

  it('says in Chinese who issued it before, to who reads Chinese', async () => {
    const headers = { 'accept-language': 'zh-CN' };
    const answer = await city.server.inject({ method: 'POST', url: '/api/v1/cards', payload: manual, headers });
    expect(answer.statusCode).toBe(409);
    const { detail, errors } = answer.json();
    expect(detail).toContain('这个办件已经人工发过黄牌，现为“已发”：王督查于');
    expect(errors).toBeUndefined();
  });

  it('says what it rests on, without numbers of persons', async () => {
    const basis = '《首问负责制实施办法》第六条，来电 13812345678';
    const { card, finding } = await post('/cards', { ...manual, grade: 'notice', basis });
    expect(card.sentence_zh).toContain('现场勘验久拖不决（依据：《首问负责制实施办法》第六条，来电 ');
    expect(card.sentence_en).toContain('(basis: ');
    expect(finding.evidence.basis).not.toContain('13812345678');
    await post('/cards', { ...manual, grade: 'red', basis: ' ' }, 400);
  });

  it('escalates the card in effect of the next lower grade', async () => {
    const yellow = (await list('rule=manual&grade=yellow')).find(({ case_id }) => case_id === 'stopped')!;
    const { card } = await post('/cards', { ...manual, grade: 'red', reason: '督办后仍无进展' });
    expect(card.escalates).toBe(yellow.card_id);
  });

  it('needs a case there is', async () => {
    const { errors } = await post('/cards', { ...manual, case_id: 'nobody' }, 400);
    expect(errors).toMatchObject([{ parameter: 'case_id' }]);
  });
});

describe('a wrong filter is named, with a right one beside it', () => {
  it.each([
    ['state=gone', 'state', 'issued,urged'],
    ['grade=blue', 'grade', 'notice,yellow'],
    ['rule=none', 'rule', 'promised_limit'],
    ['from=2026-03-11&to=2026-03-01', 'to', '2026-03-11'],
  ])('%s', async (query, parameter, example) => {
    expect((await get(`/cards?${query}`, 400)).errors).toEqual([{ parameter, message: expect.any(String), example }]);
  });
});

describe('the rules', () => {
  const setting = {
    parameter: 'working_days',
    scope: 'department',
    code: 'plan',
    valid_from: '2026-03-11',
    value: 4,
    actor: '王督查',
    reason: '规划件提前四天',
  };

  it('are all there, with what they say and where they come from', async () => {
    const answer = await get('/rules');
    expect([...Value.Errors(Rules, answer)].slice(0, 3)).toEqual([]);
    expect(answer.rows).toHaveLength((await readRules()).length);
  });

  it('take a threshold, with who and why, and give it back', async () => {
    const set = await post('/rules/notice_before_due/settings', setting);
    const { actor: set_by, ...kept } = setting;
    expect(set.settings).toEqual([{ ...kept, set_by, set_at: NOW.toISOString() }]);
    const back = await post('/rules/notice_before_due/settings', { ...setting, value: null, reason: '恢复' });
    expect(back.settings).toMatchObject([{ value: null, reason: '恢复' }]);
    // What was replaced stays on record, also where the store has tidied up.
    await city.engine.store.command('optimize table rule_settings final');
    const { rows } = await get('/rules/notice_before_due/settings');
    expect(rows).toMatchObject([
      { value: null, reason: '恢复' },
      { value: 4, reason: '规划件提前四天' },
    ]);
  });

  it('are not set over what somebody else set since', async () => {
    const seen_at = new Date(NOW.getTime() - 1000).toISOString();
    const { detail } = await post('/rules/notice_before_due/settings', { ...setting, seen_at, value: 9 }, 409);
    expect(detail).toContain('王督查 set 4 from 2026-03-11');
    expect(detail).toContain('王督查 took back what counted from 2026-03-11');
    const { rows } = await get('/rules/notice_before_due/settings');
    expect(rows).toHaveLength(2);
    // Somebody else's department is another threshold, and who looked after the change saw it.
    await post('/rules/notice_before_due/settings', { ...setting, seen_at, code: 'food' });
    await post('/rules/notice_before_due/settings', { ...setting, seen_at: NOW.toISOString(), value: null });
  });

  it('say on the card whose threshold counted', async () => {
    await setLongAgo(city, 'department', 'food', 4);
    const { store } = city.engine;
    await openSupervisor({ ...options, store, cards: openCards({ ...options, store }), rules }).run();
    const { card_id } = await cardOf('open-fine', 'notice_before_due');
    expect((await get(`/cards/${card_id}`)).finding.thresholds).toEqual([
      {
        parameter: 'working_days',
        value: 4,
        unit: 'working_days',
        scope: 'department',
        code: 'food',
        valid_from: '2026-03-01',
      },
    ]);
  });

  it.each([
    ['parameter', { parameter: 'days' }, 'working_days'],
    ['code', { code: 'nobody' }, 'food'],
    ['code', { scope: 'case_kind', code: 'big' }, 'instant'],
    ['value', { value: -1 }, '2'],
    ['value', { value: 2.9 }, '2'],
    ['value', { value: 9999 }, '2'],
    ['valid_from', { valid_from: '2026-02-30' }, '2026-03-02'],
    ['valid_from', { valid_from: '2026-03-10' }, '2026-03-11'],
    ['valid_from', { valid_from: '2026-03-10', value: null }, '2026-03-11'],
    ['actor', { actor: ' ' }, '王督查'],
  ])('refuse a threshold with a wrong %s', async (parameter, wrong, example) => {
    const { errors } = await post('/rules/notice_before_due/settings', { ...setting, ...wrong }, 400);
    expect(errors).toEqual([{ parameter, message: expect.any(String), example }]);
  });

  it('say within which bounds a value lies, by what it is counted in', async () => {
    const of = (rule: string, parameter: string, value: number, status: number) =>
      post(`/rules/${rule}/settings`, { ...setting, parameter, value }, status);
    expect((await of('off_hours', 'minutes', 1441, 400)).detail).toContain('a number from 0 to 1440 (minutes)');
    expect((await of('stopped_again', 'times', 2.5, 400)).detail).toContain('a whole number from 0 to 100 (times)');
    // Three times the peers' share may be two and a half.
    await of('clock_dodging', 'times', 2.5, 200);
    const { parameters } = await of('entered_late', 'hours', 1.5, 200);
    expect(parameters).toMatchObject([{ name: 'hours', unit: 'hours', maximum: 8760, is_whole: false }]);
  });

  it('that do not exist are 404', async () => {
    expect((await post('/rules/none/settings', setting, 404)).detail).toContain('notice_before_due');
  });
});
