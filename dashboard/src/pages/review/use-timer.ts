/** The half-hour: when it began, kept for the tab so that a page loaded again goes on; and whether the plan is met. */
import { useIntervalFn, useSessionStorage } from '@vueuse/core';
import { computed, type Ref, ref } from 'vue';
import { behind, type Pace } from '../../domain/review.ts';

export function useTimer(month: Readonly<Ref<string>>, pace: Readonly<Ref<Pace>>, index: Readonly<Ref<number>>) {
  const began = useSessionStorage<Record<string, number>>('mingcha.review.began', {});
  const now = ref(Date.now());
  useIntervalFn(() => {
    now.value = Date.now();
  }, 1_000);
  const startedAt = computed(() => began.value[month.value]);
  const elapsed = computed(() =>
    startedAt.value === undefined ? 0 : Math.max(0, (now.value - startedAt.value) / 1_000),
  );
  return {
    isRunning: computed(() => startedAt.value !== undefined),
    elapsed,
    late: computed(() => (startedAt.value === undefined ? 0 : behind(pace.value, index.value, elapsed.value))),
    start() {
      now.value = Date.now();
      began.value = { ...began.value, [month.value]: now.value };
    },
    stop() {
      const { [month.value]: _, ...others } = began.value;
      began.value = others;
    },
  };
}
