/** The moment pages look from: now, or one the reader chose, which stands in the address. */
import { createGlobalState, useIntervalFn } from '@vueuse/core';
import { computed, readonly, ref } from 'vue';
import { readsAsOf } from '../api/moment.ts';
import { dayOf } from '../domain/moments.ts';
import { useAddressPatch } from './use-address.ts';
import { usePlaces } from './use-places.ts';

const TICK_MS = 30_000;
/** Now, to half a minute: days turn at midnight on a page left open. */
const useSlowClock = createGlobalState(() => {
  const now = ref(new Date());
  useIntervalFn(() => {
    now.value = new Date();
  }, TICK_MS);
  return now;
});

export function useMoment() {
  const now = useSlowClock();
  const { zone } = usePlaces();
  const moment = computed(() => (readsAsOf.value ? new Date(readsAsOf.value) : now.value));
  return {
    asOf: readonly(readsAsOf),
    isNow: computed(() => readsAsOf.value === null),
    moment,
    /** The day it is then, at the place. */
    today: computed(() => dayOf(moment.value, zone.value)),
  };
}

export function useAsOf() {
  const patch = useAddressPatch();
  return {
    ...useMoment(),
    /** Looks from a moment, to the minute; null comes back to now. */
    lookFrom: (to: Date | null) => patch({ as_of: to ? `${to.toISOString().slice(0, 16)}Z` : undefined }),
  };
}
