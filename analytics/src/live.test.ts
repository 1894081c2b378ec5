import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { LiveSummary } from './contract/index.ts';
import { openLiveHub, type Viewer } from './live.ts';

const summary = (red: number): LiveSummary => ({
  as_of: new Date(red).toISOString(),
  last_event_at: null,
  red,
  yellow: 0,
  notice: 0,
  stopped: 0,
  fine: 0,
  no_limit: 0,
  decided_today: 0,
  received_today: 0,
  days_left: [],
});
const stored = { at: '2026-03-02T00:00:00.000Z', events: 1, cases: 1, newest: [] };

class FakeViewer extends EventEmitter {
  text = '';
  isEnded = false;
  writableLength = 0;
  write(text: string) {
    this.text += text;
    return true;
  }
  end() {
    this.isEnded = true;
  }
  destroy() {
    this.emit('close');
  }
  get events() {
    return [...this.text.matchAll(/^event: (\w+)$/gm)].map((match) => match[1]);
  }
}

/** A hub whose time passes when told to. */
function hubWithClock() {
  let planned: { run: () => void; afterMs: number } | undefined;
  let reads = 0;
  let red = 0;
  const hub = openLiveHub({
    readSummary: async () => {
      reads += 1;
      return summary(red);
    },
    onError: (error) => {
      throw error;
    },
    schedule: (run, afterMs) => {
      const plan = { run, afterMs };
      planned = plan;
      return {
        cancel: () => {
          if (planned === plan) planned = undefined;
        },
      };
    },
  });
  return {
    hub,
    join() {
      const viewer = new FakeViewer();
      hub.join(viewer as unknown as Viewer);
      return viewer;
    },
    async elapse() {
      const plan = planned;
      planned = undefined;
      plan?.run();
      await new Promise<void>((resolve) => setImmediate(resolve));
      return plan?.afterMs;
    },
    setRed: (value: number) => {
      red = value;
    },
    get reads() {
      return reads;
    },
    get isIdle() {
      return planned === undefined;
    },
  };
}

describe('the live stream', () => {
  it('reads the lamps once for all viewers', async () => {
    const clock = hubWithClock();
    const viewers = Array.from({ length: 20 }, () => clock.join());
    await clock.elapse();
    expect(clock.reads).toBe(1);
    for (const viewer of viewers) expect(viewer.events).toEqual(['summary']);
  });

  it('tells of each commit at once, and of the lamps at most once a second', async () => {
    const clock = hubWithClock();
    const viewer = clock.join();
    expect(await clock.elapse()).toBe(0);
    clock.setRed(1);
    for (let commit = 0; commit < 10; commit += 1) clock.hub.stored(stored);
    expect(viewer.events.filter((event) => event === 'stored')).toHaveLength(10);
    expect(await clock.elapse()).toBe(1_000);
    expect(viewer.events.filter((event) => event === 'summary')).toHaveLength(2);
    expect(clock.reads).toBe(2);
  });

  it('gives a sign of life instead of lamps that have not changed', async () => {
    const clock = hubWithClock();
    const viewer = clock.join();
    await clock.elapse();
    expect(await clock.elapse()).toBe(15_000);
    expect(viewer.events).toEqual(['summary']);
    expect(viewer.text.endsWith(': ping\n\n')).toBe(true);
  });

  it('reads nothing while nobody watches', async () => {
    const clock = hubWithClock();
    clock.hub.stored(stored);
    expect(clock.isIdle).toBe(true);
    const viewer = clock.join();
    await clock.elapse();
    viewer.destroy();
    expect(clock.isIdle).toBe(true);
    expect(clock.hub.viewers).toBe(0);
  });

  it('lets go of a viewer that does not read', () => {
    const clock = hubWithClock();
    const viewer = clock.join();
    viewer.writableLength = 2_000_000;
    clock.hub.stored(stored);
    expect(clock.hub.viewers).toBe(0);
  });

  it('ends every stream when the server stops', async () => {
    const clock = hubWithClock();
    const viewer = clock.join();
    clock.hub.close();
    expect(viewer.isEnded).toBe(true);
    expect(clock.join().isEnded).toBe(true);
  });
});
