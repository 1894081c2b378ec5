import { expect, it } from 'vitest';
import { periodWords } from './period-words.ts';
import { speechOf } from './speech.ts';

it.each([
  ['2026-03-02', '2026年3月2日', 'Mar 2, 2026'],
  ['2026-W10', '2026年第10周（3月2日至3月8日）', 'week 10 of 2026 (Mar 2 – Mar 8)'],
  ['2026-W01', '2026年第1周（2025年12月29日至1月4日）', 'week 1 of 2026 (Dec 29, 2025 – Jan 4)'],
  ['2026-03-2', '2026年3月中旬', '11–20 Mar 2026'],
  ['2026-03', '2026年3月', 'Mar 2026'],
  ['2026-Q1', '2026年第一季度', 'Q1 2026'],
  ['2026', '2026年', '2026'],
  ['2026-03-02..2026-03-20', '2026年3月2日至3月20日', 'Mar 2, 2026 – Mar 20'],
  ['2025-12-02..2026-01-20', '2025年12月2日至2026年1月20日', 'Dec 2, 2025 – Jan 20, 2026'],
  ['not a period', 'not a period', 'not a period'],
])('%s is called as people call it', (text, zh, en) => {
  expect([periodWords(text, speechOf('zh', 'UTC')), periodWords(text, speechOf('en', 'UTC'))]).toEqual([zh, en]);
});
