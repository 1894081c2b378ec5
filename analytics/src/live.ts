/**
 * The live stream: tells every open screen what was stored, which cards changed and how the lamps stand, over one connection each.
 *
 * The summary is read once for all viewers and at most once in `everyMs`: after commits, and now and then without
 * any, since lamps change with time alone. Nobody watching, nothing is read.
 */
import type { ServerResponse } from 'node:http';
import type { LiveCards, LiveStored, LiveSummary } from './contract/index.ts';

/** As much of a response as the hub needs. */
export type Viewer = Pick<ServerResponse, 'write' | 'end' | 'on' | 'destroy' | 'writableLength'>;

export interface LiveHub {
  /**
   * Sends the stream to a viewer until it leaves or the hub closes; to one that may see no cases, counts alone: neither
   * which cases events are of, nor cards.
   */
  join(viewer: Viewer, sees?: 'cases' | 'counts'): void;
  /** Tells the viewers of a commit; the summary follows. */
  stored(message: LiveStored): void;
  /** Tells the viewers that cards changed. */
  cards(message: LiveCards): void;
  readonly viewers: number;
  /** Ends every stream. */
  close(): void;
}

export interface LiveOptions {
  readSummary: () => Promise<LiveSummary>;
  onError: (error: unknown) => void;
  everyMs?: number;
  /** Time between summaries, and between signs of life, while nothing is stored. */
  quietMs?: number;
  schedule?: (run: () => void, afterMs: number) => { cancel: () => void };
}

/** A viewer that does not read is let go at this many waiting bytes; browsers come back by themselves. */
const MAX_WAITING_BYTES = 1_000_000;
/** How long a browser waits before it comes back. */
const RETRY_MS = 2_000;

export function openLiveHub(options: LiveOptions): LiveHub {
  const { readSummary, onError, everyMs = 1_000, quietMs = 15_000, schedule = timer } = options;
  const viewers = new Map<Viewer, 'cases' | 'counts'>();
  let next: { cancel: () => void } | undefined;
  let isReading = false;
  let isStale = false;
  let last: string | undefined;
  let isClosed = false;

  function send(viewer: Viewer, text: string) {
    viewer.write(text);
    if (viewer.writableLength > MAX_WAITING_BYTES) viewer.destroy();
  }
  const sendAll = (text: string, toCounting: string | null = text) => {
    for (const [viewer, sees] of viewers) {
      const own = sees === 'cases' ? text : toCounting;
      if (own !== null) send(viewer, own);
    }
  };

  function plan(afterMs: number) {
    next?.cancel();
    next = undefined;
    if (viewers.size > 0 && !isClosed) next = schedule(() => void summarise(), afterMs);
  }

  async function summarise() {
    if (isReading) return;
    isReading = true;
    isStale = false;
    try {
      const summary = await readSummary();
      const message = frame('summary', summary);
      // The moment differs every time; the lamps may not have.
      const lamps = JSON.stringify({ ...summary, as_of: '' });
      sendAll(lamps === last ? ': ping\n\n' : message);
      last = lamps;
    } catch (error) {
      onError(error);
    } finally {
      isReading = false;
      plan(isStale ? everyMs : quietMs);
    }
  }

  return {
    join(viewer, sees = 'cases') {
      if (isClosed) {
        viewer.end();
        return;
      }
      viewers.set(viewer, sees);
      viewer.on('close', () => {
        viewers.delete(viewer);
        if (viewers.size === 0) plan(quietMs);
      });
      send(viewer, `retry: ${RETRY_MS}\n\n`);
      // Whoever comes gets the lamps at once, even when they have not changed for the others.
      last = undefined;
      isStale = true;
      if (!isReading) plan(0);
    },
    stored(message) {
      if (viewers.size === 0) return;
      sendAll(frame('stored', message), frame('stored', { ...message, newest: [] }));
      const wasStale = isStale;
      isStale = true;
      if (!isReading && !wasStale) plan(everyMs);
    },
    cards(message) {
      sendAll(frame('cards', message), null);
    },
    get viewers() {
      return viewers.size;
    },
    close() {
      isClosed = true;
      next?.cancel();
      for (const viewer of viewers.keys()) viewer.end();
      viewers.clear();
    },
  };
}

function frame(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function timer(run: () => void, afterMs: number) {
  const handle = setTimeout(run, afterMs);
  handle.unref();
  return { cancel: () => clearTimeout(handle) };
}
