/** Of cases open at the end of a period: how much time each had left then, as lists of open cases say it. */
import type { Measure, OverdueRow } from '@mingcha/analytics/contract';
import { addDays } from '@mingcha/analytics/periods';
import { computed } from 'vue';
import { getAll } from '../../api/client.ts';
import { useResource } from '../../composables/use-resource.ts';
import { type Filters, useView } from '../../composables/use-view.ts';
import { useWords } from '../../composables/use-words.ts';
import { momentOf } from '../../domain/moments.ts';
import { NOTHING } from '../../domain/rate.ts';

const OF_OPEN: readonly Measure[] = ['open_at_end', 'overdue_open_at_end'];
/** A case whose clock is stopped may have been late before. */
const PAST_DUE = 'red,yellow,stopped';

export function useLateness(asked: () => { measure: string; to: string; filters: Filters }) {
  const { today } = useView();
  const { t, zone, left } = useWords();
  const isOfOpen = computed(() => OF_OPEN.some((one) => one === asked().measure));
  /** The end of the last day, unless it is the one that runs. */
  const end = computed(() => {
    const { to } = asked();
    return to < today.value
      ? new Date(momentOf(`${addDays(to, 1)}T00:00`, zone.value).getTime() - 1).toISOString()
      : undefined;
  });
  const read = useResource(
    () => (isOfOpen.value ? JSON.stringify([end.value, asked().filters]) : null),
    (signal) =>
      getAll<OverdueRow>(
        '/overdue',
        { grade: PAST_DUE, ...asked().filters, ...(end.value ? { as_of: end.value } : {}) },
        signal,
      ),
  );
  const late = computed(
    () => new Map((read.data.value?.rows ?? []).map((row) => [row.case_id, { text: left(row), grade: row.grade }])),
  );
  /** What is due on the last day is past due with its end, and a moment before it is not yet. */
  const lateOf = (id: string) =>
    late.value.get(id) ??
    (read.data.value && asked().measure === 'overdue_open_at_end'
      ? { text: t('left.passed'), grade: 'yellow' }
      : { text: NOTHING, grade: '' });
  return { isOfOpen, lateOf };
}
