import type { TObject } from 'typebox';
import { describe, expect, it } from 'vitest';
import * as contract from '../contract/index.ts';
import { columnTitle } from '../words/columns.ts';
import { definitionOf, RATES } from '../words/definitions.ts';
import { speechOf } from '../words/speech.ts';
import { aboutOf } from './about.ts';
import { fieldsOf, printedFields } from './fields.ts';
import { REPORTS, type ReportId } from './reports.ts';

/** The row of each report, as its route hands it on. */
const ROWS: Record<ReportId, TObject> = {
  'daily-statistics': contract.DailyStatisticsRow,
  'period-statistics': contract.periodStatisticsRow(['previous', 'year_before']),
  ranking: contract.RankingRow,
  'weekly-ranking': contract.WeeklyRankingRow,
  'early-completion': contract.EarlyCompletionRow,
  dispatch: contract.DispatchRow,
  'dispatch-cases': contract.DispatchCaseRow,
  'window-advice': contract.WindowAdviceRow,
  overdue: contract.OverdueRow,
  cases: contract.CaseRow,
  cards: contract.CardRow,
  rules: contract.ThresholdRow,
  rectifications: contract.RectificationRow,
  'data-quality': contract.DataQualityRow,
  'data-quality-findings': contract.FindingRow,
  'source-findings': contract.SourceFindingRow,
  sources: contract.SourceRow,
  coverage: contract.CoverageRow,
  uncovered: contract.UncoveredRow,
  reconciliation: contract.ReconciliationRow,
  'reconciliation-cases': contract.ReconciledCaseRow,
  'reject-codes': contract.RejectCodeRow,
  rejects: contract.RejectRow,
  centres: contract.CentreRow,
  departments: contract.DepartmentRow,
  units: contract.UnitRow,
  calendar: contract.CalendarRow,
};

describe.each(Object.keys(REPORTS) as ReportId[])('the report %s', (id) => {
  it('calls every column by a name of its own, in both languages', () => {
    const zh = fieldsOf(REPORTS[id], ROWS[id], 'zh');
    const en = fieldsOf(REPORTS[id], ROWS[id], 'en');
    for (const fields of [zh, en]) {
      // Without words for it, a column is called by its code.
      expect(fields.filter(({ name, title }) => title === name || title === '')).toEqual([]);
      const titles = fields.map(({ title }) => title);
      expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
    }
    expect(en.filter(({ title }) => /[一-鿿]/.test(title))).toEqual([]);
  });

  it('prints columns it has, and says by which definition', () => {
    for (const language of ['zh', 'en'] as const) {
      const fields = printedFields(REPORTS[id], fieldsOf(REPORTS[id], ROWS[id], language), language);
      expect(fields.length).toBeGreaterThan(2);
      const speech = speechOf(language, 'Asia/Shanghai');
      const surroundings = { calendar: 'default', zone: 'Asia/Shanghai', knownUntil: '2026-12-31', names: {} };
      const told = { report: REPORTS[id], asked: {}, asOf: '2026-03-11T09:30:00Z', watermark: null, hasMore: false };
      const { definitions } = aboutOf({ ...told, release: '1', surroundings }, fields, 3, speech);
      for (const { id: defined, text } of definitions) expect(text, defined).toMatch(/。$|\.$/);
    }
  });
});

it('has no name for a column that nobody has', () => {
  expect(columnTitle('CaseRow', 'no_such_column', 'zh')).toBeUndefined();
  expect(definitionOf('CaseRow', 'case_id')).toBeUndefined();
});

it('makes rates of columns that the rows of some report have', () => {
  const columns = new Set(Object.values(ROWS).flatMap((row) => Object.keys(row.properties)));
  for (const rate of Object.values(RATES)) {
    for (const name of [...rate.numerator, ...rate.denominator]) expect(columns, name).toContain(name);
  }
});
