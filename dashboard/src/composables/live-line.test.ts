// @vitest-environment happy-dom
import type { SupervisionSummary } from '@mingcha/analytics/contract';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { useLiveLine } from './live-line.ts';

/** The stream as the server would speak on it. */
class Stream extends EventTarget {
  static newest: Stream;
  onopen?: () => void;
  onerror?: () => void;
  constructor() {
    super();
    Stream.newest = this;
  }
  say(type: string, message: object) {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(message) }));
  }
  close() {}
}
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const lamps = (as_of: string, red: number) => ({ as_of, red, last_event_at: null }) as SupervisionSummary;

it('takes lamps that were asked for unless the stream has told newer ones', () => {
  const scope = effectScope();
  const { summary, take } = scope.run(() => useLiveLine('/api/v1/live'))!;
  take(lamps('2026-03-02T01:00:00.000Z', 1));
  expect(summary.value?.red).toBe(1);
  Stream.newest.say('summary', lamps('2026-03-02T01:00:05.000Z', 2));
  take(lamps('2026-03-02T01:00:04.000Z', 1));
  expect(summary.value?.red).toBe(2);
  take(lamps('2026-03-02T01:00:06.000Z', 3));
  expect(summary.value?.red).toBe(3);
  scope.stop();
});

it('counts how often the line opened again after a break, and not its first opening', () => {
  const scope = effectScope();
  const { reopened, state } = scope.run(() => useLiveLine('/api/v1/live'))!;
  Stream.newest.onopen?.();
  expect([state.value, reopened.value]).toEqual(['open', 0]);
  Stream.newest.onerror?.();
  vi.advanceTimersByTime(1_000);
  Stream.newest.onopen?.();
  expect([state.value, reopened.value]).toEqual(['open', 1]);
  scope.stop();
});
