/**
 * An objection 异议 as its actions make it: a pure function from what happened to what state it is in and what may follow. It
 * stands beside the publication; neither it nor its outcome changes a published number.
 */
import { hash } from 'node:crypto';
import {
  OBJECTION_OUTCOMES,
  type ObjectionAction,
  type ObjectionOutcome,
  type ObjectionState,
} from '../contract/codes.ts';

const NEXT: Record<ObjectionState | 'none', Partial<Record<ObjectionAction, ObjectionState>>> = {
  none: { file: 'filed' },
  filed: { uphold: 'upheld', reject: 'rejected', withdraw: 'withdrawn' },
  upheld: {},
  rejected: {},
  withdrawn: {},
};

export const ACTION_OF_OUTCOME: Readonly<Record<ObjectionOutcome, Exclude<ObjectionAction, 'file'>>> = {
  upheld: 'uphold',
  rejected: 'reject',
  withdrawn: 'withdraw',
};

/** The state an action leads to; undefined where it cannot be done. */
export function nextState(state: ObjectionState | 'none', action: ObjectionAction): ObjectionState | undefined {
  return NEXT[state][action];
}

/** The state after all actions, in their sequence. An action that could not be done then changes nothing. */
export function stateOf(actions: readonly ObjectionAction[]): ObjectionState | 'none' {
  return actions.reduce<ObjectionState | 'none'>((state, action) => nextState(state, action) ?? state, 'none');
}

/** The outcomes an objection in a state can still have. */
export function possibleOutcomes(state: ObjectionState): ObjectionOutcome[] {
  return OBJECTION_OUTCOMES.filter((outcome) => nextState(state, ACTION_OF_OUTCOME[outcome]) !== undefined);
}

/** The number of an objection: who says the same about the same row again says it once. */
export function objectionId(...about: readonly string[]): string {
  return hash('sha256', about.join('\t')).slice(0, 32);
}
