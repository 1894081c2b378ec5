/** Whether a table that is wider than its place has more to show on either side, and a way to go there. */
import { useElementSize, useScroll } from '@vueuse/core';
import { computed, type Ref } from 'vue';

/** Width that counts as something to see. */
const SLACK = 8;

export function useSideways(frame: Readonly<Ref<HTMLElement | null>>) {
  const { x } = useScroll(frame);
  const { width } = useElementSize(frame);
  const hidden = computed(() => (frame.value && width.value ? frame.value.scrollWidth - width.value : 0));
  const more = computed(() => hidden.value - x.value > SLACK);
  return {
    isScrolled: computed(() => x.value > SLACK),
    more,
    /** On by most of what is in sight; from the end, back to the start. */
    go() {
      const left = more.value ? x.value + width.value * 0.6 : 0;
      frame.value?.scrollTo({
        left,
        behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
      });
    },
  };
}
