/**
 * The one way in for events: HTTP, files, staging tables, streams and the demo all come through here.
 *
 * An event is acknowledged when it is durable in `case_events`, and not before; a sender that got no answer sends
 * again, which changes nothing. Refused lines are durable in `ingest_rejects` before their answer, too. Cases with
 * new events are handed to the refresher; those a crash left behind are found again at the next start.
 */
import { hostname } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import type { Store } from '@mingcha/sql';
import { EVENT_COLUMNS } from './check.ts';
import type { StoredEvent } from './event-rows.ts';
import { groupCommit } from './group-commit.ts';
import { EventKeys, knownKeys } from './known.ts';
import { openMended } from './mended.ts';
import { openMarker, recoverUnrefreshed } from './refresh-marks.ts';
import { type Refused, storeRejects } from './rejects.ts';
import { addLine, answersOf, emptySubmission, type LineResult, type Submission } from './submission.ts';
import { IntakeUnavailable } from './unavailable.ts';
import { zoneNamed } from './zone.ts';

export type { StoredEvent } from './event-rows.ts';
export type { LineResult } from './submission.ts';

export interface Commit {
  at: Date;
  events: number;
  cases: string[];
  /** The last of the commit in the order they came, at most 20. */
  newest: StoredEvent[];
}

export interface SubmitOptions {
  /** Source under which lines are kept that are refused and name none themselves. */
  source?: string;
  /** IANA zone of moments that name none; the intake's own unless told. */
  zone?: string;
  /** Number of the first line; 1 unless told. */
  firstLine?: number;
  /** The number of every line, where they do not follow one another. */
  lineNumbers?: readonly number[];
}

export interface Intake {
  /**
   * Checks, stores durably, answers per line, in the order given. Lines are raw JSON text, its bytes (LineBytes) or already
   * parsed objects.
   * Throws IntakeUnavailable when the store cannot take them; then none of them counts as received.
   */
  submit(lines: readonly (string | object)[], options?: SubmitOptions): Promise<LineResult[]>;
  /** Keeps rows of files that did not become events; returns once they are durable. */
  refuse(rows: readonly Refused[]): Promise<void>;
  /** Fires after rows are durable; answers how to stop listening. */
  onStored(listener: (commit: Commit) => void): () => void;
  /** Everything acknowledged is also in case_facts. */
  settled(): Promise<void>;
  /** Stores what was submitted, waits for its refresh, refuses the rest. Leaves store and refresher open. */
  close(): Promise<void>;
}

/** What intake needs of the refresher of case_facts. */
export interface CaseRefresher {
  touch(caseIds: readonly string[]): void;
  /** Cases waiting. */
  readonly waiting: number;
  /** Cases that could not be refreshed yet, for which `settled` does not wait. */
  readonly aside: number;
  settled(): Promise<void>;
}

export interface IntakeOptions {
  store: Store;
  refresher: CaseRefresher;
  clock?: () => Date;
  /**
   * Name of this process among all that store events now: two with one name would mark each other's events as
   * refreshed. Unless told, `embedded` where the store is this process's own, else host and process number.
   */
  worker?: string;
  /** IANA zone of moments that name none; Asia/Shanghai unless told. */
  zone?: string;
  /** How far a sender's clock may run ahead, in milliseconds; ten minutes unless told. */
  tolerance?: number;
  /** Lines taken in before senders are asked to come back later; 200,000 unless told. */
  mostWaiting?: number;
  /** Milliseconds between two marks of what is refreshed; 3000 unless told. */
  markEvery?: number;
  /** Hears of failures nobody waits for: a mark that could not be written, a listener that threw. */
  onFault?: (error: unknown) => void;
}

/** Lines checked before other work gets its turn: some 10 ms. */
const LINES_PER_TURN = 2000;
const ROWS_PER_BATCH = 50_000;
/** Cases waiting for their refresh before new batches wait too. */
const MOST_UNREFRESHED = 100_000;
const NEWEST = 20;

/** Opens the intake of a migrated store, and hands over what an earlier process stored but did not refresh. */
export async function openIntake(options: IntakeOptions): Promise<Intake> {
  const { store, refresher } = options;
  const clock = options.clock ?? (() => new Date());
  const worker = options.worker ?? (store.kind === 'embedded' ? 'embedded' : `${hostname()}-${process.pid}`);
  const defaultZone = options.zone ?? 'Asia/Shanghai';
  const tolerance = options.tolerance ?? 600_000;
  const mostWaiting = options.mostWaiting ?? 200_000;
  const onFault = options.onFault ?? ((error) => process.emitWarning(error instanceof Error ? error : String(error)));
  zoneNamed(defaultZone);

  const listeners = new Set<(commit: Commit) => void>();
  let isClosing = false;

  const recovery = await recoverUnrefreshed(store, worker, clock(), async (cases) => {
    refresher.touch(cases);
    if (refresher.waiting > MOST_UNREFRESHED) await refresher.settled();
  });
  const mended = await openMended(store, clock);
  /** Stamp of the newest batch begun, and of the newest after which all batches are stored and touched. */
  let newestStamp = recovery.newestOwn;
  let touchedThrough = recovery.newestOwn;

  /** Keys of the batch last stored: the next one was looked up while these were on their way. */
  let lastKeys = new EventKeys();

  const commits = groupCommit<Submission>({
    weigh: ({ accepted, refusals }) => accepted.length + refusals.size,
    most: ROWS_PER_BATCH,
    linger: 2,
    async prepare(batch) {
      try {
        if (refresher.waiting > MOST_UNREFRESHED) await refresher.settled();
        const known = await knownKeys(
          store,
          batch.map(({ accepted }) => accepted),
        );
        return () => storing(batch, known);
      } catch (error) {
        throw unavailable(error);
      }
    },
  });

  async function storing(batch: readonly Submission[], keys: EventKeys): Promise<void> {
    const at = clock();
    newestStamp = Math.max(at.getTime(), newestStamp + 1);
    const stamp = newestStamp;

    // Every event of the batch joins those that are known, so that the second of two is known, too.
    const fresh = batch.map(({ accepted, known }) => {
      const rows: number[] = [];
      for (let row = 0; row < accepted.length; row += 1) {
        if (!lastKeys.has(accepted, row) && keys.add(accepted, row)) rows.push(row);
        else known.add(row);
      }
      return rows;
    });
    const events = fresh.reduce((sum, rows) => sum + rows.length, 0);
    // A known event's case is touched as well: the insert that brought it may have ended in an error.
    const touched = [...new Set(batch.flatMap(({ accepted }) => accepted.caseIds))];
    try {
      if (events > 0) {
        const bytes = batch.map(({ accepted }, index) => accepted.bytes(fresh[index]!, stamp));
        await store.insert(
          'case_events',
          EVENT_COLUMNS,
          bytes.length === 1 ? bytes[0]! : Buffer.concat(bytes),
          'TabSeparated',
        );
      }
      // Before what is refused now is kept, which is not mended by what came with it.
      await mended.came(
        batch.map(({ accepted }) => accepted),
        at,
      );
      await keep(
        batch.flatMap(({ refused }) => refused),
        at,
      );
    } catch (error) {
      // What the store did take of a failed batch is refreshed like the rest.
      refresher.touch(touched);
      throw unavailable(error);
    }
    lastKeys = keys;
    refresher.touch(touched);
    touchedThrough = stamp;
    if (events === 0 || listeners.size === 0) return;
    const cases = new Set(batch.flatMap(({ accepted }, index) => fresh[index]!.map((row) => accepted.caseIds[row]!)));
    const newest = batch.flatMap(({ accepted }, index) =>
      fresh[index]!.slice(-NEWEST).map((row) => accepted.stored(row)),
    );
    announce({ at: new Date(stamp), events, cases: [...cases], newest: newest.slice(-NEWEST) });
  }

  async function keep(rows: readonly Refused[], at: Date): Promise<void> {
    mended.refused(await storeRejects(store, rows, at));
  }

  function announce(commit: Commit): void {
    for (const listener of listeners) {
      try {
        listener(commit);
      } catch (error) {
        onFault(error);
      }
    }
  }

  async function submit(lines: readonly (string | object)[], submitOptions: SubmitOptions = {}): Promise<LineResult[]> {
    refuseWhenFull(lines.length);
    const { source = '', zone = defaultZone, firstLine = 1, lineNumbers } = submitOptions;
    const context = { zone: zoneNamed(zone), latest: clock().getTime() + tolerance, tolerance };
    const submission = emptySubmission(worker, lines.length);
    const lineOf = (place: number) => lineNumbers?.[place] ?? firstLine + place;
    for (let index = 0; index < lines.length; index += 1) {
      if (index > 0 && index % LINES_PER_TURN === 0) await turn();
      addLine(submission, lines[index]!, { line: lineOf(index), source, context });
    }
    if (lines.length > 0) {
      refuseWhenFull(0);
      await commits.add(submission);
    }
    return answersOf(submission, lineOf);
  }

  function refuseWhenFull(lines: number): void {
    if (isClosing) throw new IntakeUnavailable('The intake is closing; send the events again when it is back.');
    if (commits.weight > 0 && commits.weight + lines > mostWaiting) {
      throw new IntakeUnavailable('More events wait to be stored than fit in memory; send these again in a moment.', {
        retryAfter: 2,
      });
    }
  }

  const marker = openMarker({
    store,
    worker,
    refresher,
    recovery,
    touchedThrough: () => touchedThrough,
    everyMs: options.markEvery ?? 3000,
    onFault,
  });

  return {
    submit,
    refuse: (rows) => keep(rows, clock()),
    onStored(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async settled() {
      await commits.idle();
      await refresher.settled();
    },
    async close() {
      isClosing = true;
      marker.stop();
      await commits.idle();
      await marker.mark();
    },
  };
}

function unavailable(error: unknown): IntakeUnavailable {
  if (error instanceof IntakeUnavailable) return error;
  // The engine quotes the statement, with thousands of case numbers, in some of its messages.
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  return new IntakeUnavailable(`The store cannot take events now, so none of these was stored: ${reason}`, {
    cause: error,
  });
}
