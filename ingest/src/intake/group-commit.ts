/**
 * Many senders, one insert: whatever waits while a batch is being stored becomes the next batch. A sender's answer
 * is given when its batch is durable and no earlier; when the store refuses a batch, all its senders are told so and
 * nothing of it counts as received.
 *
 * The next batch is looked up in the store while the one before is being written.
 */
import { setTimeout as pause } from 'node:timers/promises';

export interface GroupCommitOptions<Entry> {
  /** How much an entry weighs against `most`. */
  weigh: (entry: Entry) => number;
  /** A batch is closed at this weight; a heavier entry is a batch of its own. */
  most: number;
  /** Milliseconds an idle writer waits for company. */
  linger: number;
  /** Looks up what the batch needs, while the batch before may still be under way. */
  prepare: (batch: readonly Entry[]) => Promise<Prepared>;
}

/** Stores the batch; called in turn, after the batch before has ended. */
export type Prepared = () => Promise<void>;

export interface GroupCommit<Entry> {
  /** Resolves when the entry's batch is stored; rejects with the batch's error. */
  add(entry: Entry): Promise<void>;
  /** Weight of what waits or is under way. */
  readonly weight: number;
  /** Resolves when nothing waits and nothing is under way. Never rejects. */
  idle(): Promise<void>;
}

interface Waiting<Entry> {
  entry: Entry;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export function groupCommit<Entry>(options: GroupCommitOptions<Entry>): GroupCommit<Entry> {
  const { weigh, most, linger, prepare } = options;
  let waiting: Waiting<Entry>[] = [];
  let weight = 0;
  let running: Promise<void> | undefined;

  function take(): Waiting<Entry>[] {
    let sum = 0;
    let count = 0;
    while (count < waiting.length) {
      sum += weigh(waiting[count]!.entry);
      if (count > 0 && sum > most) break;
      count += 1;
    }
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  }

  async function store(batch: Waiting<Entry>[], prepared: Promise<Prepared>, before: Promise<void>): Promise<void> {
    try {
      const write = await prepared;
      await before;
      await write();
      for (const { resolve } of batch) resolve();
    } catch (error) {
      // `before` never rejects, so this is the batch's own failure.
      await before;
      for (const { reject } of batch) reject(error);
    } finally {
      for (const { entry } of batch) weight -= weigh(entry);
    }
  }

  async function run(): Promise<void> {
    let before = Promise.resolve();
    let underWay = 0;
    while (waiting.length > 0 || underWay > 0) {
      if (waiting.length === 0) {
        await before;
        continue;
      }
      if (underWay === 0 && weight < most) await pause(linger);
      const batch = take();
      const prepared = prepare(batch.map(({ entry }) => entry));
      const previous = before;
      underWay += 1;
      before = store(batch, prepared, previous).finally(() => {
        underWay -= 1;
      });
      // One batch in writing, one in preparation; the rest gathers.
      await previous;
    }
    running = undefined;
  }

  return {
    add(entry) {
      weight += weigh(entry);
      return new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        running ??= run();
      });
    },
    get weight() {
      return weight;
    },
    async idle() {
      while (running) await running;
    },
  };
}
