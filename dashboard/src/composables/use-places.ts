/** The centres on file and the zone their days are of: each centre's own, and the one the whole page keeps to. */
import type { Centres } from '@mingcha/analytics/contract';
import { createGlobalState } from '@vueuse/core';
import { computed } from 'vue';
import { getAll } from '../api/client.ts';
import { DEFAULT_ZONE } from '../domain/moments.ts';
import { useResource } from './use-resource.ts';

export const usePlaces = createGlobalState(() => {
  const centres = useResource(
    () => 'centres',
    (signal) => getAll<Centres['rows'][number]>('/centres', {}, signal),
  );
  const rows = computed(() => centres.data.value?.rows ?? []);
  const zones = computed(() => new Map(rows.value.map((row) => [row.centre, row.zone])));
  /** The zone all centres share; the default one where they lie in several. */
  const zone = computed(() => {
    const shared = new Set(zones.value.values());
    return shared.size === 1 ? [...shared][0]! : DEFAULT_ZONE;
  });
  return {
    centres: rows,
    zone,
    zoneOf: (centre: string) => zones.value.get(centre) ?? zone.value,
  };
});
