/**
 * What a look of the supervisor costs, in rows the engine reads: those of what is open and what was touched, not those of the
 * history beside it. Rows, since time on a shared machine says nothing.
 */
import { openCards, openSupervisor, type Supervisor } from '@mingcha/analytics';
import { readRules } from '@mingcha/sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, openSmallCity, type SmallCity } from '../api/small-city.ts';

const HISTORY = 40_000;
const RULES = await readRules();
/** A closed case of the city, many times over and as of years ago, looked at long since; each with a card. */
const OLD = `
insert into case_facts
select facts.* replace (
  concat('2020-', toString(number)) as case_id, subtractDays(facts.decision_entered_at, 1500) as decision_entered_at,
  facts.first_on - 1500 as first_on, facts.last_on - 1500 as last_on, facts.closed_on - 1500 as closed_on, facts.open_until - 1500 as open_until,
  2 as version
)
from (select * from case_facts final where case_id = 'late') as facts cross join numbers(${HISTORY}) as numbers`;
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
  const onFault = (error: unknown) => faults.push(error);
  const clock = () => NOW;
  const cards = openCards({ store, clock, onFault });
  supervisor = openSupervisor({ store, cards, rules: RULES, clock, onFault });
  await supervisor.run();
});
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

describe('a look', () => {
  it('at what is open and at cases touched reads no history and none of its cards', async () => {
    const touched = ['open-late', 'late', 'on-time'];
    const small = await look(touched);
    expect(small).toBeGreaterThan(0);
    await city.engine.store.command(OLD);
    await city.engine.store.command(OLD_CARDS);
    const large = await look(touched);
    expect(faults).toEqual([]);
    // A granule or two of what a rule or a look-up touches, where one statement over history would be all of it.
    expect(large - small).toBeLessThan(HISTORY / 4);
  });
});
