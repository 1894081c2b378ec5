import { expect, it } from 'vitest';
import { rankAmong } from './rank-among.ts';

const row = (unit: string, rank: number | null, previous_rank: number | null = null) => ({
  unit,
  rank,
  previous_rank,
  is_tied: true,
  movement: 99,
});
const places = (rows: ReturnType<typeof row>[]) =>
  rankAmong(rows).map((each) => [each.unit, each.rank, each.is_tied, each.previous_rank, each.movement]);

it('ranks some of a board among themselves, equal ones sharing the better place', () => {
  expect(places([row('a', 2), row('b', 2), row('c', 7)])).toEqual([
    ['a', 1, true, null, null],
    ['b', 1, true, null, null],
    ['c', 3, false, null, null],
  ]);
});

it('moves among the same, and not at all where either month has no rank', () => {
  expect(places([row('a', 3, 12), row('b', 5, 4), row('c', 9, null), row('d', null, 1)])).toEqual([
    ['a', 1, false, 3, 2],
    ['b', 2, false, 2, 0],
    ['c', 3, false, null, null],
    ['d', null, false, 1, null],
  ]);
});

it('of nobody is nothing', () => {
  expect(places([])).toEqual([]);
});
