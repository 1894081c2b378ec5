/**
 * What is done with a month's review: sentences written otherwise, comments taken and withdrawn.
 *
 * Writing is one at a time in a process. Whoever edits says which edit they saw last; when somebody else was quicker nothing is
 * written, and they are told who wrote what. Should two processes on one server take the same place at the same moment, the
 * earlier one counts and the other is told.
 */
import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '@mingcha/sql';
import { openTurns } from '../turns.ts';
import { type ActDetail, appendAct, type Review, type ReviewAction, type ReviewEvent, readActs } from './kept-acts.ts';

export interface SaidOnce {
  actor: string;
  text: string;
}
export interface Edit extends Omit<SaidOnce, 'text'> {
  sentence: string;
  language: 'zh' | 'en';
  /** Null brings the sentence from the numbers back. */
  text: string | null;
  original: string;
  sequence: number;
}

/** Somebody else was quicker. */
export class ReviewMovedOn extends Error {
  readonly since: readonly ReviewEvent[];
  constructor(since: readonly ReviewEvent[]) {
    super('The review moved on.');
    this.name = 'ReviewMovedOn';
    this.since = since;
  }
}

export interface ReviewRoom {
  /** Throws ReviewMovedOn where the editor did not see the last edit. */
  edit(review: Review, edit: Edit): Promise<ReviewEvent>;
  /** The same words by the same person under the same form are one comment, however often sent. */
  comment(review: Review, comment: SaidOnce & { form: string; screen: string }): Promise<ReviewEvent>;
  /** Undefined where there is no such comment. Throws ReviewMovedOn where it is withdrawn already. */
  withdraw(review: Review, commentId: string, said: SaidOnce): Promise<ReviewEvent | undefined>;
}

/** How long another process may take to write what it began when it saw the same. */
const SETTLED_AFTER_MS = 300;

const short = (...words: readonly (string | number)[]) => hash('sha256', words.join('\t')).slice(0, 32);
export const sentenceSubject = (sentence: string, language: 'zh' | 'en') => `sentence:${sentence}:${language}`;
export const commentSubject = (id: string) => `comment:${id}`;

export function openReviewRoom({ store, clock }: { store: Store; clock: () => Date }): ReviewRoom {
  const inTurn = openTurns(1);

  async function place(
    review: Review,
    subject: string,
    sequence: number,
    act: { action: ReviewAction; actor: string; text: string; detail: ActDetail },
  ): Promise<ReviewEvent> {
    const detail = JSON.stringify(act.detail);
    const action_id = short(review.month, review.scope, subject, sequence, act.action, act.actor, act.text, detail);
    const at = clock().toISOString();
    const event: ReviewEvent = { ...review, subject, sequence, action_id, at, ...act, detail };
    await appendAct(store, event);
    if (store.kind === 'server') await sleep(SETTLED_AFTER_MS);
    const placed = (await readActs(store, review, { subject })).filter((each) => each.sequence >= sequence);
    const own = placed.find((each) => each.sequence === sequence);
    if (own?.action_id !== action_id) throw new ReviewMovedOn(placed);
    return own;
  }

  return {
    edit: (review, { sentence, language, text, original, actor, sequence: seen }) =>
      inTurn(async () => {
        const subject = sentenceSubject(sentence, language);
        const before = await readActs(store, review, { subject });
        const last = before.at(-1);
        const act = {
          action: text === null ? ('restore' as const) : ('edit' as const),
          actor,
          text: text ?? '',
          detail: { original },
        };
        // Who got no answer asks again: it is done already.
        const isDone = last?.sequence === seen + 1 && last.actor === actor && last.text === act.text;
        if (isDone && last.action === act.action) return last;
        const since = before.filter(({ sequence }) => sequence > seen);
        if (since.length > 0) throw new ReviewMovedOn(since);
        return place(review, subject, (last?.sequence ?? 0) + 1, act);
      }),

    comment: (review, { actor, text, form, screen }) =>
      inTurn(async () => {
        const subject = commentSubject(short(review.month, review.scope, form, screen, actor, text));
        const [known] = await readActs(store, review, { subject });
        return known ?? place(review, subject, 1, { action: 'comment', actor, text, detail: { form, screen } });
      }),

    withdraw: (review, commentId, { actor, text }) =>
      inTurn(async () => {
        const subject = commentSubject(commentId);
        const before = await readActs(store, review, { subject });
        if (before.length === 0) return undefined;
        const done = before.find(({ action }) => action === 'withdraw');
        if (done !== undefined && done.actor === actor && done.text === text) return done;
        if (done !== undefined) throw new ReviewMovedOn([done]);
        return place(review, subject, before.at(-1)!.sequence + 1, { action: 'withdraw', actor, text, detail: {} });
      }),
  };
}
