/** What the feed of 监察 tells: events as they are stored, and what is done with cards, the newest first. */
import type { LiveCards, LiveNewest, LiveStored } from '@mingcha/analytics/contract';

interface Line {
  /** The same for the same happening, however it was heard of. */
  key: string;
  /** When it happened. */
  at: string;
  case_id: string;
  /** Heard of while the reader was looking. */
  isFresh: boolean;
}
export interface EventLine extends Line, Pick<LiveStored['newest'][number], 'type' | 'department' | 'item'> {
  kind: 'event';
}
export interface CardLine extends Line, Pick<LiveNewest['cards'][number], 'grade' | 'action' | 'rule' | 'actor'> {
  kind: 'card';
}
export type FeedLine = EventLine | CardLine;

const FEED_LENGTH = 50;

function eventLine(event: LiveStored['newest'][number], isFresh: boolean): EventLine {
  const { case_id, type, occurred_at: at, department, item } = event;
  return { kind: 'event', key: `${case_id} ${type} ${at}`, at, case_id, type, department, item, isFresh };
}
function cardLine(done: Omit<LiveNewest['cards'][number], 'at'>, at: string, isFresh: boolean): CardLine {
  const { card_id, case_id, grade, action, rule, actor } = done;
  return { kind: 'card', key: `${card_id} ${action} ${at}`, at, case_id, grade, action, rule, actor, isFresh };
}

export const storedLines = ({ newest }: LiveStored): FeedLine[] =>
  newest.map((event) => eventLine(event, true)).reverse();

/** What was found in history, when supervision began, is no news. */
export const cardLines = ({ at, newest, changes, baseline }: LiveCards): FeedLine[] =>
  baseline === changes ? [] : newest.map((done) => cardLine(done, at, true)).reverse();

export const newestLines = ({ events, cards }: LiveNewest): FeedLine[] =>
  [...events.map((event) => eventLine(event, false)), ...cards.map((done) => cardLine(done, done.at, false))].sort(
    (a, b) => b.at.localeCompare(a.at),
  );

/** Puts lines before others, each happening once, and forgets what is too far down. */
export function before(fresh: readonly FeedLine[], lines: readonly FeedLine[]): FeedLine[] {
  const told = new Set<string>();
  return [...fresh, ...lines].filter(({ key }) => !told.has(key) && told.add(key)).slice(0, FEED_LENGTH);
}
