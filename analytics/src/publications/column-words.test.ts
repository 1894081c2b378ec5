import { describe, expect, it } from 'vitest';
import { periodStatisticsRow, RankingRow } from '../contract/index.ts';
import { speechOf } from '../words/speech.ts';
import { changeWords, columnWords } from './column-words.ts';

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

describe('what a published value was and is', () => {
  const changes = [
    ['verdict', 'on_time', 'overdue', '按时办结 → 超期办结', 'On time → Overdue'],
    ['statutory_unit', 'working_days', 'calendar_days', '工作日 → 自然日', 'working days → calendar days'],
    ['within_limit_points', 55.55555555555556, 37.03703703703703, '55.5556 → 37.037', '55.5556 → 37.037'],
    ['score', 80.12345678, 80.12345679, '80.12345678 → 80.12345679', '80.12345678 → 80.12345679'],
    ['rank', null, 3, '无 → 3', 'nothing → 3'],
    ['is_tied', true, false, '是 → 否', 'yes → no'],
    ['decided_at', '2026-01-09T22:39:50.000Z', null, '2026年1月10日 06:39 → 无', 'Jan 10, 2026 06:39 → nothing'],
  ] as const;
  const speeches = ['zh', 'en'].map((language) => speechOf(language as 'zh', 'Asia/Shanghai'));
  it.each(changes)('%s is said in words: %s and %s', (column, was, is, zh, en) => {
    const [before, after] = changeWords(
      column,
      was,
      is,
      speeches as [ReturnType<typeof speechOf>, ReturnType<typeof speechOf>],
    );
    expect([`${before.zh} → ${after.zh}`, `${before.en} → ${after.en}`]).toEqual([zh, en]);
  });
});
