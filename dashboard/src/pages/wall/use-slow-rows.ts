/**
 * A list longer than its room, shown a row further every few seconds, round and round. The rows themselves stay what they
 * are: whatever the list holds by then comes next. It rests for readers who want no motion, and when told.
 */
import { useElementSize, useIntervalFn, useMediaQuery } from '@vueuse/core';
import { computed, type Ref, ref } from 'vue';

const STEP_MS = 4_000;

export function useSlowRows<Row>(rows: () => readonly Row[], room: Ref<HTMLElement | null>, resting: Ref<boolean>) {
  const { height } = useElementSize(room);
  const still = useMediaQuery('(prefers-reduced-motion: reduce)');
  /** Rows are as high as the style says, in the text size of the screen. */
  const rowHeight = computed(() => {
    void height.value;
    const style = getComputedStyle(document.documentElement);
    return Number.parseFloat(style.getPropertyValue('--wall-row')) * Number.parseFloat(style.fontSize);
  });
  const fits = computed(() => Math.max(1, Math.floor(height.value / rowHeight.value)));
  const hasMore = computed(() => rows().length > fits.value);
  const first = ref(0);
  const isMoving = ref(false);

  useIntervalFn(() => {
    if (hasMore.value && !still.value && !resting.value) isMoving.value = true;
  }, STEP_MS);

  /** One row more than fits while the list can move: the one that comes in from below. */
  const shown = computed(() => {
    const all = rows();
    if (!hasMore.value) return all.map((row, index) => ({ row, index }));
    const count = still.value ? fits.value : Math.min(all.length, fits.value + 1);
    return Array.from({ length: count }, (_, n) => (first.value + n) % all.length).map((index) => ({
      row: all[index]!,
      index,
    }));
  });
  /** The row has gone: the list stands as it did, one further. */
  function moved() {
    if (!isMoving.value) return;
    isMoving.value = false;
    first.value = (first.value + 1) % Math.max(1, rows().length);
  }
  return { shown, fits, hasMore, still, isMoving, moved };
}
