/**
 * A table whose cells can be acted on as one tab stop: Tab comes to the cell last visited and leaves the table, arrow keys go
 * from cell to cell, Home, End and the page keys leap. The table itself has the role `grid`.
 */
import { useEventListener, useMutationObserver } from '@vueuse/core';
import { type Ref, watch } from 'vue';
import { type Stop, walk } from '../domain/grid-walk.ts';
import { useShortcuts } from './use-shortcuts.ts';

const CONTROLS = 'a[href], button, input, select, summary';

export function useGrid(table: Readonly<Ref<HTMLElement | null>>): void {
  let entry: HTMLElement | null = null;
  const controls = () => [...(table.value?.querySelectorAll<HTMLElement>(CONTROLS) ?? [])];

  /** Set on the elements: a grid has thousands of them, and each would watch which one is the entry. */
  function arrange() {
    const all = controls();
    if (!entry || !all.includes(entry)) entry = all.find((one) => one.closest('tbody')) ?? all[0] ?? null;
    for (const one of all) one.tabIndex = one === entry ? 0 : -1;
  }
  watch(table, arrange, { flush: 'post', immediate: true });
  useMutationObserver(table, arrange, { childList: true, subtree: true });

  useEventListener(table, 'focusin', ({ target }) => {
    const control = target instanceof Element ? target.closest<HTMLElement>(CONTROLS) : null;
    if (!control || control === entry) return;
    if (entry) entry.tabIndex = -1;
    control.tabIndex = 0;
    entry = control;
  });
  useEventListener(table, 'keydown', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.metaKey || event.shiftKey) return;
    const shown = controls().filter((one) => one.getClientRects().length > 0);
    const at = shown.indexOf(event.target as HTMLElement);
    const to = walk(stopsOf(shown), at, event.key, event.ctrlKey);
    if (to === null) return;
    event.preventDefault();
    shown[to]?.focus();
  });
  useShortcuts([{ keys: '← ↑ ↓ →', label: 'keys.cells', run: () => undefined }]);
}

function stopsOf(controls: readonly HTMLElement[]): Stop[] {
  const cells = controls.map((one) => one.closest<HTMLTableCellElement>('td, th'));
  return cells.map((cell, at) => {
    let fromLast = 0;
    while (cell && cells[at + fromLast + 1] === cell) fromLast++;
    const row = cell?.parentElement;
    return {
      row: row instanceof HTMLTableRowElement ? row.rowIndex : -1,
      column: cell ? columnOf(cell) : -1,
      fromLast,
    };
  });
}

/** Cells before it may span several columns. */
function columnOf(cell: HTMLTableCellElement): number {
  let column = 0;
  for (let before = cell.previousElementSibling; before; before = before.previousElementSibling)
    column += before instanceof HTMLTableCellElement ? before.colSpan : 1;
  return column;
}
