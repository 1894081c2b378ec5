import { describe, expect, it } from 'vitest';
import { askedBy, leftOf, quickActs } from './rectifications.ts';

const row = { state: 'opened', lamp: 'open', days_left: 5, is_in_time: null } as const;

describe('what is left of an entry', () => {
  it.each([
    ['days to go', row, 'rect.left_days', 5],
    ['its last day', { ...row, lamp: 'due_soon', days_left: 0 } as const, 'rect.left_today', 0],
    ['over by days', { ...row, lamp: 'overdue', days_left: -3 } as const, 'rect.left_over', 3],
    ['over, before the next working day', { ...row, lamp: 'overdue', days_left: 0 } as const, 'rect.left_over', 1],
    ['reported in time', { ...row, state: 'submitted', days_left: -2 } as const, 'rect.left_reported', 0],
    ['closed in time', { ...row, state: 'closed', is_in_time: true } as const, 'rect.in_time', 0],
    ['closed late', { ...row, state: 'closed', is_in_time: false } as const, 'rect.not_in_time', 0],
  ])('%s', (_, each, key, n) => {
    expect(leftOf(each)).toEqual({ key, n });
  });

  it('is nothing where the entry was cancelled', () => {
    expect(leftOf({ ...row, state: 'cancelled' })).toBeNull();
  });
});

it('this month begins on its first day', () => {
  expect(askedBy('closed_this_month', '2026-03-11')).toEqual({ state: 'closed', closed_from: '2026-03-01' });
});

it('only acts that are possible stand first', () => {
  expect(quickActs('opened', ['submit', 'note'])).toEqual(['submit']);
});
