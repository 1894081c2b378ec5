/** 规则与时限 as a table: defaults and what was set, as of a moment. */
import type { ThresholdRow } from '@mingcha/analytics';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSmallCity, type SmallCity } from './small-city.ts';

let city: SmallCity;
let now = new Date('2026-03-11T01:00:00Z');
beforeAll(async () => {
  city = await openSmallCity({ clock: () => now });
});
afterAll(() => city?.close());

const asked = async (query = '') => {
  const answer = await city.server.inject({ url: `/api/v1/thresholds${query}` });
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
  return answer;
};
const rows = async (query = '') =>
  ((await asked(query)).json() as { rows: ThresholdRow[] }).rows.filter(({ rule }) => rule === 'notice_before_due');
const set = async (value: number | null) => {
  const payload = {
    ...{ parameter: 'working_days', scope: 'department', code: 'food', valid_from: '2026-03-11', value },
    ...{ actor: '王督查', reason: '春节前后提前预警' },
  };
  const answer = await city.server.inject({ method: 'POST', url: '/api/v1/rules/notice_before_due/settings', payload });
  expect(answer.statusCode, answer.body).toBe(200);
};

it('has a row for each rule’s own default and each threshold set, for whom in words, as of the moment', async () => {
  const before = await rows();
  expect(before).toMatchObject([
    { parameter: 'working_days', value: 2, for_whom_zh: '全部', set_by: '', set_at: null },
  ]);
  now = new Date('2026-03-11T02:00:00Z');
  await set(4);
  const [, own] = await rows();
  expect(own).toMatchObject({ value: 4, scope: 'department', code: 'food', for_whom_zh: '市监局', set_by: '王督查' });
  expect(await rows('?as_of=2026-03-11T01:30:00Z')).toEqual(before);
  now = new Date('2026-03-11T03:00:00Z');
  await set(null);
  expect(await rows()).toEqual(before);
  expect(await rows('?as_of=2026-03-11T02:30:00Z')).toHaveLength(2);
});

it('comes as a workbook, rules without a parameter among it', async () => {
  const { sheets } = await readXlsx((await asked('?format=xlsx')).rawPayload);
  const [head, ...lines] = sheets[0]!.rows;
  const of = (title: string) => lines.map((line) => line[head!.indexOf(title)]);
  const { rows: told } = (await city.server.inject({ url: '/api/v1/rules' })).json() as { rows: { id: string }[] };
  expect(new Set(of('规则'))).toEqual(new Set(told.map(({ id }) => id)));
  expect(of('等级')[0]).toBe('红牌');
  expect(of('计量单位')).toContain('工作日');
});

it('refuses a threshold for an item nobody has on file, and says what is on file', async () => {
  const payload = { parameter: 'working_days', scope: 'item', code: 'nowhere', valid_from: '2026-03-11', value: 3 };
  const answer = await city.server.inject({
    method: 'POST',
    url: '/api/v1/rules/notice_before_due/settings',
    payload: { ...payload, actor: '王督查', reason: '试一试' },
  });
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ errors: [{ parameter: 'code', message: 'must be on file as item' }] });
});
