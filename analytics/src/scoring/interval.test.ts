import { describe, expect, it } from 'vitest';
import { wilson } from './interval.ts';

describe('the interval of a rate', () => {
  it('gives the 95 % Wilson interval, inside 0 and 1 even for a full score', () => {
    const [low, high] = wilson(8, 10)!;
    expect(low).toBeCloseTo(0.4902, 3);
    expect(high).toBeCloseTo(0.9433, 3);
    expect(wilson(5, 5)![1]).toBe(1);
    expect(wilson(0, 0)).toBeNull();
  });
});
