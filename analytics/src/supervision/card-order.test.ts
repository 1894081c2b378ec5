import { expect, it } from 'vitest';
import { deductionOf, placesByCards } from './card-order.ts';

const POINTS = { notice: 0, yellow: 5, red: 10 };
const of = (red: number, yellow: number, notice: number) => ({ red, yellow, notice });

it('deducts by grade', () => {
  expect(deductionOf(of(1, 2, 7), POINTS)).toBe(20);
  expect(deductionOf(of(1, 2, 7), { ...POINTS, notice: 0.5 })).toBe(23.5);
});

it.each([
  ['fewer points first', [of(0, 3, 0), of(1, 0, 0), of(0, 0, 9)], [3, 2, 1]],
  ['of equal points fewer red cards', [of(1, 0, 0), of(0, 2, 0)], [2, 1]],
  ['of equal points fewer notices', [of(0, 1, 2), of(0, 1, 1)], [2, 1]],
  ['equals share a place, and the next one is left out', [of(0, 0, 0), of(0, 1, 0), of(0, 0, 0)], [1, 3, 1]],
  ['nobody is no order', [], []],
])('%s', (_, units, places) => {
  expect(placesByCards(units, POINTS)).toEqual(places);
});
