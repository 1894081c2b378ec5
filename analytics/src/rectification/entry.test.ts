import { describe, expect, it } from 'vitest';
import {
  RECTIFICATION_ACTIONS,
  RECTIFICATION_STATES,
  type RectificationAction,
  type RectificationState,
} from '../contract/codes.ts';
import { type ActDetail, entryId, entryState, isProven, isRunning, nextState, possibleActs } from './entry.ts';

/** Every state and action that lead anywhere, besides words; all others are refused. */
const TABLE: [RectificationState | 'none', RectificationAction, RectificationState][] = [
  ['none', 'open', 'opened'],
  ['opened', 'take_up', 'in_hand'],
  ['opened', 'submit', 'submitted'],
  ['opened', 'close', 'closed'],
  ['opened', 'urge', 'opened'],
  ['opened', 'amend', 'opened'],
  ['opened', 'cancel', 'cancelled'],
  ['in_hand', 'submit', 'submitted'],
  ['in_hand', 'close', 'closed'],
  ['in_hand', 'urge', 'in_hand'],
  ['in_hand', 'amend', 'in_hand'],
  ['in_hand', 'cancel', 'cancelled'],
  ['submitted', 'submit', 'submitted'],
  ['submitted', 'close', 'closed'],
  ['submitted', 'send_back', 'sent_back'],
  ['submitted', 'amend', 'submitted'],
  ['submitted', 'cancel', 'cancelled'],
  ['sent_back', 'take_up', 'in_hand'],
  ['sent_back', 'submit', 'submitted'],
  ['sent_back', 'close', 'closed'],
  ['sent_back', 'urge', 'sent_back'],
  ['sent_back', 'amend', 'sent_back'],
  ['sent_back', 'cancel', 'cancelled'],
  ['closed', 'send_back', 'sent_back'],
  ['cancelled', 'open', 'opened'],
];

describe('the states of an entry', () => {
  it.each(TABLE)('%s, %s → %s', (state, action, to) => {
    expect(nextState(state, action)).toBe(to);
  });

  it('know no other way', () => {
    const known = new Set(TABLE.map(([state, action]) => `${state} ${action}`));
    for (const state of ['none', ...RECTIFICATION_STATES] as const) {
      for (const action of RECTIFICATION_ACTIONS) {
        if (known.has(`${state} ${action}`)) continue;
        const isWord = state !== 'none' && (action === 'attach' || action === 'note');
        expect(nextState(state, action), `${state} ${action}`).toBe(isWord ? state : undefined);
      }
    }
  });

  it('follow from all actions, and what could not be done changes nothing', () => {
    expect(entryState([])).toBe('none');
    expect(entryState(['open', 'take_up', 'submit', 'send_back', 'submit', 'close'])).toBe('closed');
    expect(entryState(['open', 'send_back', 'note'])).toBe('opened');
    expect(entryState(['open', 'cancel', 'open'])).toBe('opened');
  });

  it('offer people what can be done, never to open once more', () => {
    expect(possibleActs('submitted')).toEqual(['submit', 'close', 'send_back', 'amend', 'cancel', 'attach', 'note']);
    expect(possibleActs('cancelled')).toEqual(['attach', 'note']);
    expect(RECTIFICATION_STATES.filter(isRunning)).toEqual(['opened', 'in_hand', 'submitted', 'sent_back']);
  });
});

describe('proof', () => {
  const said = (action: RectificationAction, detail: ActDetail = {}) => ({ action, detail });
  const link = { links: ['https://files.example.gov.cn/1.pdf'] };
  it.each<[string, ReturnType<typeof said>[], ReturnType<typeof said>, boolean]>([
    ['a report without any', [said('open')], said('submit'), false],
    ['a report with blanks for words', [said('open')], said('submit', { proof: '  ', links: [] }), false],
    ['a report with words', [said('open')], said('submit', { proof: '已当面致歉' }), true],
    ['a report with a link', [said('open')], said('submit', link), true],
    ['closing without any', [said('open'), said('take_up')], said('close'), false],
    ['closing with its own', [said('open')], said('close', link), true],
    ['closing after a report', [said('open'), said('submit', link)], said('close'), true],
    ['closing after something was attached', [said('open'), said('attach', link)], said('close'), true],
    ['closing after a note with words', [said('open'), said('note', { proof: '好' })], said('close'), false],
    [
      'closing on what was sent back',
      [said('open'), said('submit', link), said('send_back'), said('take_up')],
      said('close'),
      false,
    ],
    ['closing on a new report', [said('open'), said('send_back'), said('submit', link)], said('close'), true],
    ['an act that needs none', [said('open')], said('take_up'), true],
  ])('%s', (_, before, act, proven) => {
    expect(isProven(before, act)).toBe(proven);
  });
});

it('what the platform finds about a case has one entry', () => {
  expect(entryId('bad_rating', 'a', '2026-03-02')).toBe(entryId('bad_rating', 'a', '2026-03-02'));
  const ids = ['a', 'b'].flatMap((id) => ['2026-03-02', '2026-03-03'].map((day) => entryId('bad_rating', id, day)));
  expect(new Set([...ids, entryId('card', 'a', '2026-03-02')]).size).toBe(5);
});
