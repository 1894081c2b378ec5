/** Comments and edits of a review, folded out of its actions. */
import type { ReviewComment, SentenceEdit, SupervisionForm } from '../contract/index.ts';
import { detailOf, type ReviewEvent } from './kept-acts.ts';
import { sentenceSubject } from './room.ts';

/** In the order they were made; withdrawn ones stay, said to be so. */
export function commentsIn(events: readonly ReviewEvent[]): ReviewComment[] {
  const comments = events.flatMap((event): ReviewComment[] => {
    if (event.action !== 'comment') return [];
    const { form = '', screen = '' } = detailOf(event);
    const gone = events.find(({ subject, action }) => subject === event.subject && action === 'withdraw');
    const { subject, text, actor, at } = event;
    return [
      {
        comment_id: subject.slice(subject.indexOf(':') + 1),
        form: form as SupervisionForm,
        text,
        screen,
        actor,
        at,
        withdrawn: gone === undefined ? null : { actor: gone.actor, at: gone.at, reason: gone.text },
      },
    ];
  });
  return comments.sort((a, b) => a.at.localeCompare(b.at) || a.comment_id.localeCompare(b.comment_id));
}

export interface KeptEdit {
  edit: SentenceEdit | null;
  sequence: number;
}

/** What was made of a sentence in one language; `original` is what the numbers say now. */
export function editIn(
  events: readonly ReviewEvent[],
  sentence: string,
  language: 'zh' | 'en',
  original: string,
): KeptEdit {
  const last = events.findLast(({ subject }) => subject === sentenceSubject(sentence, language));
  if (last === undefined) return { edit: null, sequence: 0 };
  const { sequence, text, actor, at } = last;
  if (last.action === 'restore') return { edit: null, sequence };
  return { edit: { text, actor, at, is_outdated: (detailOf(last).original ?? '') !== original }, sequence };
}
