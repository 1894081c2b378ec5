/** Acting on cards: everyone says what they saw; two at once, and the second is told; nothing is overwritten. */
import {
  ActionNotPossible,
  type CardChange,
  CardMovedOn,
  type Cards,
  openCards,
  openSupervisor,
} from '@mingcha/analytics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, openSmallCity, type SmallCity } from '../api/small-city.ts';

let city: SmallCity;
let cards: Cards;
const changes: CardChange[] = [];
const open = (store = city.engine.store) => openCards({ store, clock: () => NOW, onFault: () => undefined });
beforeAll(async () => {
  city = await openSmallCity();
  cards = open();
  cards.onCards((told) => changes.push(...told));
});
afterAll(() => city?.close());

async function issued(caseId: string): Promise<string> {
  const finding = { case_id: caseId, rule: 'promised_limit', rule_version: 1, grade: 'yellow' as const };
  const [change] = await cards.issue([{ ...finding, detail: { baseline: false } }]);
  return change!.event.card_id;
}
const by = (actor: string, sequence = 1, action: 'urge' | 'appeal' | 'revoke' = 'urge') => ({
  action,
  actor,
  reason: '请尽快办结',
  sequence,
});
const rows = (id: string) =>
  city.engine.store.query<{ sequence: number; actor: string }>(
    'select sequence, actor from card_events where card_id = {id:String} order by sequence',
    { id },
  );

describe('a card', () => {
  it('is issued once, and told to whoever listens', async () => {
    const id = await issued('a');
    expect(changes).toMatchObject([
      { event: { card_id: id, action: 'issue', sequence: 1, actor: '' }, state: 'issued' },
    ]);
    const finding = { case_id: 'a', rule: 'promised_limit', rule_version: 2, grade: 'yellow' as const };
    expect(await cards.issue([{ ...finding, detail: {} }])).toEqual([]);
    expect(changes).toHaveLength(1);
  });

  it('keeps who did what, when and why', async () => {
    const id = await issued('b');
    const card = await cards.act(id, by('王督查'));
    expect(card).toMatchObject({ state: 'urged', sequence: 2 });
    expect(card?.actions[1]).toMatchObject({ actor: '王督查', reason: '请尽快办结', at: NOW.toISOString() });
    expect((await open().standings(['b'])).map(({ state }) => state)).toEqual(['urged']);
  });

  it('that two act on at once tells the second who did what, and keeps one action', async () => {
    const id = await issued('c');
    const both = await Promise.allSettled([cards.act(id, by('王督查')), cards.act(id, by('李督查', 1, 'appeal'))]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    const { reason } = both[1] as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(CardMovedOn);
    expect((reason as CardMovedOn).since).toMatchObject([{ action: 'urge', actor: '王督查' }]);
    expect(await rows(id)).toHaveLength(2);
  });

  it('that two processes on a server act on at once tells one of the two, and the other counts', async () => {
    const id = await issued('d');
    const shared = { ...city.engine.store, kind: 'server' as const };
    const acts = [open(shared).act(id, by('王督查')), open(shared).act(id, by('李督查', 1, 'appeal'))];
    const both = await Promise.allSettled(acts);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const actor = both[0]!.status === 'fulfilled' ? '王督查' : '李督查';
    const card = (await cards.read([id])).get(id)!;
    expect(card.actions.map((each) => [each.sequence, each.actor])).toEqual([
      [1, ''],
      [2, actor],
    ]);
  });

  it('acted on again by who got no answer is acted on once', async () => {
    const id = await issued('e');
    const first = await cards.act(id, by('王督查'));
    expect(await cards.act(id, by('王督查'))).toEqual(first);
    expect((await cards.read([id])).get(id)).toEqual(first);
  });

  it('acted on as the store went down stands where it stands by case, too, once it is sent again or supervision starts', async () => {
    const id = await issued('g');
    const cutOff = () =>
      city.engine.store.command(
        "alter table card_acts_of_cases delete where case_id = 'g' and action = 'urge' settings mutations_sync = 2",
      );
    const states = async () => (await open().standings(['g'])).map(({ state }) => state);
    await cards.act(id, by('王督查'));
    await cutOff();
    expect(await states()).toEqual(['issued']);
    await cards.act(id, by('王督查'));
    expect(await states()).toEqual(['urged']);
    await cutOff();
    const supervisor = openSupervisor({
      store: city.engine.store,
      cards,
      rules: [],
      clock: () => NOW,
      onFault: (error) => {
        throw error;
      },
    });
    await supervisor.run();
    await supervisor.stop();
    expect(await states()).toEqual(['urged']);
  });

  it('refuses what cannot be done in its state', async () => {
    const id = await issued('f');
    await expect(cards.act(id, by('王督查', 1, 'revoke'))).rejects.toBeInstanceOf(ActionNotPossible);
    expect(await rows(id)).toHaveLength(1);
  });

  it('nobody issued is not there', async () => {
    expect(await cards.act('0'.repeat(32), by('王督查'))).toBeUndefined();
    expect(await cards.standings(['nobody'])).toEqual([]);
  });
});
