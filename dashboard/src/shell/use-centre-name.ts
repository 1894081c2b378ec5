/** Whose cases these are: the one centre's name, or how many centres. */
import type { DailyStatisticsRow } from '@mingcha/analytics/contract';
import { createGlobalState } from '@vueuse/core';
import { computed } from 'vue';
import { get } from '../api/client.ts';
import { useResource } from '../composables/use-resource.ts';
import { dayOf } from '../domain/moments.ts';
import { addDays } from '../domain/period.ts';

export const useCentreName = createGlobalState(() => {
  const today = dayOf(new Date());
  const centres = useResource(
    () => today,
    (signal) =>
      get<{ rows: DailyStatisticsRow[] }>(
        '/daily-statistics',
        { from: addDays(today, -7), to: today, by: 'centre' },
        signal,
      ),
  );
  return computed(() => {
    const names = new Set(
      (centres.data.value?.rows ?? []).filter((row) => row.unit).map((row) => row.unit_name || row.unit),
    );
    return { name: names.size === 1 ? [...names][0]! : '', count: names.size };
  });
});
