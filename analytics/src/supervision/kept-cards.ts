/**
 * The cards as they are kept: append-only actions, read back in their sequence. Whole cards are read by number, a few at a
 * time; where the cards of many cases stand is read by case, without what their actions say, so that it costs these cases and
 * not all cards ever issued.
 */
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

/** An action without what it says. */
export interface Act extends Omit<CardEvent, 'actor' | 'reason' | 'detail'> {
  is_baseline: boolean;
  /** ISO moment; 1970 where the action names none. */
  found_at: string;
}

/** A card as all its actions make it. */
export interface CardOf<Action> {
  card_id: string;
  case_id: string;
  rule: string;
  rule_version: number;
  grade: CardGrade;
  state: CardState;
  sequence: number;
  /** In their sequence; never empty. */
  actions: Action[];
}
export type Card = CardOf<CardEvent>;
/** Where a card stands, without what its actions say. */
export type Standing = CardOf<Act>;

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

const ACT_COLUMNS = [
  'card_id',
  'sequence',
  'action_id',
  'case_id',
  'rule',
  'rule_version',
  'grade',
  'action',
  'at',
  'is_baseline',
  'found_at',
] as const satisfies (keyof Act)[];

/** Of two that took the same place in a card the earlier one counts. */
const THAT_COUNT = 'order by card_id, sequence, at, action_id limit 1 by card_id, sequence';

/** Actions that count, of the cards a condition names. */
export const actionsWhere = (condition: string) =>
  `select ${COLUMNS.join(', ')} from card_events where ${condition} ${THAT_COUNT}`;

/** The same without what they say, of the cards of the cases a condition names. */
export const actsWhere = (condition: string) =>
  `select ${ACT_COLUMNS.join(', ')} from card_acts_of_cases where ${condition} ${THAT_COUNT}`;

/** Numbers of cards or cases in one statement. */
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

/** Where all cards of the cases stand. */
export async function readStandings(store: Store, caseIds: readonly string[]): Promise<Standing[]> {
  const standings: Standing[] = [];
  for (let from = 0; from < caseIds.length; from += PER_STATEMENT) {
    const cases = caseIds.slice(from, from + PER_STATEMENT);
    standings.push(...cardsOf(await store.query<Act>(actsWhere('case_id in {cases:Array(String)}'), { cases })));
  }
  return standings;
}

/** Stores actions; durable when it resolves. */
export async function appendActions(store: Store, events: readonly CardEvent[]): Promise<void> {
  if (events.length === 0) return;
  const lines = events.map((event) => JSON.stringify({ ...event, at: event.at.replace('T', ' ').replace('Z', '') }));
  await store.insert('card_events', COLUMNS, lines.join('\n'), 'JSONEachRow');
}

/**
 * Acts of the last days by case that a crash between the two tables left out: whoever reads standings must not miss an answer
 * or a cancellation. Called once when supervision starts.
 */
export async function completeActs(store: Store, since: Date): Promise<void> {
  const columns = ACT_COLUMNS.join(', ');
  await store.command(
    `insert into card_acts_of_cases (${columns}) select ${columns} from card_events
    where at >= {since:DateTime64(3, 'UTC')} and action_id not in (
      select action_id from card_acts_of_cases where at >= {since:DateTime64(3, 'UTC')}
    )`,
    { since },
  );
}

/** The card as it was at a moment; undefined before it was issued. */
export function cardAsOf(card: Card, moment: Date): Card | undefined {
  return cardsOf(card.actions.filter(({ at }) => new Date(at) <= moment))[0];
}

/** Cards out of actions ordered by card and sequence. */
export function cardsOf<Action extends Act | CardEvent>(events: readonly Action[]): CardOf<Action>[] {
  const cards: CardOf<Action>[] = [];
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

/** The action that issued the card last; its detail is what the card says of its finding. */
export function issueOf<Action extends Act | CardEvent>(card: CardOf<Action>): Action {
  return card.actions.findLast(({ action }) => action === 'issue')!;
}

/** Whether the card is of the history from before supervision began. */
export function isBaseline(card: Card): boolean {
  return (JSON.parse(issueOf(card).detail) as { baseline?: boolean }).baseline === true;
}
