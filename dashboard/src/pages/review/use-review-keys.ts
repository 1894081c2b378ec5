/** Keys of the presentation, and of the remote in the presenter's hand, which sends some of them. */
import { useShortcuts } from '../../composables/use-shortcuts.ts';

export interface ReviewKeys {
  next(): void;
  previous(): void;
  chapter(step: 1 | -1): void;
  first(): void;
  last(): void;
  blank(): void;
  table(): void;
  present(): void;
  panel(name: 'comment' | 'task' | 'edit'): void;
  /** Takes away what lies on top; then the presentation ends. */
  escape(): void;
}

export function useReviewKeys(keys: ReviewKeys): void {
  const of = (key: string, label: string, run: () => void) => ({ keys: key, label: `review.keys.${label}`, run });
  useShortcuts([
    of('ArrowRight', 'next', keys.next),
    of('PageDown', 'next', keys.next),
    of(' ', 'next', keys.next),
    of('ArrowLeft', 'previous', keys.previous),
    of('PageUp', 'previous', keys.previous),
    of('ArrowDown', 'next_chapter', () => keys.chapter(1)),
    of('ArrowUp', 'previous_chapter', () => keys.chapter(-1)),
    of('Home', 'first', keys.first),
    of('End', 'last', keys.last),
    of('b', 'blank', keys.blank),
    of('.', 'blank', keys.blank),
    of('t', 'table', keys.table),
    of('f', 'present', keys.present),
    of('n', 'comment', () => keys.panel('comment')),
    of('k', 'task', () => keys.panel('task')),
    of('e', 'edit', () => keys.panel('edit')),
    of('Escape', 'close', keys.escape),
  ]);
}
