import { describe, expect, it } from 'vitest';
import { inWords, sentenceOf } from './rules-sentence.ts';

describe('evidence in words', () => {
  it.each([
    ['5 working_days', '5 个工作日', '5 working days'],
    ['1 working_days', '1 个工作日', '1 working day'],
    ['0 working_days', '0 个工作日（当天）', '0 working days (the same day)'],
    ['10 working_days', '10 个工作日', '10 working days'],
    ['1.5 hours', '1.5 小时', '1.5 hours'],
    ['returned', '退回', 'returned'],
    ['2026-03-09', '2026-03-09', '2026-03-09'],
    ['3 wishes', '3 wishes', '3 wishes'],
    ['', '', ''],
  ])('%s', (text, zh, en) => {
    expect([inWords(text, 'zh'), inWords(text, 'en')]).toEqual([zh, en]);
  });
});

describe('a sentence', () => {
  const sentence = {
    zh: '承诺 {limit}，到期前 {threshold.days} 个工作日，{unknown}{threshold.unknown}。',
    en: '{limit}.',
  };
  it('quotes evidence and thresholds, and leaves alone what it does not know', () => {
    const said = sentenceOf(sentence, 'zh', { limit: '5 working_days' }, { days: 2 });
    expect(said).toBe('承诺 5 个工作日，到期前 2 个工作日，{unknown}{threshold.unknown}。');
    expect(sentenceOf(sentence, 'en', { limit: '1 hours' }, {})).toBe('1 hour.');
  });
  it.each([
    [1, 'More than 1 working day, 1 time, 1 % of it.'],
    [2, 'More than 2 working days, 2 times, 2 % of it.'],
  ])('counts %i in English as one does', (n, said) => {
    const en = 'More than {threshold.n} working days, {threshold.n} times, {threshold.n} % of it.';
    expect(sentenceOf({ zh: '', en }, 'en', {}, { n })).toBe(said);
  });
});
