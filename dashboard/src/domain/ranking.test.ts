import type { RankingRow } from '@mingcha/analytics/contract';
import { describe, expect, it } from 'vitest';
import { explain, extremes, fromFirstRanked, isRanked, largestRise, rankPaths } from './ranking.ts';

const row = (unit: string, rank: number | null, early: number | null, speed: number | null = null) =>
  ({
    unit,
    unit_name: `${unit}局`,
    rank,
    score: rank === null ? null : 80,
    early_numerator: 1,
    early_denominator: 2,
    early_weight: 25,
    early_points: early,
    speed_up_points: speed,
  }) as unknown as RankingRow;

describe('why a unit stands where it stands', () => {
  it('compares with the median of ranked units only', () => {
    const rows = [row('a', 1, 24), row('b', 2, 20), row('c', 3, 16), row('d', null, 1)];
    const early = explain(rows[0]!, rows).find((v) => v.component === 'early')!;
    expect(early).toMatchObject({ points: 24, median: 20, difference: 4, weight: 25 });
  });

  it('cuts points to two decimals, so that only what is full reads as full and the difference is that of the two shown', () => {
    const rows = [row('a', 1, 24.957), row('b', 2, 24.949), row('c', 3, 24.9)];
    expect(explain(rows[0]!, rows)[0]).toMatchObject({ points: 24.95, median: 24.94, difference: 0.01 });
  });

  it('promises no more than is left to reach, and nothing where that cannot be shown', () => {
    const of = (early_numerator: number) => {
      const own = { ...row('a', 1, 24), early_numerator, early_denominator: 1000 };
      return explain(own, [own])[0];
    };
    expect(of(500)).toMatchObject({ onePoint: 1, isFull: false });
    expect(of(998)).toMatchObject({ onePoint: 0.2, isFull: false });
    expect(of(999.95)).toMatchObject({ onePoint: 0, isFull: false });
    expect(of(1000)).toMatchObject({ onePoint: 0, isFull: true });
  });

  it('compares nothing where the unit has no such component', () => {
    const rows = [row('a', 1, null), row('b', 2, 20)];
    expect(explain(rows[0]!, rows)[0]!.difference).toBeNull();
  });

  it('names the largest gain and loss, and neither where all is level', () => {
    const rows = [row('a', 1, 24, 2), row('b', 2, 20, 9), row('c', 3, 16, 12)];
    const { best, worst } = extremes(explain(rows[0]!, rows));
    expect([best?.component, worst?.component]).toEqual(['early', 'speed_up']);
    expect(extremes(explain(row('x', 1, 20), [row('x', 1, 20)]))).toEqual({ best: null, worst: null });
  });
});

describe('ranks over weeks', () => {
  const weeks = [[row('a', 5, 1), row('b', 1, 1)], [row('b', 2, 1)], [row('a', 2, 1), row('b', 3, 1)]];

  it('leaves a gap where a unit was not ranked', () => {
    expect(rankPaths(weeks, ['a'])[0]).toEqual({ unit: 'a', name: 'a局', ranks: [5, null, 2] });
  });

  it('finds who rose most, and nobody where all fell', () => {
    const paths = rankPaths(weeks, ['a', 'b']);
    expect(largestRise(paths)).toMatchObject({ from: 5, to: 2 });
    expect(largestRise(paths.slice(1))).toBeNull();
  });

  it('says since when a unit rose: since it was ranked first', () => {
    const late = [[row('b', 1, 1)], [row('a', 41, 1)], [row('b', 2, 1)], [row('a', 1, 1)]];
    expect(largestRise(rankPaths(late, ['a']))).toMatchObject({ from: 41, since: 1, to: 1 });
  });

  it('begins with the first week in which anybody was ranked, and keeps the empty ones after it', () => {
    const empty = { rows: [row('a', null, 1)] };
    const [first, last] = [{ rows: [row('b', 1, 1)] }, { rows: [row('a', 1, 1)] }];
    expect(fromFirstRanked([{ rows: [] }, empty, first, empty, last])).toEqual([first, empty, last]);
    expect(fromFirstRanked([empty])).toEqual([]);
  });

  it('treats a unit without rank or score as unranked', () => {
    expect(isRanked(row('d', null, 1))).toBe(false);
  });
});
