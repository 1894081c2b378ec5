/** Names of the chief representatives by department, asked for when the list is first grouped by them. */
import type { Departments } from '@mingcha/analytics/contract';
import { computed } from 'vue';
import { getAll } from '../../api/client.ts';
import { useResource } from '../../composables/use-resource.ts';

/** Null until they are known. A department without one is not among them. */
export function useChiefs(isWanted: () => boolean) {
  const read = useResource(
    () => (isWanted() ? 'chiefs' : null),
    (signal) => getAll<Departments['rows'][number]>('/departments', {}, signal),
  );
  return computed<ReadonlyMap<string, string> | null>(
    () =>
      read.data.value &&
      new Map(
        read.data.value.rows.flatMap((row) =>
          row.chief_representative
            ? [[row.department, row.chief_representative_name || row.chief_representative] as const]
            : [],
        ),
      ),
  );
}
