/**
 * The cards as they are kept: append-only actions, read back in their sequence.
 *
 * Writing is one at a time in a process. Whoever acts says which action they saw last; when the card moved on meanwhile
 * nothing is written, and they are told who did what. Should two processes on one server write the same place of a card at
 * the same moment, the earlier one counts and the other is told.
 */
import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '@mingcha/sql';
import type { CardGrade } from '../contract/codes.ts';
import { type CardAction, type CardState, cardId, next, stateOf } from './card.ts';

/** The rule of a card somebody issued by hand. */
export const MANUAL = 'manual';

/** One action as stored. */
export interface CardEvent {
  card_id: string;
  sequence: number;
  action_id: string;
  case_id: string;
  rule: string;
  rule_version: number;
  grade: CardGrade;
  action: CardAction;
  /** Empty for the platform itself. */
  actor: string;
  /** ISO moment. */
  at: string;
  reason: string;
  /** JSON. */
  detail: string;
}

/** A card as all its actions make it. */
export interface Card {
  card_id: string;
  case_id: string;
  rule: string;
  rule_version: number;
  grade: CardGrade;
  state: CardState;
  sequence: number;
  /** In their sequence; never empty. */
  actions: CardEvent[];
}

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

export interface Cards {
  /** By number; what does not exist is left out. */
  read(cardIds: readonly string[]): Promise<Map<string, Card>>;
  /** All cards of the cases. */
  ofCases(caseIds: readonly string[]): Promise<Card[]>;
  /** Issues, for the platform, what is not issued yet or has lapsed; answers what was done. */
  issue(issues: readonly Issue[]): Promise<CardChange[]>;
  /** Lets the cards lapse which can, for the platform. */
  lapse(cardIds: readonly string[], reason: string): Promise<CardChange[]>;
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

const COLUMNS = [
  'card_id',
  'sequence',
  'action_id',
  'case_id',
  'rule',
  'rule_version',
  'grade',
  'action',
  'actor',
  'at',
  'reason',
  'detail',
] as const satisfies (keyof CardEvent)[];

/** Actions that count, of the cards a condition names: one per place in a card, the earliest where two took it. */
export const actionsWhere = (condition: string) => `select ${COLUMNS.join(', ')} from card_events where ${condition}
order by card_id, sequence, at, action_id limit 1 by card_id, sequence`;

/** How long another process may take to write what it began when it saw the same card. */
const SETTLED_AFTER_MS = 300;
/** Card numbers in one statement. */
const PER_STATEMENT = 5_000;

/** Cards by number; what does not exist is left out. */
export async function readCards(store: Store, cardIds: readonly string[]): Promise<Map<string, Card>> {
  const cards = new Map<string, Card>();
  for (let from = 0; from < cardIds.length; from += PER_STATEMENT) {
    const ids = cardIds.slice(from, from + PER_STATEMENT);
    const events = await store.query<CardEvent>(actionsWhere('card_id in {ids:Array(String)}'), { ids });
    for (const card of cardsOf(events)) cards.set(card.card_id, card);
  }
  return cards;
}

export function openCards({ store, clock, onFault }: CardsOptions): Cards {
  const read = (cardIds: readonly string[]) => readCards(store, cardIds);
  const listeners = new Set<(changes: readonly CardChange[]) => void>();
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = last.then(run);
    last = done.catch(() => undefined);
    return done;
  }

  async function ofCases(caseIds: readonly string[]): Promise<Card[]> {
    const ids: string[] = [];
    for (let from = 0; from < caseIds.length; from += PER_STATEMENT) {
      const rows = await store.query<{ card_id: string }>(
        'select distinct card_id from cards_of_cases where case_id in {cases:Array(String)}',
        { cases: caseIds.slice(from, from + PER_STATEMENT) },
      );
      ids.push(...rows.map(({ card_id }) => card_id));
    }
    return [...(await read(ids)).values()];
  }

  async function append(events: readonly CardEvent[]): Promise<void> {
    if (events.length === 0) return;
    const lines = events.map((event) => JSON.stringify({ ...event, at: event.at.replace('T', ' ').replace('Z', '') }));
    await store.insert('card_events', COLUMNS, lines.join('\n'), 'JSONEachRow');
  }

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
  function eventOf(about: Omit<Issue, 'detail'>, { detail, ...act }: Required<Act>): CardEvent {
    const { case_id, rule, rule_version, grade } = about;
    const card_id = cardId(case_id, rule, grade);
    const written = JSON.stringify(detail);
    const action_id = actionId(card_id, act, written);
    const at = clock().toISOString();
    return { card_id, action_id, case_id, rule, rule_version, grade, ...act, at, detail: written };
  }

  /** What the platform does to one of many cards; undefined where it cannot be done. */
  function byThePlatform(
    card: Card | undefined,
    about: Omit<Issue, 'detail'>,
    act: Pick<Required<Act>, 'action' | 'reason' | 'detail'>,
  ): CardChange | undefined {
    const state = next(card?.state ?? 'none', act.action);
    if (state === undefined) return undefined;
    const event = eventOf(about, { ...act, actor: '', sequence: (card?.sequence ?? 0) + 1 });
    return { event, state, is_baseline: act.detail['baseline'] === true };
  }

  return {
    read,
    ofCases,

    issue: (issues) =>
      inTurn(async () => {
        const ids = issues.map(({ case_id, rule, grade }) => cardId(case_id, rule, grade));
        const known = await read(ids);
        const changes = issues.flatMap((issue, index) => {
          const { detail, ...about } = issue;
          return byThePlatform(known.get(ids[index]!), about, { action: 'issue', reason: '', detail }) ?? [];
        });
        await append(changes.map(({ event }) => event));
        tell(changes);
        return changes;
      }),

    lapse: (cardIds, reason) =>
      inTurn(async () => {
        const known = await read(cardIds);
        const changes = [...known.values()].flatMap((card) => {
          const detail = { baseline: isBaseline(card) };
          return byThePlatform(card, card, { action: 'lapse', reason, detail }) ?? [];
        });
        await append(changes.map(({ event }) => event));
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
        return settle(eventOf(about, { action: 'issue', actor, reason, sequence, detail }));
      }),

    act: (id, { sequence: seen, detail = {}, ...act }) =>
      inTurn(async () => {
        const card = (await read([id])).get(id);
        if (card === undefined) return undefined;
        const event = eventOf(card, { ...act, sequence: seen + 1, detail });
        // Who got no answer asks again: it is done already.
        if (card.actions.at(-1)?.action_id === event.action_id) return card;
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
    await append([event]);
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
function actionId(id: string, { sequence, action, actor, reason }: Act, detail: string): string {
  const said = actor === '' ? [] : action === 'issue' ? [actor, reason] : [actor, reason, detail];
  return hash('sha256', [id, sequence, action, ...said].join('\t')).slice(0, 32);
}

/** Cards out of actions ordered by card and sequence. */
export function cardsOf(events: readonly CardEvent[]): Card[] {
  const cards: Card[] = [];
  for (const event of events) {
    const open = cards.at(-1);
    if (open?.card_id === event.card_id) open.actions.push(event);
    else {
      const { card_id, case_id, rule, rule_version, grade } = event;
      cards.push({ card_id, case_id, rule, rule_version, grade, state: 'issued', sequence: 0, actions: [event] });
    }
  }
  return cards.flatMap((card) => {
    const state = stateOf(card.actions.map(({ action }) => action));
    // The version is that of the finding it was issued for last.
    const issued = card.actions.findLast(({ action }) => action === 'issue');
    if (state === 'none' || issued === undefined) return [];
    return [{ ...card, rule_version: issued.rule_version, state, sequence: card.actions.at(-1)!.sequence }];
  });
}

/** What the card says of its finding: the detail of the action that issued it last. */
export function issueOf(card: Card): CardEvent {
  return card.actions.findLast(({ action }) => action === 'issue')!;
}

function isBaseline(card: Card): boolean {
  return (JSON.parse(issueOf(card).detail) as { baseline?: boolean }).baseline === true;
}
