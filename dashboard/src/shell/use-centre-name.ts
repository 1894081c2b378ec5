/** Whose cases these are: the one centre's name, or how many centres. */
import { computed } from 'vue';
import { usePlaces } from '../composables/use-places.ts';

export function useCentreName() {
  const { centres } = usePlaces();
  return computed(() => {
    const names = new Set(centres.value.map((row) => row.centre_name || row.centre));
    return { name: names.size === 1 ? [...names][0]! : '', count: names.size };
  });
}
