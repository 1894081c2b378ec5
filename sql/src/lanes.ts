/**
 * A fixed number of lanes, each used by one task at a time, first come first served.
 *
 * The engine runs the queries of one connection one after another, and a query that waits for its connection
 * inside the engine holds a thread of Node's pool (4 by default), which files and DNS need too. So the waiting is
 * done here, where it costs nothing.
 */
export interface Lanes<Lane> {
  /** Runs a task on a free lane; waits for one if need be. */
  run<Result>(task: (lane: Lane) => Promise<Result>): Promise<Result>;
  /** Takes a lane for longer, e.g. while a reader drains a stream; give it back with `release`, once. */
  take(): Promise<{ lane: Lane; release: () => void }>;
  /** Whether any lane is in use. */
  readonly isBusy: boolean;
  /** Refuses new tasks and those that still wait for a lane. */
  refuse(): void;
  /** Refuses new tasks, waits for those already asked for, then answers the lanes that were opened. */
  drain(): Promise<Lane[]>;
}

export function lanes<Lane>(count: number, open: () => Lane, refusal: () => Error): Lanes<Lane> {
  const opened: Lane[] = [];
  const free: Lane[] = [];
  const waiting: { take: (lane: Lane) => void; fail: (refusal: Error) => void }[] = [];
  let isDraining = false;
  let onIdle: (() => void) | undefined;

  function give(lane: Lane) {
    const next = waiting.shift();
    if (next) {
      next.take(lane);
      return;
    }
    free.push(lane);
    if (free.length === opened.length) onIdle?.();
  }

  async function lease(): Promise<Lane> {
    if (isDraining) throw refusal();
    const lane = free.pop();
    if (lane !== undefined) return lane;
    if (opened.length < count) {
      const fresh = open();
      opened.push(fresh);
      return fresh;
    }
    return new Promise((take, fail) => {
      waiting.push({ take, fail });
    });
  }

  async function take() {
    const lane = await lease();
    let isReleased = false;
    const release = () => {
      if (isReleased) return;
      isReleased = true;
      give(lane);
    };
    return { lane, release };
  }

  return {
    take,
    async run(task) {
      const { lane, release } = await take();
      try {
        return await task(lane);
      } finally {
        release();
      }
    },
    get isBusy() {
      return free.length < opened.length;
    },
    refuse() {
      isDraining = true;
      for (const { fail } of waiting.splice(0)) fail(refusal());
    },
    async drain() {
      isDraining = true;
      if (free.length < opened.length) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      }
      return opened.splice(0);
    },
  };
}
