import { describe, expect, it } from 'vitest';
import { OBJECTION_ACTIONS, OBJECTION_STATES } from '../contract/codes.ts';
import { nextState, objectionId, possibleOutcomes, stateOf } from './objection.ts';

describe('an objection', () => {
  it('is filed once, and ends by being upheld, rejected or withdrawn', () => {
    const table = ['none', ...OBJECTION_STATES].map((state) => [
      state,
      ...OBJECTION_ACTIONS.map((action) => nextState(state as 'none', action) ?? '-'),
    ]);
    expect(table).toEqual([
      //            file     uphold    reject      withdraw
      ['none', 'filed', '-', '-', '-'],
      ['filed', '-', 'upheld', 'rejected', 'withdrawn'],
      ['upheld', '-', '-', '-', '-'],
      ['rejected', '-', '-', '-', '-'],
      ['withdrawn', '-', '-', '-', '-'],
    ]);
  });

  it('is what its actions made it; what could not be done then changed nothing', () => {
    expect(stateOf([])).toBe('none');
    expect(stateOf(['file'])).toBe('filed');
    expect(stateOf(['file', 'reject', 'uphold'])).toBe('rejected');
    expect(stateOf(['uphold', 'file'])).toBe('filed');
  });

  it('can still have every outcome while it is filed, and none after', () => {
    expect(possibleOutcomes('filed')).toEqual(['upheld', 'rejected', 'withdrawn']);
    expect(possibleOutcomes('upheld')).toEqual([]);
  });

  it('has one number for the same words about the same row', () => {
    expect(objectionId('2026-001', 'departments', 'plan', 'x')).toMatch(/^[0-9a-f]{32}$/);
    expect(objectionId('2026-001', 'a')).not.toBe(objectionId('2026-001', 'b'));
  });
});
