/**
 * When what is open is to be read again: something was stored, cards changed, grades passed with time alone, or the live line
 * came back after a break. Never closer than REREAD_MS, and a tab nobody looks at asks nothing: it catches up when it is
 * looked at again.
 */
import type { SupervisionSummary } from '@mingcha/analytics/contract';
import { useDocumentVisibility, useThrottleFn } from '@vueuse/core';
import { watch } from 'vue';
import { useLive } from '../../composables/use-live.ts';

const REREAD_MS = 4_000;

const lampsOf = (summary: SupervisionSummary) => JSON.stringify({ ...summary, as_of: '', last_event_at: '' });

export function useRereading(read: () => void): void {
  const { commits, cards, reopened, summary } = useLive();
  const reread = useThrottleFn(read, REREAD_MS, true);
  const visibility = useDocumentVisibility();
  const ask = () => {
    if (visibility.value === 'visible') void reread();
  };
  watch([commits, cards, reopened, visibility], ask);
  // After a commit the lamps follow by themselves; without one, time alone moved a case to another grade.
  let known = commits.value;
  watch(summary, (now, before) => {
    if (now && before && commits.value === known && lampsOf(now) !== lampsOf(before)) ask();
    known = commits.value;
  });
}
