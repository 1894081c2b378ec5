/**
 * Until when each worker's events are in case_facts. A worker that is killed between storing events and refreshing
 * their cases leaves them above its mark; whoever starts next touches those cases.
 *
 * This works because a worker's `ingested_at` rises strictly from batch to batch.
 */
import type { Store } from '@mingcha/sql';
import type { CaseRefresher } from './intake.ts';
import { momentText } from './moment.ts';

/** A mark that nobody moved for so long belongs to a worker that is gone; its events may be marked by another. */
const STALE = 600_000;

/** Cases read at a time, so that a bulk load cut off early is taken up in bounded memory. */
const CASES_PER_QUERY = 50_000;

export interface Recovery {
  /** Newest moment this worker ever stamped; 0 when it is new. */
  newestOwn: number;
  /** Marks to write once the touched cases are refreshed. */
  marks: Map<string, number>;
}

/** Hands every case with events above a mark to `touch`, which may make the reader wait. */
export async function recoverUnrefreshed(
  store: Store,
  worker: string,
  now: Date,
  touch: (cases: string[]) => Promise<void>,
): Promise<Recovery> {
  const marked = await store.query<{ worker: string; mark: number }>(
    `select worker, toUnixTimestamp64Milli(max(refreshed_through))::Float64 as mark
     from refresh_marks group by worker`,
  );
  const markOf = new Map(marked.map((row) => [row.worker, row.mark]));
  const workers = await store.query<{ worker: string; newest: number }>(
    `select worker, toUnixTimestamp64Milli(max(ingested_at))::Float64 as newest
     from case_events group by worker`,
  );
  const recovery: Recovery = { newestOwn: markOf.get(worker) ?? 0, marks: new Map() };
  for (const { worker: name, newest } of workers) {
    const mark = markOf.get(name) ?? 0;
    if (name === worker) recovery.newestOwn = Math.max(mark, newest);
    if (newest <= mark) continue;
    await touchAbove(store, name, mark, touch);
    // Another worker may still be storing events below its newest; its own mark is its own business while it lives.
    if (name === worker || newest < now.getTime() - STALE) recovery.marks.set(name, newest);
  }
  return recovery;
}

/** Touches the cases of one worker's events above its mark. */
async function touchAbove(
  store: Store,
  worker: string,
  mark: number,
  touch: (cases: string[]) => Promise<void>,
): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await store.query<{ case_id: string }>(
      `select case_id
       from case_events
       where worker = {worker:String} and ingested_at > {mark:DateTime64(3, 'UTC')} and case_id > {after:String}
       group by case_id order by case_id limit {limit:UInt32}`,
      { worker, mark: momentText(mark), after, limit: CASES_PER_QUERY },
    );
    if (rows.length > 0) await touch(rows.map((row) => row.case_id));
    if (rows.length < CASES_PER_QUERY) return;
    after = rows.at(-1)!.case_id;
  }
}

/** Writes marks; a mark never moves back, because its moment is its version. */
async function writeMarks(store: Store, marks: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...marks].map(([worker, mark]) => `${worker}\t${momentText(mark)}\t${mark}\n`);
  if (rows.length === 0) return;
  await store.insert('refresh_marks', ['worker', 'refreshed_through', 'version'], rows.join(''), 'TabSeparated');
}

export interface MarkerOptions {
  store: Store;
  worker: string;
  recovery: Recovery;
  refresher: Pick<CaseRefresher, 'settled' | 'aside'>;
  /** Moment up to which this worker's events are stored and their cases touched. */
  touchedThrough: () => number;
  /** Milliseconds between two marks. */
  everyMs: number;
  /** Hears of a mark that could not be written by itself; the next one is. */
  onFault: (error: unknown) => void;
}

export interface Marker {
  /** Marks what is touched now, once it is refreshed. */
  mark(): Promise<void>;
  /** Marks no more by itself. */
  stop(): void;
}

/** Marks again and again until when this worker's events are refreshed, and once what was recovered; one at a time. */
export function openMarker(options: MarkerOptions): Marker {
  const { store, worker, recovery, refresher, touchedThrough, everyMs, onFault } = options;
  const recovered = new Map(recovery.marks);
  let markedThrough = recovery.newestOwn;
  let isMarking = false;
  let marking: Promise<void> = Promise.resolve();

  async function markNow(): Promise<void> {
    const through = touchedThrough();
    const due = new Map(recovered);
    if (through > markedThrough) due.set(worker, through);
    if (due.size === 0) return;
    await refresher.settled();
    // Those set aside are known to this process alone: without a mark the next one finds them again.
    if (refresher.aside > 0) return;
    await writeMarks(store, due);
    markedThrough = Math.max(markedThrough, through);
    for (const name of due.keys()) recovered.delete(name);
  }

  function mark(): Promise<void> {
    marking = marking.catch(() => undefined).then(markNow);
    return marking;
  }

  const timer = setInterval(() => {
    if (isMarking) return;
    isMarking = true;
    mark()
      .catch(onFault)
      .finally(() => {
        isMarking = false;
      });
  }, everyMs);
  timer.unref();
  return { mark, stop: () => clearInterval(timer) };
}
