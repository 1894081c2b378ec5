/** The rows of a list, a first stretch and longer ones on demand; begins with the first again when something else is asked. */
import { computed, type Ref, ref, watch } from 'vue';
import { type Resource, useResource } from './use-resource.ts';

/** What every list answers. */
interface Answer {
  rows: readonly unknown[];
  next_cursor: string | null;
}

/** What a page shows around the rows, whatever they are. */
export interface RowList extends Resource<unknown> {
  rows: Readonly<Ref<readonly unknown[]>>;
  hasMore: Readonly<Ref<boolean>>;
  more(): void;
}

/** `key` says what is asked, null while nothing is; `read` reads so many rows of it, from the first. */
export function useRowList<List extends Answer>(
  key: () => string | null,
  read: (limit: number, signal: AbortSignal) => Promise<List>,
  first = 300,
) {
  const wanted = ref(first);
  watch(key, () => {
    wanted.value = first;
  });
  const list = useResource(
    () => {
      const asked = key();
      return asked === null ? null : `${asked} ${wanted.value}`;
    },
    (signal) => read(wanted.value, signal),
  );
  const rows = computed<List['rows']>(() => list.data.value?.rows ?? []);
  const hasMore = computed(() => Boolean(list.data.value?.next_cursor));
  return {
    ...list,
    rows,
    hasMore,
    /** A longer reading rather than the next stretch: rows move between stretches while events arrive. */
    more(): void {
      wanted.value += first * 2;
    },
  };
}
