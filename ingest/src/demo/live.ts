/**
 * The demo city, running live. An empty store gets the city's directory and a history of thirteen weeks up to now; from
 * then on its days go on as they went: busy in office hours, quiet by night and on days off, never quite still. After a
 * restart on the same data the city goes on where it was: its whole life follows from its founding minute, which the ids
 * of its events tell. Once somebody else's events have come in, a restart does not go on with it.
 */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { Store } from '@mingcha/sql';
import type { Intake } from '../intake/intake.ts';
import { IntakeUnavailable } from '../intake/unavailable.ts';
import { DAY, dayAt } from './case-plan.ts';
import { directoryFiles } from './directory-files.ts';
import { DEMO_SOURCE, FoundedCity, foundedIn, idPrefix } from './founded-city.ts';
import { nationalCalendar } from './national-calendar.ts';
import { PendingLines } from './pending-lines.ts';
import { type CalendarDay, WorkingDays } from './working-days.ts';

export interface DemoOptions {
  intake: Pick<Intake, 'submit' | 'settled'>;
  store: Pick<Store, 'query'>;
  /** Imports directory files, name → CSV text, as `mingcha directory import` does. */
  importDirectory: (files: Record<string, string>) => Promise<unknown>;
  clock?: () => Date;
  /** Ends the demo; what was submitted is stored. */
  signal?: AbortSignal;
  /** The founding to go on with, as `lookForDemo` found it; none: the city is founded now. */
  founded: number | null;
  seed?: number;
  /** Fewer on days off. */
  casesPerWorkingDay?: number;
  calendar?: readonly CalendarDay[];
  /** Called once the history is loaded, or the gap since the last run is closed. */
  onReady?: (loaded: { events: number }) => void;
  /** Told of lines refused and of a store that does not answer. */
  onFault?: (error: unknown) => void;
  /** Waits between two looks at the clock. */
  pause?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** Lines sent at a time: in batches of 4,000 a founding takes a quarter more processor time. */
const BATCH = 20_000;
const TICK = 1000;
/** Told again after a restart, in seconds: resends change nothing, a gap would. */
const OVERLAP = 900;
/** Zone of the city, ahead of UTC. */
const ZONE_SECONDS = 8 * 3600;
/** No case lasts longer: older ones need not be drawn again after a restart. */
const LONGEST_CASE_DAYS = 150;

/** What there is of the demo in a store. */
export interface DemoFound {
  /** The founding a city of this release can be gone on with from; null where there is none. */
  founded: number | null;
  /** Whether invented events lie there: a city's, of this release or another, or those of `mingcha generate`. */
  isInvented: boolean;
  /** Whether others have sent events. */
  hasOthers: boolean;
}

export async function lookForDemo(store: DemoOptions['store']): Promise<DemoFound> {
  const [known] = await store.query<{ newest: string; invented: number; others: number }>(
    // A start waits for this: of a store without the city nothing but the sources is read.
    `select
      max(event_id) as newest, count()::Float64 as invented,
      (select count() from (select 1 from case_events where source != {source:String} limit 1))::Float64 as others
    from case_events where source = {source:String}`,
    { source: DEMO_SOURCE },
  );
  const { newest, invented, others } = known ?? { newest: '', invented: 0, others: 0 };
  return { founded: foundedIn(newest), isInvented: invented > 0, hasOthers: others > 0 };
}

/**
 * Whether the city runs: in an empty store, and on while nobody else has sent anything. `wanted`: true beside others, too,
 * false never.
 */
export function isDemoToRun({ founded, isInvented, hasOthers }: DemoFound, wanted: boolean | undefined): boolean {
  if (wanted !== undefined) return wanted;
  return !hasOthers && (founded !== null || !isInvented);
}

/** Runs until the signal comes. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const { clock = () => new Date(), signal, store } = options;
  const now = () => Math.floor(clock().getTime() / 1000) + ZONE_SECONDS;
  const founded = options.founded ?? Math.floor(now() / 60);
  const isResumed = options.founded !== null;
  const calendar = new WorkingDays(options.calendar ?? nationalCalendar());
  const { seed = 20, casesPerWorkingDay = 600 } = options;
  const city = new FoundedCity({ seed, founded, calendar, casesPerWorkingDay });
  const pending = new PendingLines();
  const send = (lines: readonly string[]) => submitAll(options, lines);
  let loaded = 0;
  let told = Number.NEGATIVE_INFINITY;
  if (isResumed) {
    const last = await drawHistory(city, { later: pending }, signal);
    if (await isStored(store, last)) told = (await newestEvent(store, founded)) - OVERLAP;
    else await drawHistory(city, { past: send }, signal);
  } else {
    await options.importDirectory(directoryFiles(city.city));
    await drawHistory(
      city,
      {
        later: pending,
        past: async (lines) => {
          loaded += await send(lines);
        },
      },
      signal,
    );
  }

  let day = dayAt(city.foundedAt) + 1;
  if (told > city.foundedAt) day = Math.max(day, dayAt(told) - LONGEST_CASE_DAYS);
  pending.takeUntil(told);
  const draw = (until: number) => {
    for (; day * DAY <= until; day += 1) {
      for (const { at, line } of city.day(day)) if (at > told) pending.add(at, line);
    }
  };
  while (day * DAY <= now() && !signal?.aborted) {
    draw(day * DAY);
    loaded += await send(pending.takeUntil(Math.min(now(), day * DAY - 1)));
    await turn();
  }
  loaded += await send(pending.takeUntil(now()));
  if (!signal?.aborted) {
    await options.intake.settled();
    options.onReady?.({ events: loaded });
  }
  await live(options, now, pending, draw);
}

async function live(
  options: DemoOptions,
  now: () => number,
  pending: PendingLines,
  draw: (until: number) => void,
): Promise<void> {
  const { signal, pause = wait } = options;
  while (!signal?.aborted) {
    const moment = now();
    draw(moment);
    await submitAll(options, pending.takeUntil(moment));
    await pause(TICK, signal);
  }
}

async function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

/**
 * Draws the history: what has arrived by the founding goes to `past` in batches, case by case; the rest to `later`.
 * Returns the last line that goes to `past`.
 */
async function drawHistory(
  city: FoundedCity,
  to: { past?: (lines: readonly string[]) => Promise<unknown>; later?: PendingLines },
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  let batch: string[] = [];
  let last: string | undefined;
  for (let day = city.firstDay; day <= dayAt(city.foundedAt); day += 1) {
    for (const { at, line } of city.day(day)) {
      if (at <= city.foundedAt) {
        last = line;
        if (to.past) batch.push(line);
      } else to.later?.add(at, line);
    }
    if (to.past && batch.length >= BATCH) {
      await to.past(batch);
      batch = [];
    }
    if (signal?.aborted) return undefined;
    await turn();
  }
  await to.past?.(batch);
  return last;
}

/** Whether the last line of the history is stored: a start that was cut short left it out. */
async function isStored(store: DemoOptions['store'], line: string | undefined): Promise<boolean> {
  if (line === undefined) return true;
  const { case_id, event_id } = JSON.parse(line) as { case_id: string; event_id: string };
  const rows = await store.query<{ found: string }>(
    `select toString(count()) as found from case_events
     where case_id = {case_id:String} and source = {source:String} and event_id = {event_id:String}`,
    { case_id, event_id, source: DEMO_SOURCE },
  );
  return rows[0]?.found !== '0';
}

/** When the newest stored event of the city happened, local seconds: lines go out in order of arrival, soon after. */
async function newestEvent(store: DemoOptions['store'], founded: number): Promise<number> {
  const rows = await store.query<{ newest: string }>(
    `select toString(toUnixTimestamp64Milli(max(occurred_at))) as newest from case_events
     where source = {source:String} and startsWith(event_id, {prefix:String})`,
    { source: DEMO_SOURCE, prefix: idPrefix(founded) },
  );
  return Math.floor(Number(rows[0]?.newest ?? 0) / 1000) + ZONE_SECONDS;
}

/**
 * Submits in batches, each answered before the next; returns how many lines were taken. While the store cannot take
 * them, waits and sends the same lines again. A signal ends it between two batches.
 */
async function submitAll(options: DemoOptions, lines: readonly string[]): Promise<number> {
  const { intake, signal, onFault, pause = wait } = options;
  let taken = 0;
  for (let from = 0; from < lines.length && !signal?.aborted; ) {
    try {
      const results = await intake.submit(lines.slice(from, from + BATCH), { source: DEMO_SOURCE });
      for (const result of results) {
        if (result.status !== 'rejected') taken += 1;
        else
          onFault?.(
            new Error(`The demo's event ${result.event_id ?? ''} was refused: ${result.message ?? result.code}.`),
          );
      }
      from += BATCH;
    } catch (error) {
      if (!(error instanceof IntakeUnavailable)) throw error;
      onFault?.(error);
      await pause(TICK, signal);
    }
  }
  return taken;
}
