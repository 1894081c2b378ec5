import { describe, expect, it } from 'vitest';
import { reportAddress } from './report-address.ts';
import { REPORTS } from './reports.ts';

describe('the address of a report', () => {
  it.each([
    ['daily-statistics', '2026-03-1', '/daily-statistics?by=department&from=2026-03-01&to=2026-03-10'],
    ['period-statistics', '2026-Q1', '/period-statistics?by=department&period=2026-Q1'],
    ['weekly-ranking', '2026-W10', '/weekly-ranking?board=departments&week=2026-W10'],
    ['dispatch', '2026-03-2', '/dispatch?by=department&period=2026-03-2'],
    ['data-quality-findings', '2026-03', '/data-quality/all?from=2026-03-01&to=2026-03-31'],
    ['overdue', undefined, '/overdue'],
  ] as const)('of %s, %s', (id, period, address) => {
    expect(reportAddress(REPORTS[id], { period })).toBe(address);
  });

  it('takes what is asked before what it would take itself, in the path too', () => {
    const parameters = { source: '一窗/hall', format: 'csv' };
    expect(reportAddress(REPORTS['source-findings'], { period: '2026-03-02', parameters })).toBe(
      '/sources/%E4%B8%80%E7%AA%97%2Fhall/findings?from=2026-03-02&to=2026-03-02&format=csv',
    );
  });

  it.each([
    ['weekly-ranking', '2026-03', 'This report is of an ISO week, like 2026-W10; "2026-03" is none.'],
    ['dispatch', '2026-W10', 'This report is of ten days 旬 of a month, like 2026-03-2; "2026-W10" is none.'],
    ['daily-statistics', undefined, 'Say for which period, for example --period 2026-03.'],
    ['daily-statistics', 'March', '"March" is no period; give one like 2026-03.'],
    ['overdue', '2026-03', 'This report has no period'],
    ['source-findings', '2026-03', 'This report is about one source'],
  ] as const)('refuses %s of %s in a sentence', (id, period, sentence) => {
    expect(() => reportAddress(REPORTS[id], { period })).toThrow(sentence);
  });
});
