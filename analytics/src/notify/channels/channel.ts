/** What a channel is: it takes one post to one receiver and says what came of it. */
import type { Entry } from '../entry.ts';
import type { Message } from '../message.ts';

export interface Post {
  /** With the environment filled in. */
  readonly address: string;
  /** Empty for a robot that is not signed. */
  readonly secret: string;
  /** The same messages sent again are the same post. */
  readonly id: string;
  readonly receiver: string;
  readonly at: Date;
  readonly message: Message;
  readonly entries: readonly (Entry & { message_id: string })[];
}

export interface Answer {
  /** Refused: it answered and did not take it. Unreachable: no answer, or one that says later. */
  readonly outcome: 'delivered' | 'refused' | 'unreachable';
  /** HTTP or SMTP; 0 without an answer. */
  readonly status: number;
  readonly text: string;
  /** How long the receiver wants to be left alone. */
  readonly waitMs?: number;
}

/** Sends it; rejects where there was no answer. Gives up when the signal says so. */
export type Send = (post: Post, signal: AbortSignal) => Promise<Answer>;

export interface Channel {
  readonly send: Send;
  /** Time between two posts to one receiver; what comes meanwhile goes together. */
  readonly gapMs: number;
}
