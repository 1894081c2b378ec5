/**
 * An entry of the rectification ledger 整改台账 as its actions make it: a pure function from what happened to what state it is
 * in and what may happen next. Whether it is overdue is no state: it follows from the due day and the moment somebody looks.
 */
import { hash } from 'node:crypto';
import {
  RECTIFICATION_ACTIONS,
  type RectificationAction,
  type RectificationOrigin,
  type RectificationState,
} from '../contract/codes.ts';

/** What may be done in a state, and to what state it leads. Words change no state and are always possible. */
const NEXT: Record<RectificationState | 'none', Partial<Record<RectificationAction, RectificationState>>> = {
  none: { open: 'opened' },
  opened: {
    take_up: 'in_hand',
    submit: 'submitted',
    close: 'closed',
    urge: 'opened',
    amend: 'opened',
    cancel: 'cancelled',
  },
  in_hand: { submit: 'submitted', close: 'closed', urge: 'in_hand', amend: 'in_hand', cancel: 'cancelled' },
  submitted: {
    submit: 'submitted',
    close: 'closed',
    send_back: 'sent_back',
    amend: 'submitted',
    cancel: 'cancelled',
  },
  sent_back: {
    take_up: 'in_hand',
    submit: 'submitted',
    close: 'closed',
    urge: 'sent_back',
    amend: 'sent_back',
    cancel: 'cancelled',
  },
  // 回头看: what turns out not to be put right is sent back after all.
  closed: { send_back: 'sent_back' },
  cancelled: { open: 'opened' },
};
const WORDS: readonly RectificationAction[] = ['attach', 'note'];

/** The state an action leads to; undefined where it cannot be done. */
export function nextState(
  state: RectificationState | 'none',
  action: RectificationAction,
): RectificationState | undefined {
  if (state !== 'none' && WORDS.includes(action)) return state;
  return NEXT[state][action];
}

/** What people can do in a state. An entry is opened once, and again only by the platform when it had cancelled it itself. */
export function possibleActs(state: RectificationState): RectificationAction[] {
  return RECTIFICATION_ACTIONS.filter((action) => action !== 'open' && nextState(state, action) !== undefined);
}

/** The state after all actions, in their sequence. An action that could not be done then changes nothing. */
export function entryState(actions: readonly RectificationAction[]): RectificationState | 'none' {
  return actions.reduce<RectificationState | 'none'>((state, action) => nextState(state, action) ?? state, 'none');
}

/** Whether the unit still has something to do, or somebody to look at what it did. */
export function isRunning(state: RectificationState): boolean {
  return state !== 'closed' && state !== 'cancelled';
}

/** What an act says besides who and why. */
export interface ActDetail {
  /** What was put right, in words. */
  proof?: string;
  /** Addresses of what shows it. */
  links?: readonly string[];
  /** ISO day. */
  due_on?: string;
  person?: string;
  /** ISO day, local, on which what closes the entry happened; it may have arrived later. */
  put_right_on?: string;
}

export const isProof = ({ proof = '', links = [] }: ActDetail): boolean => proof.trim() !== '' || links.length > 0;

/** Acts that may carry proof. */
const PROVING: readonly RectificationAction[] = ['submit', 'attach', 'close'];

/**
 * Whether proof is at hand for an act that needs it: a report of what was put right brings its own, an entry is closed on
 * what was brought since it was opened or last sent back, or on what whoever closes it brings.
 */
export function isProven(
  before: readonly { action: RectificationAction; detail: ActDetail }[],
  act: { action: RectificationAction; detail: ActDetail },
): boolean {
  if (act.action !== 'submit' && act.action !== 'close') return true;
  if (isProof(act.detail)) return true;
  if (act.action === 'submit') return false;
  const from = before.findLastIndex(({ action }) => action === 'open' || action === 'send_back');
  return before.slice(from).some(({ action, detail }) => PROVING.includes(action) && isProof(detail));
}

/** The number of what is about a case and has one entry however often it is found: 32 hexadecimal digits. */
export function entryId(origin: RectificationOrigin, ...about: readonly string[]): string {
  return hash('sha256', [origin, ...about].join('\t')).slice(0, 32);
}
