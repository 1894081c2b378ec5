import { describe, expect, it } from 'vitest';
import { periodStatisticsRow, RankingRow } from '../contract/index.ts';
import { columnWords } from './column-words.ts';

describe('a published number that differs is named', () => {
  const published = [RankingRow, periodStatisticsRow(['previous'])].flatMap((row) => Object.keys(row.properties));
  it.each([...new Set(published)])('in Chinese and in words: %s', (column) => {
    const { zh, en } = columnWords(column);
    expect(zh).not.toMatch(/[a-z_]/);
    expect(en).not.toContain('_');
  });

  it('with the period it is of', () => {
    expect(columnWords('used_days_median_previous')).toEqual({
      zh: '上期用时中位数（天）',
      en: 'median days used in the period before',
    });
  });
});
