/** Names of units and items, learned from every row that carries them: live events bring codes only. */
import type { Filter } from '@mingcha/analytics/codes';
import type { DailyStatisticsRow } from '@mingcha/analytics/contract';
import { addDays } from '@mingcha/analytics/periods';
import { createGlobalState } from '@vueuse/core';
import { readonly, ref, shallowReactive } from 'vue';
import { ApiError, getAll } from '../api/client.ts';
import { useMoment } from './use-as-of.ts';

interface Named {
  department?: string;
  department_name?: string;
  window?: string;
  window_name?: string;
  item?: string;
  item_name?: string;
}

/** Units and items seen in the last week, which is what live events are about. */
const SEEN_DAYS = 7;

export const useNames = createGlobalState(() => {
  const { today } = useMoment();
  const names = shallowReactive(new Map<string, string>());
  const put = (kind: Filter, code: string | undefined, name: string | undefined) => {
    if (code && name) names.set(`${kind}:${code}`, name);
  };
  let asked = false;
  const isRead = ref(false);
  return {
    /** Reads the names of last week's departments and items, once. Without them codes are shown. */
    async load() {
      if (asked) return;
      asked = true;
      const to = today.value;
      const span = { from: addDays(to, -SEEN_DAYS), to };
      for (const by of ['department', 'item'] as const) {
        try {
          const { rows } = await getAll<DailyStatisticsRow>('/daily-statistics', { ...span, by });
          for (const row of rows) put(by, row.unit, row.unit_name);
        } catch (cause) {
          // The page around says what is wrong with the service; names are asked for again on the next visit.
          if (!(cause instanceof ApiError)) throw cause;
          asked = false;
        }
      }
      isRead.value = true;
    },
    /** Whether the names asked for are there, or will not come: a code is then all that is known. */
    isRead: readonly(isRead),
    learn(rows: readonly Named[]) {
      for (const row of rows) {
        put('department', row.department, row.department_name);
        put('window', row.window, row.window_name);
        put('item', row.item, row.item_name);
      }
    },
    /** The name, or the code itself where nothing has told it yet. */
    nameOf: (kind: Filter, code: string) => names.get(`${kind}:${code}`) ?? code,
  };
});
