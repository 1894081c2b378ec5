/** From a card issued in the store to the words somebody reads. */
import { cardsToldSince, cardsToTell, issuedCards, type Notifier, openCards, openTelling } from '@mingcha/analytics';
import { readRules } from '@mingcha/sql';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type HttpReceiver, startWecom } from './receivers-here.ts';
import { openToldCity, type ToldCity } from './told-city.ts';

let city: ToldCity;
let robot: HttpReceiver;
beforeAll(async () => {
  city = await openToldCity();
  robot = await startWecom('k-1');
});
afterEach(async () => {
  await city.clear();
  await city.store.command('truncate table supervision_marks');
  robot.taken.length = 0;
});
afterAll(async () => {
  await city?.close();
  await robot?.close();
});

const unit = { county: 'east', centre: 'hall', department: 'plan', window: 'plan-1', staff: 's-plan' };
const detail = (baseline: boolean) => ({
  ...unit,
  found_at: '2026-03-10T01:00:00.000Z',
  sentence: { zh: '应于 2026-03-09 前办结，到期仍未办结。', en: 'Due on 2026-03-09.' },
  item: 'permit',
  due_on: '2026-03-09',
  baseline,
});
const issue = (case_id: string, rule: string, baseline = false) =>
  ({ case_id, rule, rule_version: 1, grade: 'yellow', detail: detail(baseline) }) as const;

async function open() {
  city.environment['WECOM_KEY'] = 'k-1';
  await city.receiver({ receiver: 'r', channel: 'wecom', address: `${robot.url}?key=\${WECOM_KEY}` });
  const cards = openCards({ store: city.store, clock: city.clock, onFault: (fault) => void city.faults.push(fault) });
  return { cards, rules: await readRules(), notifier: await city.open() };
}
const said = () => robot.taken.map(({ body }) => JSON.parse(body).markdown.content as string);

it('cards are told as they are issued, history and other actions are not', async () => {
  const { cards, rules, notifier } = await open();
  let told: Promise<unknown> = Promise.resolve();
  cards.onCards((changes) => {
    told = told.then(async () => notifier.tell(await cardsToTell(city.store, changes, rules)));
  });
  await cards.issue([issue('T-1', 'promised_limit'), issue('old', 'promised_limit', true)]);
  const card = await cards.issueByHand(issue('T-2', 'manual'), '王督查', '材料退回三次');
  await cards.act(card.card_id, { action: 'note', actor: '王督查', reason: '已电话了解', sequence: card.sequence });
  await told;
  await notifier.sendDue();
  expect(city.faults).toEqual([]);
  expect(said()).toHaveLength(1);
  expect(said()[0]).toContain('监察提醒 2 件：黄牌 2');
  expect(said()[0]).toContain('T-1，建设工程规划许可，规划局，承诺时限，应办结日 2026-03-09');
  expect(said()[0]).toContain('T-2，建设工程规划许可，规划局，人工发牌');
});

/** Tells as a running process does; `again` does what it planned to do by itself. */
async function telling(notifier: Pick<Notifier, 'tell'>, cards: ReturnType<typeof openCards>) {
  let planned: { run: () => void; afterMs: number } | undefined;
  const { stop } = await openTelling({
    ...{ store: city.store, cards, rules: await readRules(), notifier, clock: city.clock },
    onFault: (fault) => void city.faults.push(fault),
    schedule(run, afterMs) {
      planned = { run, afterMs };
      return { cancel: () => undefined };
    },
  });
  return { stop, again: () => planned!.run(), afterMs: () => planned!.afterMs };
}

it('what a killed process did not come to tell is told after the next start, days later too, and once', async () => {
  const { cards, notifier } = await open();
  await cards.issue([issue('T-0', 'promised_limit')]);
  city.later(2 * 3_600_000);
  // A store without a mark was told of long ago: T-0 is history.
  await (await telling(notifier, cards)).stop();
  city.at('2026-03-13T17:29');
  await (await telling(notifier, cards)).stop();
  await cards.issue([issue('T-1', 'promised_limit'), issue('old', 'promised_limit', true)]);
  city.at('2026-03-16T09:00');
  for (let start = 0; start < 2; start += 1) {
    await (await telling(notifier, cards)).stop();
    await notifier.sendDue();
  }
  expect(said()).toHaveLength(1);
  expect(said()[0]).toContain('办件编号：T-1');
});

it('what could not be written down is told later, and the store is not taken for told until then', async () => {
  const { cards, notifier } = await open();
  let isDown = false;
  const tell: Notifier['tell'] = async (told) => {
    if (isDown) throw new Error('The store did not answer.');
    await notifier.tell(told);
  };
  const first = await telling({ tell }, cards);
  expect(first.afterMs()).toBe(600_000);
  isDown = true;
  await cards.issue([issue('T-1', 'promised_limit')]);
  await expect.poll(() => city.faults.length).toBe(1);
  await expect.poll(first.afterMs).toBe(30_000);
  first.again();
  await expect.poll(first.afterMs).toBe(60_000);
  expect(city.faults.splice(0)).toHaveLength(2);
  await first.stop();
  isDown = false;
  city.later(86_400_000);
  const second = await telling({ tell }, cards);
  expect(second.afterMs()).toBe(600_000);
  await second.stop();
  await notifier.sendDue();
  expect(said()).toHaveLength(1);
  expect(said()[0]).toContain('办件编号：T-1');
});

it('of the baseline nothing is read to be told', async () => {
  const { cards, rules } = await open();
  await cards.issue(Array.from({ length: 20 }, (_, index) => issue(`old-${index}`, 'promised_limit', true)));
  await cards.issue([issue('T-1', 'promised_limit')]);
  const read: unknown[] = [];
  const query: typeof city.store.query = async (...asked) => {
    const rows = await city.store.query<never>(...asked);
    read.push(...rows);
    return rows;
  };
  const told = await cardsToldSince({ ...city.store, query }, rules, new Date(city.now - 3_600_000));
  expect(told.map(({ case_id }) => case_id)).toEqual(['T-1']);
  expect(read).toHaveLength(1);
});

it('a card cancelled before the hall opens is not told', async () => {
  const { cards, rules, notifier } = await open();
  city.at('2026-03-11T20:00');
  const changes = await cards.issue([issue('T-1', 'promised_limit')]);
  await notifier.tell(issuedCards(changes, rules));
  const id = changes[0]?.event.card_id ?? '';
  await cards.act(id, { action: 'cancel', actor: '王督查', reason: '误发', sequence: 1 });
  city.at('2026-03-12T09:00');
  await notifier.sendDue();
  expect(robot.taken).toHaveLength(0);
  expect((await city.actions()).at(-1)).toBe('r T-1 yellow: dropped');
});

it('what is asked about a card is told once for each act, also of history, to those told of its grade', async () => {
  const { cards, rules, notifier } = await open();
  await city.receiver({
    receiver: 'director',
    channel: 'wecom',
    address: `${robot.url}?key=\${WECOM_KEY}`,
    role: 'director',
  });
  const [change] = await cards.issue([issue('T-1', 'promised_limit', true)]);
  const id = change!.event.card_id;
  const by = { actor: '王督查', reason: '请今日办结，电话 13812345678' };
  await cards.act(id, { ...by, action: 'urge', sequence: 1 });
  await cards.act(id, { ...by, action: 'ask', reason: '请书面说明', sequence: 2 });
  await cards.act(id, { ...by, action: 'reply', reason: '材料在途', sequence: 3 });
  for (let start = 0; start < 2; start += 1) {
    await notifier.tell(await cardsToldSince(city.store, rules, new Date(city.now - 3_600_000)));
    await notifier.sendDue();
  }
  // A red card alone reaches the director.
  expect(robot.taken).toHaveLength(1);
  expect(said()[0]).toContain('督办，承诺时限');
  expect(said()[0]).toContain('要求说明，承诺时限');
  await cards.act(id, { ...by, action: 'talk', reason: '请首席代表来谈', sequence: 4 });
  await notifier.tell(await cardsToldSince(city.store, rules, new Date(city.now - 3_600_000)));
  city.later(60_000);
  await notifier.sendDue();
  expect(said()[1]).toContain('约谈：王督查：请首席代表来谈');
  expect(robot.taken).toHaveLength(2);
});
