/** The statistical period and what it is compared with, in the address. */
import { computed } from 'vue';
import { dayOf } from '../domain/moments.ts';
import { formatPeriod, type Period, parsePeriod, periodOf } from '../domain/period.ts';
import { useAddress, useAddressPatch } from './use-address.ts';

export type Comparison = 'previous' | 'year';

export function usePeriod() {
  const text = useAddress('period');
  const compared = useAddress('compare', 'previous');
  const patch = useAddressPatch();
  const today = dayOf(new Date());
  const period = computed<Period>({
    get: () => parsePeriod(text.value) ?? periodOf('day', today),
    set: (value) => patch({ period: formatPeriod(value) }),
  });
  const comparison = computed<Comparison>({
    get: () => (compared.value === 'year' ? 'year' : 'previous'),
    set: (value) => {
      compared.value = value;
    },
  });
  return { period, comparison, today, isChosen: computed(() => parsePeriod(text.value) !== null) };
}
