import { describe, expect, it } from 'vitest';
import { formatWeights, isNothing, isSame, parseWeights } from './weights.ts';

describe('weights in the address', () => {
  it('come back as they went in', () => {
    const weights = parseWeights('40-25-0-15-12.5-100')!;
    expect(weights).toMatchObject({ early: 40, speed_up: 0, data_quality: 12.5, workload: 100 });
    expect(formatWeights(weights)).toBe('40-25-0-15-12.5-100');
    expect(isSame(weights, parseWeights('40-25-0-15-12.5-100')!)).toBe(true);
    expect(isSame(weights, parseWeights('40-25-0-15-12-100')!)).toBe(false);
  });

  it.each(['', 'open', '1-2-3', '25-25-15-15-10-1e2', '25-25-15-15-10-', '25-25-15-15-10--1'])(
    'are refused as %j',
    (text) => expect(parseWeights(text)).toBeNull(),
  );

  it('of nothing at all are known as such', () => {
    expect(isNothing(parseWeights('0-0-0-0-0-0')!)).toBe(true);
  });
});
