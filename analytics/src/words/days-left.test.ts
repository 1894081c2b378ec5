import { expect, it } from 'vitest';
import { daysLeft, namesGrade } from './days-left.ts';

it('says late, due today and to go in the unit of the limit', () => {
  expect(daysLeft({ grade: 'yellow', remaining: -2, limit_unit: 'working_days' })).toEqual({
    key: 'left.over.working_days',
    n: 2,
  });
  expect(daysLeft({ grade: 'notice', remaining: 0, limit_unit: 'working_days' }).key).toBe('left.today');
  expect(daysLeft({ grade: 'fine', remaining: 3, limit_unit: 'calendar_days' })).toEqual({
    key: 'left.to_go.calendar_days',
    n: 3,
  });
});

it('never calls a case due today that carries a card for being late', () => {
  expect(daysLeft({ grade: 'yellow', remaining: 0, limit_unit: 'working_days' }).key).toBe('left.passed');
});

it('never calls a limit in hours due today', () => {
  expect(daysLeft({ grade: 'notice', remaining: 0, limit_unit: 'working_hours' }).key).toBe('left.to_go.working_hours');
});

it('tells plain hours to one decimal, and many of them in days', () => {
  const left = (remaining: number, grade: 'fine' | 'yellow' = 'fine') =>
    daysLeft({ grade, remaining, limit_unit: 'hours' });
  expect(left(5.4321)).toEqual({ key: 'left.to_go.hours', n: 5.4 });
  expect(left(0)).toEqual({ key: 'left.to_go.hours', n: 0 });
  expect(left(-437.2, 'yellow')).toEqual({ key: 'left.over.calendar_days', n: 18.2 });
  expect(left(-140_140.9, 'yellow')).toEqual({ key: 'left.over.calendar_days', n: 5839 });
});

it('keeps a stopped clock apart, with what is left on resuming', () => {
  expect(daysLeft({ grade: 'stopped', remaining: 4, limit_unit: 'working_days' })).toEqual({
    key: 'left.stopped_with.working_days',
    n: 4,
  });
  expect(daysLeft({ grade: 'stopped', remaining: null, limit_unit: '' }).key).toBe('left.stopped');
});

it('says that no limit is on file rather than inventing one', () => {
  expect(daysLeft({ grade: 'no_limit', remaining: null, limit_unit: '' }).key).toBe('left.no_limit');
});

it('names a stopped clock and a missing limit itself, a card or a stopped case that is late not', () => {
  expect(namesGrade({ grade: 'stopped', remaining: 7 })).toBe(true);
  expect(namesGrade({ grade: 'stopped', remaining: null })).toBe(true);
  expect(namesGrade({ grade: 'no_limit', remaining: null })).toBe(true);
  expect(namesGrade({ grade: 'stopped', remaining: -2 })).toBe(false);
  expect(namesGrade({ grade: 'yellow', remaining: -2 })).toBe(false);
});
