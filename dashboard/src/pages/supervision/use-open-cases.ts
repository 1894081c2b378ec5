/**
 * The list of open cases: pages by cursor as the reader scrolls, read again quietly when it may have changed, and
 * which rows are new since the reading before.
 */
import type { OverdueRow } from '@mingcha/analytics/contract';
import { computed, type Ref, ref, shallowRef, watch } from 'vue';
import { get } from '../../api/client.ts';
import { readsAsOf } from '../../api/moment.ts';
import { useNames } from '../../composables/use-names.ts';
import { useResource } from '../../composables/use-resource.ts';
import type { Filters } from '../../composables/use-view.ts';
import { useRereading } from './use-rereading.ts';

const PAGE = 500;

interface Page {
  rows: OverdueRow[];
  next_cursor: string | null;
}

export function useOpenCases(filters: Ref<Filters & { grade: string; card?: string; card_state?: string }>) {
  const { learn } = useNames();
  const wanted = ref(PAGE);
  const fresh = shallowRef<ReadonlySet<string>>(new Set());
  let known: { key: string; ids: Set<string> } | null = null;
  const key = computed(() => `${readsAsOf.value ?? ''} ${JSON.stringify(filters.value)}`);

  /** How many rows were wanted when more were last asked for. */
  let asking = 0;
  // Before the list is read for another key: it begins with its first page again, and may grow again.
  watch(key, () => {
    wanted.value = PAGE;
    asking = 0;
  });
  const resource = useResource(
    () => key.value,
    async (signal) => {
      const asked = key.value;
      const page = await get<Page>('/overdue', { ...filters.value, limit: wanted.value }, signal);
      learn(page.rows);
      const ids = new Set(page.rows.map((row) => row.case_id));
      // Only what arrived while the same list was being watched is new.
      fresh.value = known?.key === asked ? new Set([...ids].filter((id) => !known!.ids.has(id))) : new Set();
      known = { key: asked, ids };
      return page;
    },
  );
  useRereading(() => void resource.reload());

  function more(): void {
    if (!resource.data.value?.next_cursor || resource.loading.value || asking === wanted.value) return;
    asking = wanted.value;
    // A wider reading rather than the next page: rows move between pages while events arrive.
    wanted.value += PAGE * 2;
    known = null;
    void resource.reload();
  }
  return {
    ...resource,
    rows: computed(() => resource.data.value?.rows ?? []),
    hasMore: computed(() => Boolean(resource.data.value?.next_cursor)),
    fresh,
    more,
  };
}
