/** The rectification ledger over HTTP: opened by hand, listed in every format, acted on, closed on proof alone. */
import {
  List,
  openCards,
  openLedger,
  openSupervisor,
  RECTIFICATION_ORIGINS,
  RectificationDetail,
  RectificationRow,
} from '@mingcha/analytics';
import type { RectificationAction } from '@mingcha/analytics/codes';
import { readRules } from '@mingcha/sql';
import { tableFromIPC } from 'apache-arrow';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, openSmallCity, type SmallCity } from './small-city.ts';

const LINK = 'https://files.example.gov.cn/rectified/17.pdf';
let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity();
  const { store } = city.engine;
  const options = { clock: () => NOW, onFault: (error: unknown) => expect.fail(String(error)) };
  const rules = (await readRules()).filter(({ id }) => id === 'promised_limit');
  await openSupervisor({ ...options, store, cards: openCards({ ...options, store }), rules }).run();
});
afterAll(() => city?.close());

async function get(path: string, status = 200) {
  const answer = await city.server.inject({ url: `/api/v1${path}` });
  expect(answer.statusCode, answer.body).toBe(status);
  return answer.json();
}
async function post(path: string, payload: object, status = 200, language = 'en') {
  const headers = { 'accept-language': language };
  const answer = await city.server.inject({ method: 'POST', url: `/api/v1${path}`, payload, headers });
  expect(answer.statusCode, answer.body).toBe(status);
  return answer.json();
}
const task = {
  origin: 'meeting',
  actor: '王主任',
  reason: '三月讲评交办',
  task: '补齐一次性告知单',
  department: 'plan',
};
let serial = 0;
async function opened(more: object = {}): Promise<RectificationDetail> {
  serial += 1;
  return post('/rectifications', { ...task, task: `${task.task}${serial}`, ...more });
}
const act = (action: string, sequence: number, more: object = {}) => ({
  action,
  actor: '李工',
  reason: '按要求办理',
  sequence,
  ...more,
});
const acts = ({ entry }: RectificationDetail) => `/rectifications/${entry.rectification_id}/actions`;

describe('an entry opened by hand', () => {
  it('has its unit, who answers for it, and ten working days unless told', async () => {
    const detail = await opened();
    expect([...Value.Errors(RectificationDetail, detail)].slice(0, 3)).toEqual([]);
    expect(detail.entry).toMatchObject({
      origin: 'meeting',
      state: 'opened',
      lamp: 'open',
      county: '430100',
      centre: 'hall',
      department: 'plan',
      department_name: '规划局',
      person: '张工',
      // Wednesday 11 March and ten working days.
      due_on: '2026-03-25',
      days_left: 10,
      opened_by: '王主任',
      opened_at: NOW.toISOString(),
      is_in_time: null,
      closed_at: null,
      proofs: 0,
    });
    expect(detail).toMatchObject({ needs_proof: true, actions: [{ action: 'open', reason: '三月讲评交办' }] });
  });

  it('may name a day, a person, a centre as a whole, or a case', async () => {
    const said = { due_on: '2026-03-13', person: '赵副主任', department: undefined, centre: 'hall' };
    expect((await opened(said)).entry).toMatchObject({
      due_on: '2026-03-13',
      lamp: 'due_soon',
      days_left: 2,
      person: '赵副主任',
      department: '',
      centre_name: '东县政务大厅',
    });
    expect((await opened({ origin: 'finding', department: undefined, case_id: 'late' })).entry).toMatchObject({
      case_id: 'late',
      department: 'food',
      window: 'food-2',
      item_name: '食品经营许可',
    });
  });

  it('from a card is one for that card, and names its case', async () => {
    const { rows } = await get('/cards?case_id=open-late');
    const { card_id } = rows[0];
    const from = { origin: 'card', card_id, department: undefined };
    expect((await opened(from)).entry).toMatchObject({
      card_id,
      case_id: 'open-late',
      department: 'plan',
      due_on: '2026-03-18',
    });
    const second = await post('/rectifications', { ...task, ...from, actor: '李督查' }, 409);
    expect(second.detail).toContain('王主任 did "open"');
    expect((await get(`/rectifications?card_id=${card_id}`)).rows).toHaveLength(1);
  });

  it('sent again by who got no answer is opened once', async () => {
    const first = await post('/rectifications', task);
    expect((await post('/rectifications', task)).entry).toEqual(first.entry);
  });

  it('keeps no telephone number', async () => {
    const { entry } = await opened({ task: '请联系 13812345678 当面致歉' });
    expect(entry.task_zh).toBe('请联系 [phone removed] 当面致歉');
  });

  it.each([
    ['department', { department: undefined }],
    ['department', { department: 'nobody' }],
    ['centre', { centre: 'hall' }],
    ['case_id', { case_id: 'nobody' }],
    ['card_id', { origin: 'card' }],
    ['card_id', { card_id: '0'.repeat(32) }],
    ['origin', { origin: 'bad_rating' }],
    ['due_on', { due_on: '2026-03-10' }],
    ['task', { task: ' ' }],
    ['reason', { reason: undefined }],
  ])('without a right %s is 400', async (parameter, wrong) => {
    const { errors } = await post('/rectifications', { ...task, ...wrong }, 400);
    expect(errors).toMatchObject([{ parameter, message: expect.any(String) }]);
  });
});

describe('acting on an entry', () => {
  it('goes from 签收 over a report sent back to 销号, each step with who and why', async () => {
    const detail = await opened();
    const path = acts(detail);
    expect((await post(path, act('take_up', 1))).entry).toMatchObject({ state: 'in_hand', sequence: 2 });
    const reported = await post(path, act('submit', 2, { proof: '已补齐', links: [LINK] }));
    expect(reported).toMatchObject({ entry: { state: 'submitted', proofs: 1 }, needs_proof: false });
    expect(reported.actions.at(-1)).toMatchObject({ actor: '李工', proof: '已补齐', links: [LINK] });
    const back = await post(path, act('send_back', 3, { actor: '王督查', reason: '缺两个事项' }));
    expect(back).toMatchObject({ entry: { state: 'sent_back' }, needs_proof: true });
    await post(path, act('submit', 4, { proof: '两个事项已补' }));
    expect((await post(path, act('close', 5, { actor: '王督查' }))).entry).toMatchObject({
      state: 'closed',
      lamp: 'closed',
      closed_at: NOW.toISOString(),
      is_in_time: true,
    });
  });

  it('closes nothing without proof, and says what to bring in the language of the reader', async () => {
    const detail = await opened();
    const { errors } = await post(acts(detail), act('close', 1), 400);
    expect(errors).toMatchObject([
      { parameter: 'proof', message: expect.stringContaining('Nothing is closed without') },
    ]);
    expect((await post(acts(detail), act('submit', 1, { proof: ' ' }), 400, 'zh-CN')).detail).toContain(
      '没有证明不能销号',
    );
    expect((await post(acts(detail), act('close', 1, { links: [LINK] }))).entry.state).toBe('closed');
  });

  it('tells the second of two who did what meanwhile, in Chinese where they read it, and overwrites nothing', async () => {
    const detail = await opened();
    await post(acts(detail), act('take_up', 1, { actor: '张工' }));
    const late = act('cancel', 1, { actor: '李工', reason: '重复登记' });
    expect((await post(acts(detail), late, 409)).detail).toContain(`张工 did "take_up" at ${NOW.toISOString()}`);
    expect((await post(acts(detail), late, 409, 'zh-CN,zh;q=0.9')).detail).toContain(
      '张工于2026年3月11日 17:30签收（按要求办理）',
    );
    const { entry } = await get(`/rectifications/${detail.entry.rectification_id}`);
    expect(entry).toMatchObject({ state: 'in_hand', sequence: 2 });
  });

  it('that its state does not allow is 409, which says what is possible', async () => {
    const detail = await opened();
    const { errors } = await post(acts(detail), act('send_back', 1), 409);
    expect(errors[0].message).toContain('possible are take_up, submit');
    expect((await post(acts(detail), act('send_back', 1), 409, 'zh')).detail).toContain('“待签收”');
  });

  it('may give another day or person, never a day that is over', async () => {
    const detail = await opened();
    const moved = await post(acts(detail), act('amend', 1, { due_on: '2026-04-08' }));
    expect(moved.entry).toMatchObject({ due_on: '2026-04-08', person: '张工', state: 'opened' });
    const named = await post(acts(detail), act('amend', 2, { person: '钱科长' }));
    expect(named.entry).toMatchObject({ due_on: '2026-04-08', person: '钱科长' });
    expect((await post(acts(detail), act('amend', 3, { due_on: '2026-03-10' }), 400)).errors[0].example).toBe(
      '2026-03-11',
    );
  });

  it.each([
    ['due_on', act('amend', 1)],
    ['due_on', act('note', 1, { due_on: '2026-03-20' })],
    ['proof', act('take_up', 1, { proof: '好' })],
    ['links', act('attach', 1)],
    ['action', act('open', 1)],
    ['actor', act('note', 1, { actor: ' ' })],
  ])('with a wrong %s is 400', async (parameter, payload) => {
    const detail = await opened();
    expect((await post(acts(detail), payload, 400)).errors).toMatchObject([{ parameter }]);
  });
});

describe('the ledger', () => {
  it('lights overdue after the due day, unless it was reported by then', async () => {
    const due = { due_on: '2026-03-12', department: 'idle' };
    const late = await opened(due);
    const reported = await opened(due);
    await post(acts(reported), act('submit', 1, { proof: '已办' }));
    const at = 'as_of=2026-03-13T09:00:00%2B08:00&department=idle';
    const { rows } = await get(`/rectifications?${at}`);
    expect([...Value.Errors(List(RectificationRow), await get(`/rectifications?${at}`))].slice(0, 3)).toEqual([]);
    expect(rows.map((row: RectificationRow) => [row.rectification_id, row.lamp, row.days_left])).toEqual([
      [late.entry.rectification_id, 'overdue', -1],
      [reported.entry.rectification_id, 'open', -1],
    ]);
    expect((await get(`/rectifications?${at}&overdue=true`)).rows).toHaveLength(1);
    expect((await get('/rectifications?department=idle&lamp=due_soon')).rows).toHaveLength(1);
    expect(await get(`/rectifications/summary?${at}`)).toMatchObject({
      open: 2,
      overdue: 1,
      due_soon: 0,
      submitted: 1,
    });
    // The lamps are of what the list is of.
    const { origin } = late.entry;
    const other = RECTIFICATION_ORIGINS.find((each) => each !== origin);
    expect(await get(`/rectifications/summary?${at}&origin=${origin}`)).toMatchObject({ open: 2, overdue: 1 });
    expect(await get(`/rectifications/summary?${at}&origin=${other}`)).toMatchObject({ open: 0, overdue: 0 });
  });

  it('counts what was closed this month, and whether in time', async () => {
    const detail = await opened({ department: 'food' });
    await post(acts(detail), act('close', 1, { proof: '已办' }));
    const april = 'as_of=2026-04-01T09:00:00%2B08:00&department=food';
    expect(await get('/rectifications/summary?department=food')).toMatchObject({
      closed_this_month: 1,
      closed_in_time_this_month: 1,
    });
    expect(await get(`/rectifications/summary?${april}`)).toMatchObject({ closed_this_month: 0 });
    const { rows } = await get(
      '/rectifications?department=food&state=closed&closed_from=2026-03-11&closed_to=2026-03-11',
    );
    expect(rows).toHaveLength(1);
  });

  it.each<[string, boolean, [string, RectificationAction][]]>([
    [
      'the first report, whatever proof comes after the day',
      true,
      [
        ['27', 'submit'],
        ['31', 'submit'],
        ['31', 'close'],
      ],
    ],
    [
      'no report that was sent back',
      false,
      [
        ['27', 'submit'],
        ['30', 'send_back'],
        ['31', 'submit'],
        ['31', 'close'],
      ],
    ],
    [
      'the closing, where none was made since',
      false,
      [
        ['27', 'submit'],
        ['28', 'send_back'],
        ['31', 'close'],
      ],
    ],
  ])('takes for in time %s', async (_, is_in_time, done) => {
    // What was reported by the 30th is in time.
    const { entry } = await opened({ due_on: '2026-03-30' });
    for (const [index, [day, action]] of done.entries()) {
      const clock = () => new Date(`2026-03-${day}T0${index}:00:00Z`);
      const ledger = openLedger({ store: city.engine.store, clock, onFault: (error) => expect.fail(String(error)) });
      const detail = action === 'send_back' ? {} : { proof: '电话回访' };
      const by = { actor: '李工', reason: '按要求办理', sequence: index + 1 };
      await ledger.act(entry.rectification_id, { action, ...by, detail });
    }
    const { rows } = await get('/rectifications?as_of=2026-04-01T09:00:00%2B08:00&state=closed&closed_from=2026-03-31');
    const row = rows.find(({ rectification_id }: RectificationRow) => rectification_id === entry.rectification_id);
    expect(row).toMatchObject({ state: 'closed', is_in_time });
  });

  it('comes as CSV, as Arrow, and page by page', async () => {
    const { rows } = await get('/rectifications');
    const csv = await city.server.inject({ url: '/api/v1/rectifications?format=csv' });
    expect(csv.body.trimEnd().split('\n')).toHaveLength(rows.length + 1);
    const arrow = await city.server.inject({ url: '/api/v1/rectifications?format=arrow' });
    const table = tableFromIPC(arrow.rawPayload);
    expect(table.schema.fields.map(({ name }) => name)).toEqual(Object.keys(RectificationRow.properties));
    const first = await get('/rectifications?limit=2');
    const second = await get(`/rectifications?limit=1000&cursor=${first.next_cursor}`);
    expect([...first.rows, ...second.rows]).toEqual(rows);
  });

  it.each([
    ['state=gone', 'state'],
    ['lamp=blue', 'lamp'],
    ['origin=nobody', 'origin'],
  ])('names a wrong filter: %s', async (query, parameter) => {
    expect((await get(`/rectifications?${query}`, 400)).errors).toMatchObject([{ parameter }]);
  });

  it('knows no entry of another number', async () => {
    expect((await get(`/rectifications/${'0'.repeat(32)}`, 404)).detail).toContain('There is no entry');
  });
});
