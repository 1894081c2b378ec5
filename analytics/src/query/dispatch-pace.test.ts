import { expect, it } from 'vitest';
import type { DispatchRow } from '../contract/index.ts';
import { markOf, needBy, pace, STEPS, sumsOf, worst } from './dispatch-pace.ts';

const empty = Object.fromEntries(STEPS.map((step) => [`due_${step}`, 0])) as unknown as DispatchRow;
const row = (own: Partial<DispatchRow>): DispatchRow => ({
  ...empty,
  overdue: 0,
  due_before: 0,
  decided_recent: 40,
  recent_days: 20,
  shortfall: 0,
  ...own,
});

it('has a pace of cases closed per working day, and none without a day behind it', () => {
  expect(pace(row({}))).toBe(2);
  expect(pace(row({ recent_days: 0 }))).toBeNull();
});

it('adds up what must be closed by a day: late already, due before, due by then', () => {
  const one = row({ overdue: 3, due_before: 1, due_1: 2, due_4: 5 });
  expect([1, 3, 4, 10].map((step) => needBy(one, step as 1))).toEqual([6, 6, 11, 11]);
});

it('marks a day as over when it cannot be met even working ahead, as busy when it can', () => {
  // 4 days at 2 a day close 8.
  expect(markOf(row({ due_4: 8 }), 4)).toBe('busy');
  expect(markOf(row({ due_4: 9 }), 4)).toBe('over');
  expect(markOf(row({ due_4: 2 }), 4)).toBeNull();
  expect(markOf(row({ overdue: 7, due_4: 2 }), 4)).toBe('over');
  // Half a case more than 4 days at 0.875 a day close.
  expect(markOf(row({ decided_recent: 17.5, due_4: 4 }), 4)).toBe('busy');
  expect(markOf(row({ decided_recent: 17.5, due_1: 1 }), 1)).toBeNull();
});

it('marks no day on which nothing is due, however much is late', () => {
  expect(markOf(row({ overdue: 100 }), 1)).toBeNull();
});

it('finds the day a unit falls shortest on, with what it must and can close by then', () => {
  const short = row({ due_2: 10, due_5: 3, due_9: 6, shortfall: 6 });
  expect(worst(short)).toEqual({ step: 2, need: 10, can: 4 });
  expect(worst(row({ due_1: 1 }))).toBeNull();
});

it('adds units up', () => {
  expect(sumsOf([row({ overdue: 2, due_3: 1 }), row({ overdue: 1 })])).toMatchObject({ overdue: 3, due_3: 1 });
});
