/** Trying thresholds before they rule: how many cards, for whom, which new, which gone, and nothing issued. */
import { openCards, type Ranking, Simulation } from '@mingcha/analytics';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, openSmallCity, type SmallCity, setLongAgo } from './small-city.ts';

let city: SmallCity;
beforeAll(async () => {
  const settings = 'key,value,valid_from\nranking_minimum,1,2020-01-01\ndeduction_notice,2,2020-01-01\n';
  city = await openSmallCity({ directory: { 'settings.csv': settings } });
});
afterAll(() => city?.close());

const PERIOD = { from: '2026-03-01', to: '2026-03-11' };
async function simulate(payload: object, status = 200, rule = 'notice_before_due') {
  const answer = await city.server.inject({ method: 'POST', url: `/api/v1/rules/${rule}/simulate`, payload });
  expect(answer.statusCode, answer.body).toBe(status);
  return answer.json();
}
async function ranking() {
  const answer = await city.server.inject({
    url: `/api/v1/ranking?period=${PERIOD.from}..${PERIOD.to}&board=departments`,
  });
  return new Map((answer.json() as Ranking).rows.map((row) => [row.unit, row]));
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
    expect(trial.total).toMatchObject({ new: 3, gone: 0, moved_in: 0, moved_out: 0, tried: trial.total.in_force + 3 });
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
    expect(trial.total).toEqual({ tried: 1, in_force: 1, new: 1, gone: 0, moved_in: 0, moved_out: 1 });
  });

  it('of a later notice names those that would be gone', async () => {
    const trial: Simulation = await simulate({ ...PERIOD, thresholds: days(0) });
    expect(changed(trial)).toContain('gone open-soon');
    expect(trial.total.new).toBe(0);
  });

  it('says what it does to the ranking of departments, as that ranking counts', async () => {
    const { order }: Simulation = await simulate({ ...PERIOD, thresholds: days(4) });
    expect(order).toMatchObject({ departments: 2, before_supervision: 0, points: { notice: 2, yellow: 5, red: 10 } });
    const published = await ranking();
    for (const { department, in_force } of order.changed) {
      const { score, rank, deduction } = published.get(department)!;
      expect(in_force).toMatchObject({ score, rank, deduction });
    }
    const own = order.changed.map(({ department, in_force, tried }) => {
      const lost = Math.round((in_force.score! - tried.score!) * 100) / 100;
      return [department, in_force.notice, tried.notice, tried.deduction, lost];
    });
    expect(own).toEqual([
      ['plan', 0, 1, 2, 2],
      ['food', 0, 2, 4, 4],
    ]);
  });

  it('for one department leaves the others alone', async () => {
    const thresholds = days(4, { scope: 'department', code: 'plan' });
    expect(changed(await simulate({ ...PERIOD, thresholds }))).toEqual(['new early']);
    expect(changed(await simulate({ ...PERIOD, thresholds: days(4), department: 'plan' }))).toEqual(['new early']);
  });

  it('holds against what is in force, and without thresholds tries the rule’s own', async () => {
    await setLongAgo(city, 'everywhere', '', 4);
    expect(changed(await simulate({ ...PERIOD, thresholds: days(4) }))).toEqual([]);
    expect(changed(await simulate({ ...PERIOD, thresholds: [] }))).toEqual([
      'gone early',
      'gone open-fine',
      'gone withdrawn',
    ]);
    await setLongAgo(city, 'everywhere', '', null, '2026-03-02 01:00:00');
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
    ['thresholds.value', { ...PERIOD, thresholds: days(9999) }],
    ['thresholds.value', { ...PERIOD, thresholds: days(1.5) }],
    ['thresholds.code', { ...PERIOD, thresholds: days(1, { scope: 'item', code: 'none' }) }],
  ])('with a wrong %s is 400', async (parameter, payload) => {
    expect((await simulate(payload, 400)).errors).toMatchObject([{ parameter, message: expect.any(String) }]);
  });

  it('of no rule is 404', async () => {
    await simulate({ ...PERIOD, thresholds: [] }, 404, 'none');
  });
});

describe('the ranking under a trial', () => {
  /** Notices and points lost of each department that changes, in force and tried. */
  const order = async (thresholds: object[]) => {
    const { order }: Simulation = await simulate({ ...PERIOD, thresholds });
    const told = ({ notice, deduction }: (typeof order.changed)[number]['tried']) => [notice, deduction];
    return Object.fromEntries(order.changed.map((each) => [each.department, [told(each.in_force), told(each.tried)]]));
  };
  const kept = () =>
    openCards({ store: city.engine.store, clock: () => NOW, onFault: (error) => expect.fail(String(error)) });
  const issue = async (case_id: string) => {
    const about = { case_id, rule: 'notice_before_due', rule_version: 1, grade: 'notice' } as const;
    const place = { calendar: 'default', department: 'food', window: 'food-1', found_at: '2026-03-09T16:00:00.000Z' };
    const [issued] = await kept().issue([{ ...about, detail: place }]);
    return issued!.event.card_id;
  };
  const inFood = days(4, { scope: 'department', code: 'food' });

  it('counts the cards of all rules in effect', async () => {
    for (const case_id of ['early', 'open-late', 'open-red', 'stopped']) {
      const payload = { case_id, grade: 'notice', actor: '王督查', reason: '抽查' };
      const answer = await city.server.inject({ method: 'POST', url: '/api/v1/cards', payload });
      const { card } = answer.json();
      const act = { action: 'cancel', actor: '王督查', reason: '误发', sequence: 1 };
      if (case_id === 'stopped')
        await city.server.inject({ method: 'POST', url: `/api/v1/cards/${card.card_id}/actions`, payload: act });
    }
    // 规划局 has three notices by hand in effect, and one more with the trial.
    expect((await order(days(4)))['plan']).toEqual([
      [3, 6],
      [4, 8],
    ]);
    expect(await order(inFood)).toEqual({
      food: [
        [0, 0],
        [2, 4],
      ],
    });
  });

  it('takes out the card of a case that would have none, and adds none twice', async () => {
    await issue('open-soon');
    expect((await order(days(0)))['food']).toEqual([
      [1, 2],
      [0, 0],
    ]);
    await issue('withdrawn');
    expect((await order(inFood))['food']).toEqual([
      [2, 4],
      [3, 6],
    ]);
  });

  it('leaves out what people took back, whichever threshold finds it', async () => {
    const cancel = { action: 'cancel', actor: '王督查', reason: '误发', sequence: 1 } as const;
    await kept().act(await issue('open-fine'), cancel);
    expect((await order(inFood))['food']).toBeUndefined();
  });

  it('leaves out what was found before supervision began, and says how much that is', async () => {
    const began = Date.parse('2026-03-10T00:00:00Z');
    await city.engine.store.insert(
      'supervision_marks',
      ['what', 'value', 'version'],
      `began\t${began}\t1\n`,
      'TabSeparated',
    );
    const { order }: Simulation = await simulate({ ...PERIOD, thresholds: days(4) });
    expect(order).toMatchObject({ before_supervision: 1, changed: [] });
  });
});
