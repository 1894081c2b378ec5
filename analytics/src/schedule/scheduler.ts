/**
 * Makes reports when they are due, stores them and has them announced. Looks every half minute: what is due and not done yet,
 * of the last month, is done, in order; so downtime is made up for, and nothing is done twice, however often processes start
 * and however many there are.
 *
 * Three steps, each safe to repeat: the file is put on the shelf and written down as made; the messages are written down, each
 * with a number of its own; the run is written down as announced. Killed in between, the next look goes on from there.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Store } from '@mingcha/sql';
import { formatPeriod } from '../periods/period.ts';
import { openTurns } from '../turns.ts';
import { readWorkingDays } from './calendar.ts';
import { insertRun, readRuns } from './kept-runs.ts';
import { type KeptSchedule, readSchedules } from './kept-schedules.ts';
import { addressOf, isOfMoment } from './reports.ts';
import { backOff, freshRun, type Made, type Run, type RunRow, runId } from './run.ts';
import type { Shelf } from './shelf.ts';
import { type Occasion, runsBetween } from './when.ts';

export interface ReportMade extends Made {
  run_id: string;
  due_at: string;
}

export interface SchedulerOptions {
  store: Store;
  shelf: Shelf;
  /** Asks the API for a report: its address under the API's prefix. Rejects with a sentence. */
  ask: (address: string) => Promise<Uint8Array>;
  /** Resolves when it is written down who is told; telling again of the same run changes nothing. */
  announce: (report: ReportMade, receivers: readonly string[]) => Promise<void>;
  onFault: (error: unknown) => void;
  clock?: () => Date;
}

export interface Scheduler {
  start(): void;
  /** One look; resolves with the number of runs brought to their end. */
  run(): Promise<number>;
  /** Resolves when nothing is being made any more. */
  stop(): Promise<void>;
}

const DAY = 86_400_000;
const LOOK_EVERY_MS = 30_000;
/** What was missed longer ago is not made up for. */
const CATCH_UP_MS = 31 * DAY;
const GIVEN_UP_AFTER_MS = 7 * DAY;
/** Longer than any report takes. */
const CLAIM_MS = 600_000;
/** Claims of other processes are seen after this. One process has an embedded store for itself. */
const SETTLE_MS = { embedded: 0, server: 500 };

export function openScheduler(options: SchedulerOptions): Scheduler {
  const { store, shelf, ask, announce, onFault, clock = () => new Date() } = options;
  const worker = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const inTurn = openTurns(1);
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;

  async function look(): Promise<number> {
    const now = clock();
    const schedules = (await readSchedules(store)).filter(({ is_active }) => is_active);
    const due: { schedule: KeptSchedule; occasion: Occasion }[] = [];
    for (const schedule of schedules) {
      const calendar = await readWorkingDays(store, schedule.calendar, now);
      const since = new Date(Math.max(schedule.active_since.getTime(), now.getTime() - CATCH_UP_MS));
      for (const occasion of runsBetween(schedule, calendar, since, now)) due.push({ schedule, occasion });
    }
    due.sort((a, b) => a.occasion.at.getTime() - b.occasion.at.getTime());
    const numbers = due.map(({ schedule, occasion }) => runId(schedule.schedule, occasion.occasion));
    const known = await readRuns(store, numbers);
    let ended = 0;
    for (const [index, { schedule, occasion }] of due.entries()) {
      if (isStopping) break;
      const run = known.get(numbers[index]!) ?? freshRun(schedule.schedule, occasion.occasion, occasion.at);
      if (isDone(run) || run.notBefore > now || isOthers(run, now)) continue;
      if (await bring(run, schedule, occasion)) ended += 1;
    }
    return ended;
  }

  const isDone = ({ state }: Run) => state === 'announced' || state === 'given_up';
  // An embedded store belongs to one process: a claim of another is that of one that died.
  const isOthers = ({ claim }: Run, now: Date) =>
    store.kind === 'server' && claim !== undefined && claim.worker !== worker && claim.until > now;

  function row(
    { run_id, sequence, schedule, occasion, due_at }: Run,
    action: RunRow['action'],
    more: Partial<RunRow> = {},
  ): RunRow {
    const at = clock().toISOString();
    return { run_id, sequence, action, worker, schedule, occasion, due_at, at, not_before: null, detail: '', ...more };
  }

  /** Undefined where another process was first. */
  async function claim(run: Run): Promise<Run | undefined> {
    const until = new Date(clock().getTime() + CLAIM_MS).toISOString();
    await insertRun(store, row({ ...run, sequence: run.sequence + 1 }, 'claimed', { not_before: until }));
    const settleMs = SETTLE_MS[store.kind];
    if (settleMs > 0) await new Promise((resolve) => setTimeout(resolve, settleMs));
    const claimed = (await readRuns(store, [run.run_id])).get(run.run_id);
    // Another try than those known here: another process was there first.
    const isMine = claimed?.claim?.worker === worker && claimed.tries === run.tries && !isDone(claimed);
    return isMine ? claimed : undefined;
  }

  async function bring(found: Run, schedule: KeptSchedule, occasion: Occasion): Promise<boolean> {
    const run = await claim(found);
    if (run === undefined) return false;
    try {
      const made = run.made ?? (await make(run, schedule, occasion));
      const { run_id, due_at } = run;
      await announce({ ...made, run_id, due_at }, schedule.receivers);
      await insertRun(store, row(run, 'announced'));
      return true;
    } catch (error) {
      await fail(run, error);
      return false;
    }
  }

  async function make(run: Run, schedule: KeptSchedule, { period, day, at: asOf }: Occasion): Promise<Made> {
    const { name, report, parameters, format, language } = schedule;
    const content = await ask(addressOf({ report, parameters, period, format, language, asOf }));
    // A claim that ran out and its successor do not write into one file.
    const file = `${run.run_id}-${run.sequence}.${format}`;
    const stored = await shelf.put(file, content);
    const made = { file, name, report, period: isOfMoment(report) ? day : formatPeriod(period), format, ...stored };
    await insertRun(store, row(run, 'made', { detail: JSON.stringify(made) }));
    return made;
  }

  async function fail(run: Run, error: unknown): Promise<void> {
    const detail = (error as Error).message;
    onFault(
      new Error(`The report ${run.schedule} of ${run.occasion} could not be made or announced.`, { cause: error }),
    );
    const now = clock().getTime();
    if (now - Date.parse(run.due_at) >= GIVEN_UP_AFTER_MS && run.tries > 0) {
      await insertRun(store, row(run, 'given_up', { detail }));
      return;
    }
    const not_before = new Date(now + backOff(run.tries + 1)).toISOString();
    await insertRun(store, row(run, 'failed', { detail, not_before }));
  }

  const run = () => inTurn(look);
  function next(): void {
    if (isStopping) return;
    timer = setTimeout(() => void run().catch(onFault).finally(next), LOOK_EVERY_MS);
    timer.unref();
  }
  return {
    start: () => void run().catch(onFault).finally(next),
    run,
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await inTurn(async () => undefined);
    },
  };
}
