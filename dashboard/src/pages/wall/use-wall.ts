/** What the wall shows: its figures, read again after events but not at each, and the lamps as the stream tells them. */
import type { Wall } from '@mingcha/analytics/contract';
import { useIntervalFn, watchThrottled } from '@vueuse/core';
import { computed, watch } from 'vue';
import { get } from '../../api/client.ts';
import { useLiveLine } from '../../composables/live-line.ts';
import { useAsOf } from '../../composables/use-as-of.ts';
import { useResource } from '../../composables/use-resource.ts';
import { useView } from '../../composables/use-view.ts';

/** Lists change no more often than one can read them. */
const CALM_MS = 10_000;
/** Days left pass without any event. */
const AGAIN_MS = 60_000;

export function useWall() {
  const line = useLiveLine('/api/v1/wall/live');
  const { isNow } = useAsOf();
  const { filters } = useView();
  const place = computed(() => ({ county: filters.value.county, centre: filters.value.centre }));
  const isWhole = computed(() => !place.value.county && !place.value.centre);

  const read = useResource(
    () => `wall ${JSON.stringify(place.value)}`,
    async (signal) => {
      const answer = await get<Wall>('/wall', place.value, signal);
      if (isNow.value && isWhole.value) line.take(answer.summary);
      return answer;
    },
  );
  const again = () => {
    if (isNow.value) void read.reload();
  };
  watchThrottled(line.commits, again, { throttle: CALM_MS });
  useIntervalFn(again, AGAIN_MS);
  // What was missed while the line was broken.
  watch(line.state, (state, before) => {
    if (state === 'open' && before !== 'open' && read.data.value) again();
  });

  const summary = computed(
    () => (isNow.value && isWhole.value ? line.summary.value : null) ?? read.data.value?.summary ?? null,
  );
  return { line, read, summary };
}
