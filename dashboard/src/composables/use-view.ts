/**
 * What pages have in common, as it stands in the address: the statistical period and what it is compared with, the
 * filters in force, and the case that lies open beside the page. Pages, the period bar and lists all read it here.
 */
import { FILTERS, type Filter } from '@mingcha/analytics/codes';
import { elapsed, formatPeriod, type Period, parsePeriod, periodOf } from '@mingcha/analytics/periods';
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { textIn, useAddress, useAddressPatch } from './use-address.ts';
import { useMoment } from './use-as-of.ts';

export type Comparison = 'previous' | 'year';
export type Filters = Partial<Record<Filter, string>>;

export function useView() {
  const route = useRoute();
  const router = useRouter();
  const patch = useAddressPatch();
  const { today } = useMoment();

  const text = useAddress('period');
  const compared = useAddress('compare', 'previous');
  const period = computed<Period>({
    get: () => parsePeriod(text.value) ?? periodOf('day', today.value),
    set: (value) => patch({ period: formatPeriod(value) }),
  });
  const comparison = computed<Comparison>({
    get: () => (compared.value === 'year' ? 'year' : 'previous'),
    set: (value) => {
      compared.value = value;
    },
  });

  /** The same object until a filter changes, so that opening a case reads nothing again. */
  const filters = computed<Filters>((before) => {
    const now = Object.fromEntries(FILTERS.map((name) => [name, textIn(route.query, name)]).filter(([, code]) => code));
    return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
  });

  const openCase = useAddress('case');
  /** This page, with a case open beside it. */
  const toCase = (id: string) => ({ query: { ...route.query, case: id } });

  return {
    today,
    period,
    /** The part of the period that has happened. */
    shown: computed(() => elapsed(period.value, today.value)),
    isChosen: computed(() => parsePeriod(text.value) !== null),
    comparison,
    filters,
    openCase,
    toCase,
    open: (id: string) => void router.push(toCase(id)),
    /** While a case is open, the one walked to takes its place, and no step of history. */
    follow(id: string) {
      if (openCase.value) void router.replace(toCase(id));
    },
  };
}
