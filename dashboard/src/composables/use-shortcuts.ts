/** Keys of the whole application: single keys and `g x` pairs. Silent while someone types, and under an open dialog. */
import { createGlobalState, useEventListener } from '@vueuse/core';
import { onScopeDispose, shallowReactive } from 'vue';

export interface Shortcut {
  /** `j`, `/`, `?` or a pair such as `g s`. */
  keys: string;
  /** Message key of what it does. */
  label: string;
  /** Message key of the page it goes to, for labels that name one. */
  page?: string;
  run(): void;
}

const PAIR_WITHIN_MS = 1200;
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const useRegistry = createGlobalState(() => {
  const shortcuts = shallowReactive<Shortcut[]>([]);
  let lead: { key: string; at: number } | null = null;
  useEventListener(document, 'keydown', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    // What a dialog lies over rests, its keys too; Esc is the dialog's own.
    if (document.querySelector('dialog[open]')) return;
    // Shift or Caps Lock makes no difference to letters.
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const pair = lead && event.timeStamp - lead.at < PAIR_WITHIN_MS ? `${lead.key} ${key}` : null;
    lead = null;
    // The last registered wins: a page may give a key its own meaning while it is shown.
    const found =
      shortcuts.findLast((s) => s.keys === pair) ?? (pair ? undefined : shortcuts.findLast((s) => s.keys === key));
    // A focused control keeps Enter and the space bar for itself.
    if (
      found &&
      (key === 'Enter' || key === ' ') &&
      event.target instanceof HTMLElement &&
      event.target.closest('a,button,summary')
    )
      return;
    if (found) {
      event.preventDefault();
      found.run();
    } else if (!pair && shortcuts.some((s) => s.keys.startsWith(`${key} `))) {
      lead = { key, at: event.timeStamp };
    }
  });
  return { shortcuts };
});

export function useShortcuts(own: Shortcut[] = []) {
  const { shortcuts } = useRegistry();
  shortcuts.push(...own);
  if (own.length)
    onScopeDispose(() => {
      for (const shortcut of own) shortcuts.splice(shortcuts.indexOf(shortcut), 1);
    });
  return shortcuts;
}
