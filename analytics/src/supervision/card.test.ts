import { describe, expect, it } from 'vitest';
import {
  CARD_ACTIONS,
  CARD_STATES,
  type CardAction,
  type CardState,
  cardId,
  isInEffect,
  next,
  possible,
  stateOf,
} from './card.ts';

/** Every state and action that lead anywhere; all others are refused. */
const TABLE: [CardState | 'none', CardAction, CardState][] = [
  ['none', 'issue', 'issued'],
  ['issued', 'urge', 'urged'],
  ['issued', 'ask', 'issued'],
  ['issued', 'reply', 'issued'],
  ['issued', 'talk', 'issued'],
  ['issued', 'appeal', 'appealed'],
  ['issued', 'cancel', 'cancelled'],
  ['issued', 'lapse', 'lapsed'],
  ['issued', 'attach', 'issued'],
  ['issued', 'note', 'issued'],
  ['urged', 'urge', 'urged'],
  ['urged', 'ask', 'urged'],
  ['urged', 'reply', 'urged'],
  ['urged', 'talk', 'urged'],
  ['urged', 'appeal', 'appealed'],
  ['urged', 'cancel', 'cancelled'],
  ['urged', 'lapse', 'lapsed'],
  ['urged', 'attach', 'urged'],
  ['urged', 'note', 'urged'],
  ['appealed', 'revoke', 'revoked'],
  ['appealed', 'send_back', 'issued'],
  ['appealed', 'pass_up', 'appealed'],
  ['appealed', 'reply', 'appealed'],
  ['appealed', 'cancel', 'cancelled'],
  ['appealed', 'lapse', 'lapsed'],
  ['appealed', 'attach', 'appealed'],
  ['appealed', 'note', 'appealed'],
  ['cancelled', 'attach', 'cancelled'],
  ['cancelled', 'note', 'cancelled'],
  ['revoked', 'attach', 'revoked'],
  ['revoked', 'note', 'revoked'],
  ['lapsed', 'issue', 'issued'],
  ['lapsed', 'attach', 'lapsed'],
  ['lapsed', 'note', 'lapsed'],
];

describe('the states of a card', () => {
  it.each(TABLE)('%s, %s → %s', (state, action, to) => {
    expect(next(state, action)).toBe(to);
  });

  it('know no other way', () => {
    const known = new Set(TABLE.map(([state, action]) => `${state} ${action}`));
    for (const state of ['none', ...CARD_STATES] as const) {
      for (const action of CARD_ACTIONS) {
        if (!known.has(`${state} ${action}`)) expect(next(state, action), `${state} ${action}`).toBeUndefined();
      }
    }
  });

  it('follow from all actions, and what could not be done changes nothing', () => {
    expect(stateOf([])).toBe('none');
    expect(stateOf(['issue', 'urge', 'appeal', 'send_back'])).toBe('issued');
    expect(stateOf(['issue', 'revoke', 'cancel', 'urge'])).toBe('cancelled');
    expect(stateOf(['issue', 'lapse', 'issue'])).toBe('issued');
  });

  it('offer people what can be done, never what the platform does itself', () => {
    expect(possible('appealed')).toEqual(['reply', 'revoke', 'send_back', 'pass_up', 'cancel', 'attach', 'note']);
    expect(possible('lapsed')).toEqual(['attach', 'note']);
  });

  it('count against the unit until cancelled, revoked or lapsed', () => {
    expect(CARD_STATES.filter(isInEffect)).toEqual(['issued', 'urged', 'appealed']);
  });

  it('count by the last of the actions that decide it, as the model cards_found tells it', () => {
    const deciding: readonly CardAction[] = ['issue', 'cancel', 'revoke', 'lapse'];
    let looked = 0;
    const walk = (actions: CardAction[]) => {
      const state = stateOf(actions);
      if (state !== 'none') {
        const last = actions.findLast((action) => deciding.includes(action));
        expect(last === 'issue', actions.join(' ')).toBe(isInEffect(state));
        looked += 1;
      }
      if (actions.length === 5) return;
      for (const action of CARD_ACTIONS) if (next(state, action) !== undefined) walk([...actions, action]);
    };
    walk([]);
    expect(looked).toBeGreaterThan(1000);
  });
});

it('one case, rule and grade have one card', () => {
  expect(cardId('a', 'promised_limit', 'yellow')).toBe(cardId('a', 'promised_limit', 'yellow'));
  expect(cardId('a', 'promised_limit', 'yellow')).toMatch(/^[0-9a-f]{32}$/);
  const all = ['a', 'b'].flatMap((id) => ['yellow', 'red'].map((grade) => cardId(id, 'r', grade)));
  expect(new Set(all).size).toBe(4);
});
