/**
 * A city in which everything the rules look for happens on purpose, rarely. What each rule finds in it, and the cards that
 * stand after the supervisor has watched it grow, are those the ledger knows by construction: none missing, none besides.
 */
import { type Cards, cardId, openCards, openSupervisor, type Supervisor } from '@mingcha/analytics';
import { readRules } from '@mingcha/sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundCases, RULES } from './found-cases.ts';
import { type GeneratedCity, openGeneratedCity } from './generated-city.ts';

const CASES = 12_000;
const PERIOD = { from: '2025-12-01', to: '2026-03-04' };
/** Off unless a threshold turns it on. */
const OFF = 'notice_share_used';
/** What people do with cards is no part of a stream of events: it has a truth of its own below. */
const OF_CARDS = 'warning_unanswered';
const SHOWN = 10;

type LedgerCard = [rule: string, grade: string, caseId: string, foundAt: string];

let city: GeneratedCity<{ cards: { rows: LedgerCard[] }; open_cases: { rows: [caseId: string][] } }>;
let supervisor: Supervisor;
let cards: Cards;
/** When supervision began. */
let began: Date;
let faults: unknown[];
let now: Date;

beforeAll(async () => {
  city = await openGeneratedCity({ cases: CASES, seed: 11, ...PERIOD });
  const { store, onRefreshed } = city.engine;
  const clock = () => now;
  faults = [];
  const onFault = (error: unknown) => faults.push(error);
  cards = openCards({ store, clock, onFault });
  supervisor = openSupervisor({ store, cards, rules: await readRules(), clock, onFault });
  onRefreshed((caseIds) => supervisor.touch(caseIds));
  // Watched on the way: what is corrected, finished or explained later must not leave a card behind.
  now = await city.tell(Math.floor((2 * city.generated.events) / 3));
  began = now;
  await supervisor.run();
  await city.tell();
  now = new Date(city.generated.asOf);
  await supervisor.run();
}, 480_000);

afterAll(async () => {
  await supervisor?.stop();
  await city?.remove();
});

const told = (caseId: string, grade: string, foundAt: string) =>
  `${caseId} ${grade} ${new Date(foundAt).toISOString()}`;
const ofLedger = (rule: string) =>
  city.ledger.cards.rows.filter(([of]) => of === rule).map(([, grade, id, at]) => told(id, grade, at));

function differences(expected: readonly string[], found: readonly string[]) {
  const [right, given] = [new Set(expected), new Set(found)];
  return {
    missing: expected.filter((each) => !given.has(each)).slice(0, SHOWN),
    besides: found.filter((each) => !right.has(each)).slice(0, SHOWN),
  };
}

describe.each(RULES.filter((rule) => rule !== OFF && rule !== OF_CARDS))('%s', (rule) => {
  it('finds the cases of the ledger, each from its moment on, and no other', async () => {
    const expected = ofLedger(rule);
    expect(expected.length).toBeGreaterThan(0);
    const found = await foundCases(city.engine.store, rule, now);
    const shown = found.map(({ case_id, grade, found_at }) => told(case_id, grade, found_at));
    expect(differences(expected, shown)).toEqual({ missing: [], besides: [] });
    expect(shown.length).toBe(expected.length);
  });

  it('has a card in effect about each of them, and about no other', async () => {
    const standing = await city.engine.store.query<{ case_id: string; grade: string }>(
      `select case_id, toString(grade) as grade from (
        select any(case_id) as case_id, any(grade) as grade, argMax(action, sequence) as last
        from card_events final where rule = {rule:String} group by card_id
      ) where last = 'issue'`,
      { rule },
    );
    const expected = city.ledger.cards.rows.filter(([of]) => of === rule).map(([, grade, id]) => `${id} ${grade}`);
    const shown = standing.map(({ case_id, grade }) => `${case_id} ${grade}`);
    expect(differences(expected, shown)).toEqual({ missing: [], besides: [] });
    expect(shown.length).toBe(expected.length);
  });
});

describe('the city as a whole', () => {
  it('is watched without a fault, and what turned out otherwise has lapsed', async () => {
    expect(faults).toEqual([]);
    const [lapsed] = await city.engine.store.query<{ cards: number }>(
      "select toUInt32(uniqExact(card_id)) as cards from card_events final where action = 'lapse'",
    );
    expect(lapsed!.cards).toBeGreaterThan(0);
  });

  it('has no card of a rule the ledger does not know, nor of one that is off', async () => {
    const rules = await city.engine.store.query<{ rule: string }>('select distinct rule from card_events');
    expect(rules.map(({ rule }) => rule).sort()).toEqual([...new Set(city.ledger.cards.rows.map(([of]) => of))].sort());
  });

  it('keeps irregular cases rare: leaving out what is due soon, one in seventeen has a card', () => {
    const cases = new Set(city.ledger.cards.rows.flatMap(([rule, , id]) => (rule === 'notice_before_due' ? [] : [id])));
    expect(cases.size / CASES).toBeLessThan(0.06);
  });
});

describe('warnings of which every third is answered', () => {
  it('are found two working days later where nobody answered and the case still is open', async () => {
    const open = new Set(city.ledger.open_cases.rows.map(([caseId]) => caseId));
    const warned = city.ledger.cards.rows.flatMap(([rule, grade, id, at]) =>
      grade === 'notice' && new Date(at) >= began && open.has(id) ? [{ rule, id }] : [],
    );
    const answered = new Set<string>();
    for (const [place, { rule, id }] of warned.entries()) {
      if (place % 3 > 0) continue;
      answered.add(`${rule} ${id}`);
      const act = { action: 'reply', actor: '窗口', reason: '正在办理', sequence: 1 } as const;
      await cards.act(cardId(id, rule, 'notice'), act);
    }
    const unanswered = new Set(warned.flatMap(({ rule, id }) => (answered.has(`${rule} ${id}`) ? [] : [id])));
    expect(Math.min(answered.size, unanswered.size)).toBeGreaterThan(3);
    // Warned on Wednesday 2026-03-04: the second working day after it is Friday.
    const { store } = city.engine;
    expect(await foundCases(store, OF_CARDS, new Date('2026-03-06T23:59:59+08:00'))).toEqual([]);
    const found = await foundCases(store, OF_CARDS, new Date('2026-03-07T00:00:00+08:00'));
    expect(
      differences(
        [...unanswered],
        found.map(({ case_id }) => case_id),
      ),
    ).toEqual({ missing: [], besides: [] });
  });
});
