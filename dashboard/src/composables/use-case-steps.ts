/** j and k: to the next and the previous case of a table whose links carry `data-case`; an open panel follows. */
import type { Ref } from 'vue';
import { useShortcuts } from './use-shortcuts.ts';
import { useView } from './use-view.ts';

export function useCaseSteps(rows: Readonly<Ref<readonly { case_id: string }[]>>): void {
  const { openCase, follow } = useView();
  function move(step: 1 | -1) {
    const focused = (document.activeElement as HTMLElement | null)?.dataset['case'] || openCase.value;
    const at = rows.value.findIndex((row) => row.case_id === focused);
    const next = rows.value[at < 0 ? 0 : at + step];
    if (!next) return;
    document.querySelector<HTMLElement>(`[data-case="${CSS.escape(next.case_id)}"]`)?.focus();
    follow(next.case_id);
  }
  useShortcuts([
    { keys: 'j', label: 'keys.next', run: () => move(1) },
    { keys: 'k', label: 'keys.previous', run: () => move(-1) },
  ]);
}
