/** What a reader is told of cards: in which order, what of a sentence is evidence, and who acted meanwhile. */
import { CARD_GRADES, type CardAction, type CardState } from '@mingcha/analytics/codes';
import type { CardDetail, CardRow } from '@mingcha/analytics/contract';

/** States in which a card counts against its unit. */
const IN_EFFECT: readonly CardState[] = ['issued', 'urged', 'appealed'];
export const isInEffect = ({ state }: Pick<CardRow, 'state'>): boolean => IN_EFFECT.includes(state);

/** The gravest in effect first, then those taken back; the newest finding first among equals. */
export function inOrder<T extends Pick<CardRow, 'state' | 'grade' | 'issued_at' | 'card_id'>>(
  cards: readonly T[],
): T[] {
  const weight = (card: T) => (isInEffect(card) ? CARD_GRADES.length : 0) + CARD_GRADES.indexOf(card.grade);
  return [...cards].sort(
    (a, b) => weight(b) - weight(a) || b.issued_at.localeCompare(a.issued_at) || a.card_id.localeCompare(b.card_id),
  );
}

/** How many cards were issued, and how many of them are revoked, cancelled or lapsed, side by side. */
export function tally(cards: readonly Pick<CardRow, 'state'>[]) {
  const of = (state: CardState) => cards.filter((card) => card.state === state).length;
  return { issued: cards.length, revoked: of('revoked'), cancelled: of('cancelled'), lapsed: of('lapsed') };
}

export interface Piece {
  text: string;
  isQuoted: boolean;
}

/** A sentence cut where it quotes evidence. Longest texts are looked for first: a number may be part of a date. */
export function pieces(sentence: string, evidence: readonly string[]): Piece[] {
  // An amount is evidence as "5 working_days"; the sentence says its unit in words.
  const amounts = evidence.map((text) => text.replace(/^(\d+(?:\.\d+)?) \w+$/, '$1'));
  const texts = [...new Set(amounts)].filter(Boolean).sort((a, b) => b.length - a.length);
  if (texts.length === 0) return [{ text: sentence, isQuoted: false }];
  const any = texts.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  // A digit beside a digit is part of another number, or of a day.
  return sentence
    .split(new RegExp(`((?<![\\d.:-])(?:${any})(?![\\d:-]))`))
    .map((text, at) => ({ text, isQuoted: at % 2 === 1 }))
    .filter(({ text }) => text);
}

/** What was done since the sequence somebody saw, oldest first. */
export const since = <T extends { sequence: number }>(actions: readonly T[], sequence: number): T[] =>
  actions.filter((action) => action.sequence > sequence).sort((a, b) => a.sequence - b.sequence);

/** Acts offered at once; the others are in the list. */
const QUICK: readonly CardAction[] = ['revoke', 'send_back', 'pass_up', 'urge', 'ask', 'note'];
export const quickActs = (possible: CardDetail['possible']): CardDetail['possible'] =>
  QUICK.flatMap((each) => possible.filter((action) => action === each));
