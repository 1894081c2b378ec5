/** Key `T`: the chart under the pointer or holding focus shows its table; with neither, the first on the page. */
import { createGlobalState } from '@vueuse/core';
import { onScopeDispose, type Ref } from 'vue';
import { useShortcuts } from '../composables/use-shortcuts.ts';

interface ChartTable {
  hovered: Ref<boolean>;
  focused: Ref<boolean>;
  toggle(): void;
}

const useShown = createGlobalState(() => {
  const shown: ChartTable[] = [];
  const run = () => (shown.find((c) => c.focused.value) ?? shown.find((c) => c.hovered.value) ?? shown[0])?.toggle();
  useShortcuts([{ keys: 't', label: 'keys.table', run }]);
  return shown;
});

export function useChartTables(chart: ChartTable): void {
  const shown = useShown();
  shown.push(chart);
  onScopeDispose(() => shown.splice(shown.indexOf(chart), 1));
}
