/** Trying thresholds before they rule: how many cards, for whom, which new, which gone, and nothing issued. */
import { openCards, Simulation } from '@mingcha/analytics';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, openSmallCity, type SmallCity } from './small-city.ts';

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity();
});
afterAll(() => city?.close());

const PERIOD = { from: '2026-03-01', to: '2026-03-11' };
async function simulate(payload: object, status = 200, rule = 'notice_before_due') {
  const answer = await city.server.inject({ method: 'POST', url: `/api/v1/rules/${rule}/simulate`, payload });
  expect(answer.statusCode, answer.body).toBe(status);
  return answer.json();
}
const days = (value: number, more: object = {}) => [{ parameter: 'working_days', value, ...more }];
const changed = (trial: Simulation) =>
  trial.rows.filter(({ change }) => change !== 'same').map(({ change, case_id }) => `${change} ${case_id}`);

describe('a trial', () => {
  it('of an earlier notice names the cases it would add, and for whom', async () => {
    const trial: Simulation = await simulate({ ...PERIOD, thresholds: days(4) });
    expect([...Value.Errors(Simulation, trial)].slice(0, 3)).toEqual([]);
    expect(changed(trial)).toEqual(['new early', 'new open-fine', 'new withdrawn']);
    expect(trial.rows.find(({ case_id }) => case_id === 'open-fine')).toMatchObject({
      found_at: '2026-03-10T16:00:00.000Z',
      found_at_in_force: null,
      department: 'food',
      department_name: '市监局',
    });
    expect(trial.total).toMatchObject({ new: 3, gone: 0, tried: trial.total.in_force + 3 });
    expect(trial.departments.map(({ department, new: fresh }) => [department, fresh])).toEqual([
      ['food', 2],
      ['plan', 1],
    ]);
  });

  it('that only moves a finding out of the period calls it neither new nor gone', async () => {
    const trial: Simulation = await simulate({ from: '2026-03-09', to: '2026-03-11', thresholds: days(4) });
    expect(changed(trial)).toEqual(['new open-fine']);
    expect(trial.rows.find(({ case_id }) => case_id === 'open-soon')).toMatchObject({
      change: 'same',
      found_at: '2026-03-05T16:00:00.000Z',
      found_at_in_force: '2026-03-09T16:00:00.000Z',
    });
    expect(trial.total).toEqual({ tried: 1, in_force: 1, new: 1, gone: 0 });
  });

  it('of a later notice names those that would be gone', async () => {
    const trial: Simulation = await simulate({ ...PERIOD, thresholds: days(0) });
    expect(changed(trial)).toContain('gone open-soon');
    expect(trial.total.new).toBe(0);
  });

  it('says what it does to the order of departments by their cards', async () => {
    const { order }: Simulation = await simulate({ ...PERIOD, thresholds: days(4) });
    expect(order).toMatchObject({ departments: 3, points: { notice: 0, yellow: 5, red: 10 } });
    // Nothing is issued yet, so the rule's own findings are all there is: a notice deducts nothing, and still counts in the order.
    const own = order.changed.map(({ department, in_force, tried }) => [
      ...[department, in_force.notice, in_force.place, tried.notice, tried.place, tried.deduction],
    ]);
    expect(own).toEqual([
      ['plan', 1, 2, 2, 2, 0],
      ['food', 3, 3, 5, 3, 0],
    ]);
  });

  it('for one department leaves the others alone', async () => {
    const thresholds = days(4, { scope: 'department', code: 'plan' });
    expect(changed(await simulate({ ...PERIOD, thresholds }))).toEqual(['new early']);
    expect(changed(await simulate({ ...PERIOD, thresholds: days(4), department: 'plan' }))).toEqual(['new early']);
  });

  it('holds against what is in force, and without thresholds tries the rule’s own', async () => {
    const setting = { ...days(4)[0], valid_from: '2026-03-01', actor: '王督查', reason: '试行' };
    const url = '/api/v1/rules/notice_before_due/settings';
    await city.server.inject({ method: 'POST', url, payload: setting });
    expect(changed(await simulate({ ...PERIOD, thresholds: days(4) }))).toEqual([]);
    expect(changed(await simulate({ ...PERIOD, thresholds: [] }))).toEqual([
      'gone early',
      'gone open-fine',
      'gone withdrawn',
    ]);
    await city.server.inject({ method: 'POST', url, payload: { ...setting, value: null } });
  });

  it('comes page by page', async () => {
    const whole: Simulation = await simulate({ ...PERIOD, thresholds: days(4) });
    const first: Simulation = await simulate({ ...PERIOD, thresholds: days(4), limit: 2 });
    const cursor = first.next_cursor;
    const second: Simulation = await simulate({ ...PERIOD, thresholds: days(4), cursor });
    expect([...first.rows, ...second.rows]).toEqual(whole.rows);
    expect((await simulate({ ...PERIOD, thresholds: days(3), cursor }, 400)).errors[0].parameter).toBe('cursor');
  });

  it('issues nothing', async () => {
    await simulate({ ...PERIOD, thresholds: days(4) });
    const [stored] = await city.engine.store.query<{ cards: number }>(
      'select toUInt32(count()) as cards from card_events',
    );
    expect(stored).toEqual({ cards: 0 });
  });

  it.each([
    ['to', { ...PERIOD, to: '2026-02-01', thresholds: [] }],
    ['thresholds', { ...PERIOD }],
    ['thresholds.parameter', { ...PERIOD, thresholds: [{ parameter: 'days', value: 1 }] }],
    ['thresholds.code', { ...PERIOD, thresholds: days(1, { scope: 'item', code: 'none' }) }],
  ])('with a wrong %s is 400', async (parameter, payload) => {
    expect((await simulate(payload, 400)).errors).toMatchObject([{ parameter, message: expect.any(String) }]);
  });

  it('of no rule is 404', async () => {
    await simulate({ ...PERIOD, thresholds: [] }, 404, 'none');
  });
});

describe('the order by cards', () => {
  const order = async (thresholds: object[]) => {
    const { order }: Simulation = await simulate({ ...PERIOD, thresholds });
    const told = ({ notice, deduction, place }: (typeof order.changed)[number]['tried']) => [notice, deduction, place];
    return Object.fromEntries(order.changed.map((each) => [each.department, [told(each.in_force), told(each.tried)]]));
  };
  const inFood = days(4, { scope: 'department', code: 'food' });

  it('counts the cards of all rules in effect, and says who moves', async () => {
    for (const case_id of ['early', 'open-late', 'open-red', 'stopped']) {
      const payload = { case_id, grade: 'notice', actor: '王督查', reason: '抽查' };
      const answer = await city.server.inject({ method: 'POST', url: '/api/v1/cards', payload });
      const { card } = answer.json();
      const act = { action: 'cancel', actor: '王督查', reason: '误发', sequence: 1 };
      if (case_id === 'stopped')
        await city.server.inject({ method: 'POST', url: `/api/v1/cards/${card.card_id}/actions`, payload: act });
    }
    // 规划局 has one notice of the rule and three by hand; 市监局 goes from three to five.
    expect(await order(inFood)).toEqual({
      food: [
        [3, 0, 2],
        [5, 0, 3],
      ],
      plan: [
        [4, 0, 3],
        [4, 0, 2],
      ],
    });
  });

  it('leaves out what people took back, whichever threshold finds it', async () => {
    const cards = openCards({
      store: city.engine.store,
      clock: () => NOW,
      onFault: (error) => expect.fail(String(error)),
    });
    const about = { case_id: 'open-soon', rule: 'notice_before_due', rule_version: 1, grade: 'notice' } as const;
    const [issued] = await cards.issue([{ ...about, detail: {} }]);
    await cards.act(issued!.event.card_id, { action: 'cancel', actor: '王督查', reason: '误发', sequence: 1 });
    expect((await order(inFood))['food']).toEqual([
      [2, 0, 2],
      [4, 0, 2],
    ]);
  });

  it('deducts by grade', async () => {
    const payload = { case_id: 'open-fine', grade: 'red', actor: '王督查', reason: '抽查' };
    await city.server.inject({ method: 'POST', url: '/api/v1/cards', payload });
    expect((await order(inFood))['food']).toEqual([
      [2, 10, 3],
      [4, 10, 3],
    ]);
  });
});
