import { describe, expect, it } from 'vitest';
import { EVERYTHING, filterArguments, filterConditions, narrow } from './scope.ts';

describe('a scope', () => {
  it('of everything leaves the filters as they are', () => {
    expect(narrow(EVERYTHING, { department: 'd1' })).toEqual({ department: 'd1' });
  });

  it('holds even when nothing is asked for', () => {
    expect(narrow({ county: 'c1' }, {})).toEqual({ county: 'c1' });
    expect(narrow({ county: 'c1' }, { county: 'c1', item: 'i' })).toEqual({ county: 'c1', item: 'i' });
  });

  it('refuses what lies outside it', () => {
    expect(() => narrow({ county: 'c1' }, { county: 'c2' })).toThrow('You may see county c1 only, not c2.');
  });
});

describe('filters', () => {
  it('become arguments of a view, any where not given', () => {
    const { text, parameters } = filterArguments({ window: 'w1' });
    expect(text).toBe("county='', centre='', department='', window={window:String}, staff='', item=''");
    expect(parameters).toEqual({ county: '', centre: '', department: '', window: 'w1', staff: '', item: '' });
  });

  it('become conditions only where given, values never in the text', () => {
    expect(filterConditions({ item: "'; drop" })).toEqual({
      where: ['item = {item:String}'],
      parameters: { item: "'; drop" },
    });
  });
});
