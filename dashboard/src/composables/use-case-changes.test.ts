// @vitest-environment happy-dom
import type { LiveCards, LiveStored } from '@mingcha/analytics/contract';
import { expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, shallowRef } from 'vue';
import { useCaseChanges } from './use-case-changes.ts';

const live = vi.hoisted(() => ({ of: {} as Record<string, unknown> }));
vi.mock('./use-live.ts', () => ({ useLive: () => live.of }));

const told = (...ids: string[]) => ids.map((case_id) => ({ case_id }));
function watching(options: { events?: boolean }) {
  const cards = shallowRef<LiveCards | null>(null);
  const stored = shallowRef<LiveStored | null>(null);
  const reopened = ref(0);
  live.of = { cards, stored, reopened };
  const read = vi.fn(async () => undefined);
  const scope = effectScope();
  scope.run(() => useCaseChanges(() => 'c-1', read, { ...options, everyMs: 0 }));
  return {
    /** How often it was read again. */
    async after(change: () => void) {
      read.mockClear();
      change();
      await nextTick();
      return read.mock.calls.length;
    },
    cards: (changes: number, ...ids: string[]) => (cards.value = { changes, newest: told(...ids) } as LiveCards),
    stored: (events: number, ...ids: string[]) => (stored.value = { events, newest: told(...ids) } as LiveStored),
    reopen: () => reopened.value++,
  };
}

it('reads again what the stream names, what it may have left unnamed, and after a break of the line', async () => {
  const { after, cards, stored, reopen } = watching({ events: true });
  expect(await after(() => cards(1, 'c-1'))).toBe(1);
  expect(await after(() => cards(1, 'c-2'))).toBe(0);
  expect(await after(() => cards(21, 'c-2'))).toBe(1);
  expect(await after(() => stored(2, 'c-2', 'c-1'))).toBe(1);
  expect(await after(() => stored(2, 'c-2', 'c-3'))).toBe(0);
  expect(await after(() => stored(3, 'c-2', 'c-3'))).toBe(1);
  expect(await after(reopen)).toBe(1);
});

it('leaves events alone where cards are all that counts', async () => {
  const { after, cards, stored } = watching({});
  expect(await after(() => stored(1, 'c-1'))).toBe(0);
  expect(await after(() => cards(1, 'c-1'))).toBe(1);
});
