/** What the process that owns a data directory measures of its supervision: real rules, real cards, a clock of its own. */
import { once } from 'node:events';
import { type Cards, type Engine, openCards, openSupervisor, type Supervisor } from '@mingcha/analytics';
import { readRules } from '@mingcha/sql';
import { timed } from './timing.ts';

export interface Look {
  seconds: number;
  issued: number;
  /** Open cases there were. */
  open: number;
}

/** So long before the moment the supervisor starts looking, so that a look has just been over when it passes. */
const AHEAD_MS = 2_000;
const GIVEN_UP_AFTER_MS = 300_000;

let aheadMs = 0;
let cards: Cards | undefined;
let supervisor: Supervisor | undefined;

const fail = (error: unknown) => {
  throw error;
};
const clock = () => new Date(Date.now() + aheadMs);

async function watch({ store }: Engine): Promise<{ cards: Cards; supervisor: Supervisor }> {
  cards ??= openCards({ store, clock, onFault: fail });
  supervisor ??= openSupervisor({ store, cards, rules: await readRules(), clock, onFault: fail });
  return { cards, supervisor };
}

async function look(engine: Engine): Promise<Look> {
  const { supervisor } = await watch(engine);
  const { result, seconds } = await timed(() => supervisor.run());
  if (result.failed.length > 0) throw new Error(`These rules failed: ${result.failed.join(', ')}.`);
  const [row] = await engine.store.query<{ open: number }>(
    'select toUInt32(count()) as open from open_cases final where not is_closed',
  );
  return { seconds, issued: result.issued, open: row!.open };
}

/** One look at all there is, as of a moment; the first is at all of history. */
async function supervise(engine: Engine, asOf: string): Promise<Look> {
  aheadMs = Date.parse(asOf) - Date.now();
  return look(engine);
}

/** One look after so many cases, taken from everywhere, were touched. */
async function superviseTouched(engine: Engine, touched: number): Promise<Look> {
  const { supervisor } = await watch(engine);
  const rows = await engine.store.query<{ case_id: string }>(
    'select case_id from case_facts order by cityHash64(case_id) limit {touched:UInt32}',
    { touched },
  );
  supervisor.touch(rows.map(({ case_id }) => case_id));
  return look(engine);
}

export interface TimeToCard {
  /** From the moment to the last card of those it makes true. */
  seconds: number;
  cards: number;
}

/** How long after the next due moment the cards it makes true are stored, when the supervisor looks by itself. */
async function timeToCard(engine: Engine, asOf: string): Promise<TimeToCard> {
  const [next] = await engine.store.query<{ ms: number | null }>(
    `select toFloat64(toUnixTimestamp64Milli(minOrNull(due_at))) as ms from open_cases final
    where not is_closed and due_at > {as_of:DateTime64(3, 'UTC')} and on_clock_at <= due_at`,
    { as_of: new Date(asOf) },
  );
  const moment = next?.ms ?? undefined;
  if (moment === undefined) throw new Error(`No open case falls due after ${asOf}, so the city is not as expected.`);
  aheadMs = moment - AHEAD_MS - Date.now();
  const { cards, supervisor } = await watch(engine);
  const bell = new EventTarget();
  let [lastAt, count] = [0, 0];
  const stopListening = cards.onCards((changes) => {
    const isOfMoment = changes.filter(
      ({ event }) => event.action === 'issue' && Date.parse(JSON.parse(event.detail).found_at) === moment,
    );
    if (isOfMoment.length === 0) return;
    lastAt = clock().getTime();
    count += isOfMoment.length;
    bell.dispatchEvent(new Event('cards'));
  });
  const signal = AbortSignal.timeout(GIVEN_UP_AFTER_MS);
  supervisor.start();
  await once(bell, 'cards', { signal });
  // Stopped at once, the look would leave out what it still had to issue; the next begins when it is over.
  await supervisor.run();
  await supervisor.stop();
  stopListening();
  return { seconds: (lastAt - moment) / 1000, cards: count };
}

export const supervisionTasks = { supervise, superviseTouched, timeToCard };
