import { describe, expect, it } from 'vitest';
import { type ScoredFigures, weightsOf } from './figures.ts';
import { placesOf } from './places.ts';
import { worthOfOnePoint } from './score.ts';
import { movesWith, placeSpans } from './sensitivity.ts';

/** Two components only; the others measure nothing and give up their weight. */
function unit(name: string, early: number, withinLimit: number, more: Partial<ScoredFigures> = {}): ScoredFigures {
  const none = { numerator: 0, denominator: 0 };
  const parts = {
    early: { numerator: early, denominator: 100 },
    within_limit: { numerator: withinLimit, denominator: 100 },
    speed_up: none,
    satisfaction: none,
    data_quality: none,
    workload: none,
  };
  const columns = Object.entries(parts).flatMap(([component, part]) => [
    [`${component}_numerator`, part.numerator],
    [`${component}_denominator`, part.denominator],
    [`${component}_weight`, component === 'workload' ? 10 : 25],
  ]);
  const counts = { unit: name, unranked_reason: '', received: 100, completed: 100, deduction: 0 };
  return { ...counts, ...Object.fromEntries(columns), ...more } as ScoredFigures;
}

// With equal weights a: 70, b: 65, c: 65, and d is not ranked.
const BOARD = [
  unit('a', 90, 50),
  unit('b', 40, 90),
  unit('c', 65, 65),
  unit('d', 99, 99, { unranked_reason: 'too_few' }),
];

describe('places', () => {
  it('are shared by equal scores, skip the next, and leave out who is not ranked', () => {
    expect(placesOf(BOARD).map(({ unit, rank, is_tied, score }) => [unit, rank, is_tied, score])).toEqual([
      ['a', 1, false, 70],
      ['b', 2, true, 65],
      ['c', 2, true, 65],
      ['d', null, false, 99],
    ]);
  });

  it('count what cards take off, below nothing too, and cut downwards', () => {
    const [place] = placesOf([unit('a', 1, 0, { deduction: 1.013 })]);
    expect(place!.score).toBe(-0.52);
  });
});

describe('other weights', () => {
  it('say who moves and by how much, in the order they would lead to', () => {
    const moves = movesWith(BOARD, { ...weightsOf(BOARD[0]!), early: 0 });
    expect(
      moves.map(({ unit, rank, triedRank, places, triedScore }) => [unit, rank, triedRank, places, triedScore]),
    ).toEqual([
      ['b', 2, 1, 1, 90],
      ['c', 2, 2, 0, 65],
      ['a', 1, 3, -2, 50],
    ]);
  });

  it('that are those in force move nobody', () => {
    expect(movesWith(BOARD, weightsOf(BOARD[0]!)).filter(({ places }) => places !== 0)).toEqual([]);
  });

  it('one at a time, halved and doubled, span the places a unit could have', () => {
    const spans = placeSpans(BOARD);
    // Early halved or within limit doubled: a (2 × 50 + 90) / 3 = 63.3, b 73.3, c 65. The other way: a 76.6, b 56.6, c 65.
    expect(Object.fromEntries(spans)).toEqual({
      a: { best: 1, worst: 3 },
      b: { best: 1, worst: 3 },
      c: { best: 2, worst: 2 },
    });
  });
});

describe('one percentage point', () => {
  it('is worth the weight’s part of the weights present, and nothing where all is reached', () => {
    expect(worthOfOnePoint(BOARD[0]!, 'early')).toBe(0.5);
    expect(worthOfOnePoint(unit('x', 100, 50), 'early')).toBe(0);
    expect(worthOfOnePoint(BOARD[0]!, 'satisfaction')).toBe(0);
  });

  it('is worth no more than is left to reach', () => {
    expect(worthOfOnePoint(unit('x', 99.75, 50), 'early')).toBeCloseTo(0.125);
  });
});
