/** The cards as they are kept: append-only actions, read back in their sequence. */
import type { Store } from '@mingcha/sql';
import type { CardGrade } from '../contract/codes.ts';
import { type CardAction, type CardState, stateOf } from './card.ts';

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

/** All cards of the cases. */
export async function readCardsOfCases(store: Store, caseIds: readonly string[]): Promise<Card[]> {
  const ids: string[] = [];
  for (let from = 0; from < caseIds.length; from += PER_STATEMENT) {
    const rows = await store.query<{ card_id: string }>(
      'select distinct card_id from cards_of_cases where case_id in {cases:Array(String)}',
      { cases: caseIds.slice(from, from + PER_STATEMENT) },
    );
    ids.push(...rows.map(({ card_id }) => card_id));
  }
  return [...(await readCards(store, ids)).values()];
}

/** Stores actions; durable when it resolves. */
export async function appendActions(store: Store, events: readonly CardEvent[]): Promise<void> {
  if (events.length === 0) return;
  const lines = events.map((event) => JSON.stringify({ ...event, at: event.at.replace('T', ' ').replace('Z', '') }));
  await store.insert('card_events', COLUMNS, lines.join('\n'), 'JSONEachRow');
}

/** The card as it was at a moment; undefined before it was issued. */
export function cardAsOf(card: Card, moment: Date): Card | undefined {
  return cardsOf(card.actions.filter(({ at }) => new Date(at) <= moment))[0];
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

/** Whether the card is of the history from before supervision began. */
export function isBaseline(card: Card): boolean {
  return (JSON.parse(issueOf(card).detail) as { baseline?: boolean }).baseline === true;
}
