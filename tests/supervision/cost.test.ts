/**
 * What a look of the supervisor costs, in rows the engine reads: those of what is open and what was touched, not those of the
 * history beside it. Rows, since time on a shared machine says nothing.
 */
import { openCards, openSupervisor, type Supervisor } from '@mingcha/analytics';
import { findingsOf, type Rule, readRules } from '@mingcha/sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, openSmallCity, type SmallCity } from '../api/small-city.ts';

const HISTORY = 40_000;
/** Rows a part of a table is read by. */
const GRANULE = 2_048;
const RULES = await readRules();
/** A case of the city many times over, each time under another number. */
const copies = (many: number, prefix: string, replaced: string) => `
insert into case_facts
select facts.* replace (concat('${prefix}', toString(number)) as case_id, 2 as version${replaced})
from (select * from case_facts final where case_id = 'late') as facts cross join numbers(${many}) as numbers`;
/** Registered and decided by one person within minutes, and returned late: what the rules about others look around for. */
const AROUND = `
  , addSeconds(facts.decision_entered_at, number % 100) as decision_entered_at,
  's-food' as registered_by, addSeconds(facts.decision_entered_at, number % 100) as registration_entered_at, 7200 as registration_delay,
  [('returned', assumeNotNull(facts.decided_at), 95)] as late_moves`;
const BULK = copies(20, 'bulk-', AROUND);
/** Closed cases as of years ago, looked at long since; each with a card. */
const OLD = copies(
  HISTORY,
  '2020-',
  AROUND.replaceAll(/facts\.(\w+_at)/g, 'subtractDays(facts.$1, 1500)') +
    `, facts.first_on - 1500 as first_on, facts.last_on - 1500 as last_on, facts.closed_on - 1500 as closed_on,
  facts.open_until - 1500 as open_until`,
);
const OLD_CARDS = `
insert into card_events (card_id, sequence, action_id, case_id, rule, rule_version, grade, action, at, detail)
select
  lower(hex(sipHash128(number))), 1, 'a', concat('2020-', toString(number)), 'promised_limit', 1, 'yellow', 'issue', '2020-06-01 00:00:00',
  '{"baseline":true,"found_at":"2020-06-01T00:00:00.000Z"}'
from numbers(${HISTORY})`;

let city: SmallCity;
let supervisor: Supervisor;
const faults: unknown[] = [];

beforeAll(async () => {
  city = await openSmallCity();
  const { store } = city.engine;
  // So that a part is read for what is in it, and not for what was merged beside it.
  await store.command('system stop merges');
  await store.command(BULK);
  const onFault = (error: unknown) => faults.push(error);
  const clock = () => NOW;
  const cards = openCards({ store, clock, onFault });
  supervisor = openSupervisor({ store, cards, rules: RULES, clock, onFault });
  await supervisor.run();
}, 180_000);
afterAll(async () => {
  await supervisor?.stop();
  await city?.close();
});

async function rowsRead(work: () => Promise<unknown>): Promise<number> {
  const read = async () => {
    const [row] = await city.engine.store.query<{ rows: number }>(
      "select toFloat64(sum(value)) as rows from system.events where event = 'SelectedRows'",
    );
    return row!.rows;
  };
  const before = await read();
  await work();
  return (await read()) - before;
}

async function look(touched: readonly string[]): Promise<number> {
  supervisor.touch(touched);
  return rowsRead(async () => expect((await supervisor.run()).failed).toEqual([]));
}

/** Of cases touched, what a rule reads; and that it finds something of those about others. */
async function readBy(rule: Rule): Promise<number> {
  const facts = '(select * from case_facts final where case_id in {cases:Array(String)})';
  const asked = `select case_id from (${findingsOf(rule, facts, [])})`;
  return rowsRead(() => city.engine.store.query(asked, { cases: [...TOUCHED] }));
}

const TOUCHED = ['open-late', 'late', 'on-time', 'bulk-3', 'bulk-17'];

describe('a look', () => {
  it('at what is open and at cases touched reads no history and none of its cards, whichever the rule', async () => {
    const { store } = city.engine;
    const small = await look(TOUCHED);
    expect(small).toBeGreaterThan(0);
    const bulk = await store.query("select case_id from card_acts_of_cases where rule = 'entered_in_bulk'");
    expect(bulk.length).toBeGreaterThanOrEqual(20);
    const before = new Map<string, number>();
    for (const rule of RULES) before.set(rule.id, await readBy(rule));
    await store.command(OLD);
    await store.command(OLD_CARDS);
    const after = new Map<string, number>();
    for (const rule of RULES) after.set(rule.id, await readBy(rule));
    const grown = RULES.flatMap(({ id }) => {
      const more = after.get(id)! - before.get(id)!;
      return more > GRANULE ? [`${id}: ${more} rows more`] : [];
    });
    expect(grown).toEqual([]);
    const large = await look(TOUCHED);
    expect(faults).toEqual([]);
    // What the supervisor looks up besides: a granule or two of it, where one statement over history would be all of it.
    expect(large - small).toBeLessThan(HISTORY / 4);
  }, 180_000);

  it('at cases nobody moved late reads of them alone who else did', async () => {
    const [dodging] = RULES.filter(({ id }) => id === 'clock_dodging');
    const facts = '(select * from case_facts final where case_id in {cases:Array(String)})';
    const own = await rowsRead(() => city.engine.store.query(`select case_id from ${facts}`, { cases: ['late'] }));
    const read = await rowsRead(() =>
      city.engine.store.query(`select case_id from (${findingsOf(dodging!, facts, [])})`, { cases: ['late'] }),
    );
    // It asks for them four times.
    expect(read).toBeLessThanOrEqual(4 * own);
  });
});
