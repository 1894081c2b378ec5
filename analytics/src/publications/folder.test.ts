import { describe, expect, it } from 'vitest';
import { Failure } from '../failure.ts';
import { nextNumber } from './folder.ts';

describe('the number of a publication', () => {
  it('follows the last one of its year, and begins anew with the year', () => {
    expect(nextNumber(undefined, '2026')).toBe('2026-001');
    expect(nextNumber('2026-009', '2026')).toBe('2026-010');
    expect(nextNumber('2026-999', '2026')).toBe('2026-1000');
    expect(nextNumber('2025-041', '2026')).toBe('2026-001');
  });

  it('is none where the last one is of a later year: 001 of this one would stand before it, or be taken', () => {
    expect(() => nextNumber('2027-001', '2026')).toThrow(Failure);
    expect(() => nextNumber('2027-001', '2026')).toThrow('The last publication is 2027-001, and this is 2026');
  });
});
