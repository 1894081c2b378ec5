/**
 * What may have happened to a case since it was read: the stream tells the last changes only, so when there were more, this
 * case may be among them; and after a break of the line, whatever came meanwhile.
 */
import { useThrottleFn } from '@vueuse/core';
import { watch } from 'vue';
import { useLive } from './use-live.ts';

const isAbout = (caseId: string, of: number, newest: readonly { case_id: string }[]) =>
  of > newest.length || newest.some(({ case_id }) => case_id === caseId);

/** Reads again at most once in `everyMs`: when cards may have changed, and with `events`, when anything was stored. */
export function useCaseChanges(
  caseId: () => string,
  read: () => Promise<void>,
  { events = false, everyMs }: { events?: boolean; everyMs: number },
): void {
  const live = useLive();
  const reread = useThrottleFn(read, everyMs, true);
  watch(live.cards, (message) => {
    if (message && isAbout(caseId(), message.changes, message.newest)) void reread();
  });
  watch(live.stored, (message) => {
    if (events && message && isAbout(caseId(), message.events, message.newest)) void reread();
  });
  watch(live.reopened, () => void reread());
}
