/**
 * Keeps case_facts true to case_events. A touched case is recomputed from its own events; cases waiting together are
 * recomputed together, so a burst costs little more than a single event.
 */
import { hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { modelDirectory, readModels } from './catalogue.ts';
import { inlineView } from './inline.ts';
import type { Store } from './store.ts';
import { StoreError } from './store-error.ts';

const GATHERED = inlineView(
  'case_gathered_of(from_case={from_case:String}, to_case={to_case:String}, cases={cases:Array(String)}, version={version:UInt64})',
);
const REFRESH = `insert into case_gathered select * from ${GATHERED}`;

/**
 * For statements of few cases, whose time is the engine's planning: the models are written as they shall run, and looking
 * for a better way took a quarter of it.
 */
const FEW = 2_000;
const OF_FEW = 'query_plan_enable_optimizations = 0, max_threads = 1';

/**
 * For statements of many cases, two side by side. Measured on two cores over 200,000 cases: rows that flow on in large
 * blocks, and one thread for each statement, take a sixth less processor time than what the engine does by itself; cases
 * gathered in their order are written without sorting.
 */
const IN_BULK =
  'optimize_aggregation_in_order = 1, min_insert_block_size_rows_for_materialized_views = 1048576, min_insert_block_size_bytes_for_materialized_views = 1000000000';

/**
 * Cases one statement recomputes at most, and bytes of their numbers. The engine takes no longer list as the argument of
 * a view: 30,000 cases of 25 bytes it took, with 40,000 it says that `cases` is not set.
 */
const MOST_CASES = 20_000;
const MOST_BYTES = 500_000;
/** Closed cases in open_cases after which it is cleaned out. */
const MOST_TOMBSTONES = 50_000;
const RETRY_MS = 1_000;
/**
 * Between two refreshes of few cases it rests as long as the last took, at most this long: what came meanwhile goes
 * together into the next, and half of a processor is left to those who read.
 */
const LONGEST_REST_MS = 300;
/** How long a case the engine could not compute is set aside. */
const ASIDE_MS = 60_000;

export interface Refresher {
  /** Cases whose events changed. */
  touch(caseIds: readonly string[]): void;
  /** Cases waiting, those being recomputed included. */
  readonly waiting: number;
  /** Resolves when everything touched before the call is in case_facts. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface RefresherOptions {
  /** After each refresh, the cases it brought up to date. */
  onRefreshed?: (caseIds: readonly string[]) => void;
  /** A refresh that failed: a passing fault is waited out, a case that cannot be computed is set aside for a while. */
  onFault?: (error: unknown) => void;
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

/** Versions grow with every computation, also across restarts and between processes: even ones of a rebuild, odd of a refresh. */
let lastVersion = 0;
function nextVersion(kind: 'rebuild' | 'refresh'): number {
  lastVersion = Math.max(lastVersion + 2, Date.now() * 1000);
  lastVersion += (lastVersion + (kind === 'refresh' ? 1 : 0)) % 2;
  return lastVersion;
}

/** Tombstones for the cases that still stand open but are closed; see cases/08_open_cases.sql. */
const BURY_CLOSED = `insert into open_cases
select * from case_facts final where is_closed and case_id in (select case_id from open_cases)`;

export async function openRefresher(store: Store, options: RefresherOptions = {}): Promise<Refresher> {
  let waiting = new Set<string>();
  let running: readonly string[] = [];
  let loop: Promise<void> | undefined;
  let isClosing = false;
  /** Cases the engine could not compute; they keep their last facts until a later try. */
  const aside = new Set<string>();
  let closedSinceCleaning = 0;
  const waiters: { before: number; resolve: () => void }[] = [];
  let touched = 0;
  let refreshed = 0;
  let endRest: () => void = () => undefined;

  /** Ends early for whoever waits until everything is up to date. */
  function rest(milliseconds: number): Promise<void> {
    if (waiters.length > 0 || isClosing) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /**
   * A passing fault is waited out. Any other is narrowed down by halves to the cases that cause it, which are set aside and
   * tried again later, so that one case the engine cannot compute holds up no other.
   */
  async function refresh(cases: readonly string[]): Promise<void> {
    const [from_case = '', to_case = ''] = [cases[0], cases.at(-1)];
    for (;;) {
      try {
        const statement = cases.length <= FEW ? `${REFRESH} settings ${OF_FEW}` : REFRESH;
        await store.command(statement, { from_case, to_case, cases, version: nextVersion('refresh') });
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
    closedSinceCleaning = 0;
    await store.command('optimize table open_cases final cleanup');
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
      closedSinceCleaning += batch.length;
      if (closedSinceCleaning >= MOST_TOMBSTONES) await clean().catch((error) => options.onFault?.(error));
      if (batch.length <= FEW) await rest(Math.min(took, LONGEST_REST_MS));
    }
  }

  function start(): void {
    loop ??= run().finally(() => {
      loop = undefined;
      if (waiting.size > 0 && !isClosing) start();
    });
    loop.catch((error) => options.onFault?.(error));
  }

  const again = setInterval(() => {
    for (const id of aside) waiting.add(id);
    aside.clear();
    if (waiting.size > 0) start();
  }, options.asideMs ?? ASIDE_MS).unref();

  return {
    touch(caseIds) {
      for (const id of caseIds) waiting.add(id);
      touched += caseIds.length;
      if (caseIds.length > 0) start();
    },
    get waiting() {
      return waiting.size + running.length;
    },
    settled() {
      if (touched === refreshed) return Promise.resolve();
      return new Promise((resolve) => {
        waiters.push({ before: touched, resolve });
        endRest();
      });
    },
    async close() {
      clearInterval(again);
      isClosing = true;
      endRest();
      await loop?.catch(() => undefined);
    },
  };
}

export interface RebuildOptions {
  /** Cases recomputed so far, of all. */
  onProgress?: (done: number, all: number) => void;
  /** Cases per statement; two statements run side by side. */
  casesPerStatement?: number;
}

/** Recomputes every case from its events. Readers see the old facts of a case until its new ones are there. */
export async function rebuild(store: Store, options: RebuildOptions = {}): Promise<{ cases: number }> {
  const { casesPerStatement = 200_000 } = options;
  const version = nextVersion('rebuild');
  const bounds = await store.query<{ first: string; last: string; cases: number }>(
    `select min(case_id) as first, max(case_id) as last, toUInt32(count()) as cases
    from (
        select case_id, intDiv(row_number() over (order by case_id) - 1, {size:UInt32}) as slice
        from (select distinct case_id from case_events)
    )
    group by slice order by slice`,
    { size: casesPerStatement },
  );
  const all = bounds.reduce((sum, slice) => sum + slice.cases, 0);
  let done = 0;
  const queue = bounds.values();
  // A server knows its own processors; here each of the two statements gets half of them.
  const threads =
    store.kind === 'embedded' ? `, max_threads = ${Math.max(1, Math.floor(availableParallelism() / 2))}` : '';
  const statement = `${REFRESH} settings ${IN_BULK}${threads}`;
  async function work(): Promise<void> {
    for (const { first, last, cases } of queue) {
      await store.command(statement, { from_case: first, to_case: last, cases: [], version });
      done += cases;
      options.onProgress?.(done, all);
    }
  }
  await Promise.all([work(), work()]);
  await store.command(BURY_CLOSED);
  await store.command('optimize table open_cases final cleanup');
  const computed = ['case_facts', await factsFingerprint(), version].join('\t');
  await store.insert('facts_computed', ['what', 'models', 'version'], `${computed}\n`, 'TabSeparated');
  return { cases: all };
}

/**
 * Recomputes every case when the models all facts came from are no longer those of this release: after an update, or when a
 * rebuild was cut off. Answers undefined when nothing had to be done.
 */
export async function ensureFacts(store: Store, options: RebuildOptions = {}): Promise<{ cases: number } | undefined> {
  const [computed] = await store.query<{ models: string }>(
    "select models from facts_computed final where what = 'case_facts'",
  );
  return computed?.models === (await factsFingerprint()) ? undefined : rebuild(store, options);
}

/** Of every model between the events and case_facts. */
async function factsFingerprint(): Promise<string> {
  const models = await readModels(modelDirectory);
  const text = models.flatMap(({ file, checksum }) => (/^(staging|cases)\//.test(file) ? [checksum] : [])).join();
  return hash('sha256', text);
}
