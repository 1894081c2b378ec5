/**
 * A card as its actions make it: a pure function from what happened to what state it is in and what may happen next.
 *
 * A card is the finding of one rule, in one grade, about one case. Whoever finds it again, however often and from however
 * many processes, finds the same card.
 */
import { hash } from 'node:crypto';
import { CARD_ACTIONS, type CardAction, type CardState } from '../contract/codes.ts';

export { CARD_ACTIONS, CARD_STATES, type CardAction, type CardState } from '../contract/codes.ts';

/** What the platform does by itself; people do the rest. */
export const OWN_ACTIONS = ['issue', 'lapse'] as const satisfies CardAction[];

/** What may be done in a state, and to what state it leads. Words change no state and are always possible. */
const NEXT: Record<CardState | 'none', Partial<Record<CardAction, CardState>>> = {
  none: { issue: 'issued' },
  issued: {
    urge: 'urged',
    ask: 'issued',
    reply: 'issued',
    talk: 'issued',
    appeal: 'appealed',
    cancel: 'cancelled',
    lapse: 'lapsed',
  },
  urged: {
    urge: 'urged',
    ask: 'urged',
    reply: 'urged',
    talk: 'urged',
    appeal: 'appealed',
    cancel: 'cancelled',
    lapse: 'lapsed',
  },
  appealed: {
    revoke: 'revoked',
    send_back: 'issued',
    pass_up: 'appealed',
    reply: 'appealed',
    cancel: 'cancelled',
    lapse: 'lapsed',
  },
  cancelled: {},
  revoked: {},
  lapsed: { issue: 'issued' },
};
const WORDS: readonly CardAction[] = ['attach', 'note'];

/** The state an action leads to; undefined where it cannot be done. */
export function next(state: CardState | 'none', action: CardAction): CardState | undefined {
  if (state !== 'none' && WORDS.includes(action)) return state;
  return NEXT[state][action];
}

/** What can be done in a state, by people. */
export function possible(state: CardState): CardAction[] {
  return CARD_ACTIONS.filter(
    (action) => !(OWN_ACTIONS as readonly CardAction[]).includes(action) && next(state, action) !== undefined,
  );
}

/** The state after all actions, in their sequence. An action that could not be done then changes nothing. */
export function stateOf(actions: readonly CardAction[]): CardState | 'none' {
  return actions.reduce<CardState | 'none'>((state, action) => next(state, action) ?? state, 'none');
}

/** Whether a card in this state counts against its unit. */
export function isInEffect(state: CardState): boolean {
  return state === 'issued' || state === 'urged' || state === 'appealed';
}

/** The number of the card of a rule and grade about a case: 32 hexadecimal digits. */
export function cardId(caseId: string, rule: string, grade: string): string {
  return hash('sha256', `${caseId}\t${rule}\t${grade}`).slice(0, 32);
}
