/** What the clock says of the last event: just now, so long ago, silent, or that the line is broken. */
import { computed } from 'vue';
import type { LiveLine } from './live-line.ts';
import { useWords } from './use-words.ts';

export function useClockWords({ state, age, silent, isOpen }: Pick<LiveLine, 'state' | 'age' | 'silent' | 'isOpen'>) {
  const { t, age: ageWords } = useWords();
  return computed(() => {
    if (state.value === 'lost') return t('clockbar.lost');
    if (state.value === 'connecting' && age.value === null) return t('clockbar.connecting');
    if (age.value === null) return t('clockbar.none');
    if (silent.value) return t('clockbar.silent', { age: ageWords(age.value) });
    if (age.value < 2) return t('clockbar.now');
    return t(isOpen.value ? 'clockbar.ago' : 'clockbar.ago_closed', { age: ageWords(age.value) });
  });
}
