/**
 * What is done with cards: the platform issues them and lets them lapse, people act on them, listeners hear of it.
 *
 * Writing is one at a time in a process. Whoever acts says which action they saw last; when the card moved on meanwhile
 * nothing is written, and they are told who did what. Should two processes on one server write the same place of a card at
 * the same moment, the earlier one counts and the other is told.
 */
import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '@mingcha/sql';
import type { CardGrade } from '../contract/codes.ts';
import { openTurns } from '../turns.ts';
import { type CardAction, type CardState, cardId, next } from './card.ts';
import {
  appendActions,
  type Card,
  type CardEvent,
  isBaseline,
  issueOf,
  readCards,
  readStandings,
  type Standing,
} from './kept-cards.ts';

/** The rule of a card somebody issued by hand. */
export const MANUAL = 'manual';

/** What a card is about, where the platform or a person issues one. */
export interface Issue {
  case_id: string;
  rule: string;
  rule_version: number;
  grade: CardGrade;
  detail: Record<string, unknown>;
}

/** An action that was done, told to whoever listens. */
export interface CardChange {
  event: CardEvent;
  state: CardState;
  /** Found in the history from before supervision began: nobody is to be notified. */
  is_baseline: boolean;
}

/** The card is not as whoever wanted to act saw it. */
export class CardMovedOn extends Error {
  readonly since: readonly CardEvent[];
  constructor(since: readonly CardEvent[]) {
    super('The card moved on.');
    this.name = 'CardMovedOn';
    this.since = since;
  }
}

/** The action cannot be done in the state the card is in. */
export class ActionNotPossible extends Error {
  readonly card: Card;
  constructor(card: Card) {
    super(`The card is ${card.state}.`);
    this.name = 'ActionNotPossible';
    this.card = card;
  }
}

export interface Act {
  action: CardAction;
  actor: string;
  reason: string;
  /** Of the last action the actor saw. */
  sequence: number;
  detail?: Record<string, unknown>;
}

/** What was done, and at which place in the card. */
type Done = Pick<CardEvent, 'sequence' | 'action' | 'actor' | 'reason'>;

export interface Cards {
  /** By number; what does not exist is left out. */
  read(cardIds: readonly string[]): Promise<Map<string, Card>>;
  /** Where all cards of the cases stand. */
  standings(caseIds: readonly string[]): Promise<Standing[]>;
  /** Issues, for the platform, what is not issued yet or has lapsed; answers what was done. */
  issue(issues: readonly Issue[]): Promise<CardChange[]>;
  /** Lets those of the cards lapse which still can, for the platform. */
  lapse(cards: readonly Standing[], reason: string): Promise<CardChange[]>;
  /** Issues a card by hand; throws ActionNotPossible when there is one already. */
  issueByHand(issue: Issue, actor: string, reason: string): Promise<Card>;
  /** Does a person's action; undefined when there is no such card. Throws CardMovedOn or ActionNotPossible. */
  act(id: string, act: Act): Promise<Card | undefined>;
  /** Told after actions are stored; answers how to stop listening. */
  onCards(listener: (changes: readonly CardChange[]) => void): () => void;
}

export interface CardsOptions {
  store: Store;
  clock: () => Date;
  /** Hears of a listener that threw. */
  onFault: (error: unknown) => void;
}

/** How long another process may take to write what it began when it saw the same card. */
const SETTLED_AFTER_MS = 300;

export function openCards({ store, clock, onFault }: CardsOptions): Cards {
  const read = (cardIds: readonly string[]) => readCards(store, cardIds);
  const standings = (caseIds: readonly string[]) => readStandings(store, caseIds);
  const standingsById = async (about: readonly { case_id: string }[]) =>
    new Map((await standings([...new Set(about.map(({ case_id }) => case_id))])).map((each) => [each.card_id, each]));
  const listeners = new Set<(changes: readonly CardChange[]) => void>();
  const inTurn = openTurns(1);

  function tell(changes: readonly CardChange[]): void {
    if (changes.length === 0) return;
    for (const listener of listeners) {
      try {
        listener(changes);
      } catch (error) {
        onFault(error);
      }
    }
  }

  /** An action done now, as it is stored. */
  function eventOf(about: Omit<Issue, 'detail'>, done: Done, inDetail: Record<string, unknown>): CardEvent {
    const { case_id, rule, rule_version, grade } = about;
    const card_id = cardId(case_id, rule, grade);
    const detail = JSON.stringify(inDetail);
    const action_id = actionId(card_id, done, detail);
    return { card_id, action_id, case_id, rule, rule_version, grade, ...done, at: clock().toISOString(), detail };
  }

  /** What the platform does to one of many cards; undefined where it cannot be done. */
  function byThePlatform(
    card: Standing | undefined,
    about: Omit<Issue, 'detail'>,
    act: Pick<Done, 'action' | 'reason'>,
    detail: Record<string, unknown>,
  ): CardChange | undefined {
    const state = next(card?.state ?? 'none', act.action);
    if (state === undefined) return undefined;
    const event = eventOf(about, { ...act, actor: '', sequence: (card?.sequence ?? 0) + 1 }, detail);
    return { event, state, is_baseline: detail['baseline'] === true };
  }

  return {
    read,
    standings,

    issue: (issues) =>
      inTurn(async () => {
        const known = await standingsById(issues);
        const changes = issues.flatMap(({ detail, ...about }) => {
          const card = known.get(cardId(about.case_id, about.rule, about.grade));
          return byThePlatform(card, about, { action: 'issue', reason: '' }, detail) ?? [];
        });
        await appendActions(
          store,
          changes.map(({ event }) => event),
        );
        tell(changes);
        return changes;
      }),

    lapse: (these, reason) =>
      inTurn(async () => {
        const known = await standingsById(these);
        const changes = these.flatMap(({ card_id }) => {
          const card = known.get(card_id)!;
          const detail = { baseline: issueOf(card).is_baseline };
          return byThePlatform(card, card, { action: 'lapse', reason }, detail) ?? [];
        });
        await appendActions(
          store,
          changes.map(({ event }) => event),
        );
        tell(changes);
        return changes;
      }),

    issueByHand: (issue, actor, reason) =>
      inTurn(async () => {
        const { detail, ...about } = issue;
        const id = cardId(issue.case_id, issue.rule, issue.grade);
        const card = (await read([id])).get(id);
        if (next(card?.state ?? 'none', 'issue') === undefined) throw new ActionNotPossible(card!);
        const sequence = (card?.sequence ?? 0) + 1;
        return settle(eventOf(about, { action: 'issue', actor, reason, sequence }, detail));
      }),

    act: (id, { sequence: seen, detail = {}, ...act }) =>
      inTurn(async () => {
        const card = (await read([id])).get(id);
        if (card === undefined) return undefined;
        const event = eventOf(card, { ...act, sequence: seen + 1 }, detail);
        // Who got no answer asks again: it is done already. Stored once more it counts once, and completes what a crash cut off.
        const last = card.actions.at(-1);
        if (last?.action_id === event.action_id) {
          await appendActions(store, [last]);
          return card;
        }
        const since = card.actions.filter((each) => each.sequence > seen);
        if (since.length > 0) throw new CardMovedOn(since);
        if (next(card.state, act.action) === undefined) throw new ActionNotPossible(card);
        return settle(event);
      }),

    onCards(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  /** Stores a person's action, and looks whether another process took its place. */
  async function settle(event: CardEvent): Promise<Card> {
    await appendActions(store, [event]);
    if (store.kind === 'server') await sleep(SETTLED_AFTER_MS);
    const card = (await read([event.card_id])).get(event.card_id)!;
    const placed = card.actions.find(({ sequence }) => sequence === event.sequence);
    if (placed?.action_id !== event.action_id)
      throw new CardMovedOn(card.actions.filter(({ sequence }) => sequence >= event.sequence));
    tell([{ event, state: card.state, is_baseline: isBaseline(card) }]);
    return card;
  }
}

/**
 * The number of an action: who does the same at the same place of a card, again or from another process, does the same
 * action. Of the platform that is any of its kind, however it says why; of people what they said is part of it.
 */
function actionId(id: string, { sequence, action, actor, reason }: Done, detail: string): string {
  const said = actor === '' ? [] : action === 'issue' ? [actor, reason] : [actor, reason, detail];
  return hash('sha256', [id, sequence, action, ...said].join('\t')).slice(0, 32);
}
