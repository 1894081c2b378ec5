import { describe, expect, it } from 'vitest';
import { fixed, NOTHING, percent, permille, pointsChange } from './rate.ts';

describe('rates', () => {
  it('cuts to one decimal and never rounds up to a better figure', () => {
    expect(percent(2, 3)).toBe('66.6%');
    expect(percent(999, 1000)).toBe('99.9%');
    expect(percent(99_999, 100_000)).toBe('99.9%');
    expect(percent(57, 100)).toBe('57.0%');
    expect(percent(29, 1000)).toBe('2.9%');
  });

  it('keeps negative rates truncated towards zero', () => {
    expect(percent(-1, 3)).toBe('−33.3%');
  });

  it('writes what is below zero with a minus sign, and nothing as less than nothing', () => {
    expect(fixed(-1.5, 2)).toBe('−1.50');
    expect(fixed(-0.001, 2)).toBe('0.00');
    expect(fixed(12, 2)).toBe('12.00');
  });

  it('says nothing over nothing, not 0 and not 100', () => {
    expect(percent(0, 0)).toBe(NOTHING);
    expect(permille(0, 0)).toBeNull();
    expect(percent(0, 5)).toBe('0.0%');
  });

  it('compares two rates in percentage points, and not against an empty one', () => {
    expect(pointsChange(606, 601)).toBe(0.5);
    expect(pointsChange(606, null)).toBeNull();
  });
});
