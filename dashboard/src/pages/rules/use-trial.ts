/** One trial of a rule: its values and period stand in the address, its outcome is read page by page. */
import type { RuleRow, Simulate, Simulation } from '@mingcha/analytics/contract';
import { elapsed, type Period, periodOf } from '@mingcha/analytics/periods';
import { computed, ref, watch } from 'vue';
import { post } from '../../api/client.ts';
import { useAddress } from '../../composables/use-address.ts';
import { useResource } from '../../composables/use-resource.ts';
import { useView } from '../../composables/use-view.ts';
import { formatTrial, parseTrial } from '../../domain/thresholds.ts';

const PAGE = 200;

export function useTrial(rule: () => RuleRow) {
  const { today, period: chosen, isChosen, filters } = useView();
  const inAddress = useAddress('try');
  const period = computed<Period>({
    get: () => (isChosen.value ? chosen.value : periodOf('month', today.value)),
    set: (next) => {
      chosen.value = next;
    },
  });
  const tried = computed(() => parseTrial(inAddress.value, rule()));

  const wanted = ref(PAGE);
  const asked = computed(() => {
    const { from, to } = elapsed(period.value, today.value);
    return { from, to, thresholds: tried.value, ...filters.value };
  });
  watch(
    () => JSON.stringify(asked.value),
    () => {
      wanted.value = PAGE;
    },
  );
  const resource = useResource(
    () => (tried.value.length ? JSON.stringify([rule().id, asked.value, wanted.value]) : null),
    (signal) => {
      const body: Simulate = { ...asked.value, limit: wanted.value };
      return post<Simulation>(`/rules/${rule().id}/simulate`, body, signal);
    },
  );
  const cases = computed(() => (resource.data.value?.rows ?? []).filter(({ change }) => change !== 'same'));
  return {
    ...resource,
    period,
    tried,
    cases,
    /** What changes comes first: once a page holds cases that stay, all that change are there. */
    hasMore: computed(
      () => Boolean(resource.data.value?.next_cursor) && cases.value.length === resource.data.value?.rows.length,
    ),
    more() {
      wanted.value += PAGE * 2;
    },
    run(values: Record<string, number>) {
      inAddress.value = formatTrial(Object.entries(values).map(([parameter, value]) => ({ parameter, value })));
    },
  };
}
