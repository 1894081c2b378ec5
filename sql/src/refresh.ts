/**
 * Keeps case_facts true to case_events. A touched case is recomputed from its own events; cases waiting together are
 * recomputed together, so a burst costs little more than a single event.
 */
import { openPause } from './pause.ts';
import { nextVersion, REFRESH } from './refresh-statement.ts';
import type { Store } from './store.ts';
import { StoreError } from './store-error.ts';

/**
 * For statements of few cases, whose time is the engine's planning: the models are written as they shall run, and looking
 * for a better way took a quarter of it.
 */
const FEW = 2_000;
const OF_FEW = 'query_plan_enable_optimizations = 0, max_threads = 1';

/**
 * Cases one statement recomputes at most, and bytes of their numbers. The engine takes no longer list as the argument of
 * a view: 30,000 cases of 25 bytes it took, with 40,000 it says that `cases` is not set.
 */
export const MOST_CASES = 20_000;
const MOST_BYTES = 500_000;
/** Closed cases in open_cases after which it is cleaned out, whatever else there is to do. */
const MOST_TOMBSTONES = 50_000;
/** From so many on it is cleaned out when nothing has come for a while: every list of open cases reads past them. */
const MANY_TOMBSTONES = 1_000;
const QUIET_MS = 5_000;
const RETRY_MS = 1_000;
/**
 * Between two refreshes of few cases it rests half as long as the last took, at most this long: what came meanwhile goes
 * together into the next, and a third of a processor is left to those who read.
 */
const LONGEST_REST_MS = 150;
/** How long a case the engine could not compute is set aside. */
const ASIDE_MS = 60_000;

export interface Refresher {
  /** Cases whose events changed. */
  touch(caseIds: readonly string[]): void;
  /** Cases waiting, those being recomputed included. */
  readonly waiting: number;
  /** Cases the engine could not compute, until it can; they keep their last facts and hold up no `settled`. */
  readonly aside: number;
  /** Resolves when everything touched before the call is in case_facts, or aside. */
  settled(): Promise<void>;
  /** The same of one case, which waits for no other, at most so many milliseconds; at once where nothing of it is on its way. */
  settledFor(caseId: string, mostMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface RefresherOptions {
  /** After each refresh, the cases it brought up to date. */
  onRefreshed?: (caseIds: readonly string[]) => void;
  /** A refresh that failed: a passing fault is waited out, a case that cannot be computed is set aside for a while. */
  onFault?: (error: unknown) => void;
  /** Milliseconds without a touched case after which open_cases is cleaned out; five seconds unless told. */
  quietMs?: number;
  /** Closed cases in it for which that is worth it; 1,000 unless told. */
  manyTombstones?: number;
  /** Milliseconds after which cases that could not be computed are tried again; a minute unless told. */
  asideMs?: number;
}

/** How many of the cases, from the first on, go into one statement; at least one. */
function fitting(cases: readonly string[]): number {
  let bytes = 0;
  let count = 0;
  while (count < Math.min(cases.length, MOST_CASES)) {
    bytes += Buffer.byteLength(cases[count]!);
    if (bytes > MOST_BYTES && count > 0) break;
    count += 1;
  }
  return count;
}

export async function openRefresher(store: Store, options: RefresherOptions = {}): Promise<Refresher> {
  let waiting = new Set<string>();
  let running: readonly string[] = [];
  let loop: Promise<void> | undefined;
  let isClosing = false;
  const aside = new Set<string>();
  const { manyTombstones = MANY_TOMBSTONES } = options;
  // An earlier process may have left some.
  let refreshedSinceCleaning = manyTombstones;
  let cleaning: Promise<void> = Promise.resolve();
  let quiet: NodeJS.Timeout | undefined;
  const waiters: { before: number; resolve: () => void }[] = [];
  const waitersForCases = new Set<{ caseId: string; resolve: () => void }>();
  let touched = 0;
  let refreshed = 0;
  const pause = openPause();

  /**
   * A passing fault is waited out. Any other is narrowed down by halves to the cases that cause it, which are set aside and
   * tried again later, so that one case the engine cannot compute holds up no other.
   */
  async function refresh(cases: readonly string[]): Promise<void> {
    const [from_case = '', to_case = ''] = [cases[0], cases.at(-1)];
    for (;;) {
      try {
        const version = await nextVersion(store, 'refresh');
        const statement = cases.length <= FEW ? `${REFRESH} settings ${OF_FEW}` : REFRESH;
        await store.command(statement, { from_case, to_case, cases, version });
        if (aside.size > 0) for (const id of cases) aside.delete(id);
        return;
      } catch (error) {
        options.onFault?.(error);
        if (isClosing) throw error;
        if (error instanceof StoreError && !error.isRetryable) {
          if (cases.length === 1) {
            aside.add(from_case);
            return;
          }
          const half = cases.length >> 1;
          await refresh(cases.slice(0, half));
          await refresh(cases.slice(half));
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  async function clean(): Promise<void> {
    refreshedSinceCleaning = 0;
    await store.command('optimize table open_cases final cleanup');
  }

  async function cleanIfWorthIt(): Promise<void> {
    refreshedSinceCleaning = 0;
    const [row] = await store.query<{ rows: number }>('select toUInt32(countIf(is_closed)) as rows from open_cases');
    if ((row?.rows ?? 0) >= manyTombstones) await clean();
  }

  function cleanWhenQuiet(): void {
    if (refreshedSinceCleaning < manyTombstones || isClosing) return;
    const begin = () => {
      cleaning = cleanIfWorthIt().catch((error) => {
        if (!isClosing) options.onFault?.(error);
      });
    };
    quiet = setTimeout(begin, options.quietMs ?? QUIET_MS).unref();
  }

  async function run(): Promise<void> {
    while (waiting.size > 0) {
      const all = [...waiting];
      const batch = all.slice(0, fitting(all));
      const upTo = touched;
      waiting = new Set(all.slice(batch.length));
      const isEverything = waiting.size === 0;
      running = batch;
      const started = performance.now();
      await refresh([...batch].sort());
      const took = performance.now() - started;
      running = [];
      options.onRefreshed?.(batch);
      if (isEverything) refreshed = upTo;
      for (const waiter of waiters.splice(0)) {
        if (waiter.before <= refreshed) waiter.resolve();
        else waiters.push(waiter);
      }
      for (const waiter of waitersForCases) if (!waiting.has(waiter.caseId)) waiter.resolve();
      refreshedSinceCleaning += batch.length;
      if (refreshedSinceCleaning >= MOST_TOMBSTONES) await clean().catch((error) => options.onFault?.(error));
      // None for whoever waits until everything is up to date.
      const isAwaited = waiters.length + waitersForCases.size > 0;
      if (batch.length <= FEW && !isAwaited && !isClosing) await pause.take(Math.min(took / 2, LONGEST_REST_MS));
    }
  }

  function start(): void {
    clearTimeout(quiet);
    loop ??= run().finally(() => {
      loop = undefined;
      if (waiting.size > 0 && !isClosing) start();
      else cleanWhenQuiet();
    });
    loop.catch((error) => options.onFault?.(error));
  }

  const again = setInterval(() => {
    for (const id of aside) waiting.add(id);
    if (waiting.size > 0) start();
  }, options.asideMs ?? ASIDE_MS).unref();

  cleanWhenQuiet();
  return {
    touch(caseIds) {
      for (const id of caseIds) waiting.add(id);
      touched += caseIds.length;
      if (caseIds.length > 0) start();
    },
    get waiting() {
      return waiting.size + running.length;
    },
    get aside() {
      return aside.size;
    },
    settled() {
      if (touched === refreshed) return Promise.resolve();
      return new Promise((resolve) => {
        waiters.push({ before: touched, resolve });
        pause.end();
      });
    },
    settledFor(caseId, mostMs) {
      if (!waiting.has(caseId) && !running.includes(caseId)) return Promise.resolve();
      return new Promise((resolve) => {
        const waiter = {
          caseId,
          resolve() {
            clearTimeout(timer);
            waitersForCases.delete(waiter);
            resolve();
          },
        };
        const timer = setTimeout(waiter.resolve, mostMs);
        waitersForCases.add(waiter);
        pause.end();
      });
    },
    async close() {
      clearInterval(again);
      clearTimeout(quiet);
      isClosing = true;
      pause.end();
      await loop?.catch(() => undefined);
      for (const waiter of waitersForCases) waiter.resolve();
      await cleaning;
    },
  };
}
