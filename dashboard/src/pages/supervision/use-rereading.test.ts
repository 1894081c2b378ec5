// @vitest-environment happy-dom
import type { SupervisionSummary } from '@mingcha/analytics/contract';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, shallowRef } from 'vue';
import { useRereading } from './use-rereading.ts';

const live = vi.hoisted(() => ({ of: {} as Record<string, unknown> }));
vi.mock('../../composables/use-live.ts', () => ({ useLive: () => live.of }));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lamps = (as_of: string, red: number) => ({ as_of, red }) as SupervisionSummary;

it('reads again after a commit, a break of the line, and when time alone moved a lamp', async () => {
  const [commits, cards, reopened] = [ref(0), ref(null), ref(0)];
  const summary = shallowRef<SupervisionSummary | null>(null);
  live.of = { commits, cards, reopened, summary };
  const read = vi.fn();
  const scope = effectScope();
  scope.run(() => useRereading(read));
  const after = async (change: () => void) => {
    read.mockClear();
    vi.advanceTimersByTime(10_000);
    change();
    await nextTick();
    return read.mock.calls.length;
  };
  expect(await after(() => (summary.value = lamps('09:00', 1)))).toBe(0);
  expect(await after(() => (summary.value = lamps('09:15', 1)))).toBe(0);
  expect(await after(() => (summary.value = lamps('09:30', 2)))).toBe(1);
  expect(await after(() => commits.value++)).toBe(1);
  // The lamps that follow a commit say nothing new.
  expect(await after(() => (summary.value = lamps('09:31', 3)))).toBe(0);
  expect(await after(() => reopened.value++)).toBe(1);
  scope.stop();
});
