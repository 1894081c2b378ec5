import { expect, it } from 'vitest';
import { median } from './median.ts';

it('is the mean of the two middle values of an even number, and null of none', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 3])).toBe(3);
  expect(median([])).toBeNull();
});
