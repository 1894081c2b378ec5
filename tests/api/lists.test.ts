/** Every list route: each format, paging, the contract's shape, and the numbers by hand of the small city. */
import {
  CalendarRow,
  CaseRow,
  CentreRow,
  CoverageRow,
  comparedBy,
  DailyStatisticsRow,
  DataQualityRow,
  DepartmentRow,
  DispatchCaseRow,
  DispatchRow,
  EarlyCompletionRow,
  FindingRow,
  List,
  MEASURES,
  OverdueRow,
  periodStatisticsRow,
  RankingRow,
  ReconciledCaseRow,
  ReconciliationRow,
  RejectRow,
  SourceFindingRow,
  SourceRow,
  UncoveredRow,
  UnitRow,
  WeeklyRankingRow,
  WindowAdviceRow,
} from '@mingcha/analytics';
import { tableFromIPC } from 'apache-arrow';
import type { TObject } from 'typebox';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MARCH, NOW, openSmallCity, type SmallCity } from './small-city.ts';

const ARROW = 'application/vnd.apache.arrow.stream';
type Row = Record<string, unknown>;
interface Answer {
  as_of: string;
  watermark: string | null;
  rows: Row[];
  next_cursor: string | null;
}

const LISTS: [path: string, row: TObject][] = [
  [`/daily-statistics?${MARCH}&by=window`, DailyStatisticsRow],
  ['/weekly-ranking?week=2026-W10&board=departments', WeeklyRankingRow],
  ['/period-statistics?period=2026-03&by=window', periodStatisticsRow([])],
  ['/period-statistics?period=2026-W10&by=department&compare=both', periodStatisticsRow(comparedBy('both'))],
  ['/ranking?period=2026-02-27..2026-03-10&board=windows', RankingRow],
  [`/early-completion?${MARCH}&by=department`, EarlyCompletionRow],
  ['/overdue?grade=all', OverdueRow],
  [`/cases?${MARCH}&measure=received`, CaseRow],
  ['/rejects?state=all', RejectRow],
  ['/dispatch?period=2026-03-2&by=department', DispatchRow],
  ['/dispatch/cases?period=2026-03-2', DispatchCaseRow],
  [`/window-advice?${MARCH}&by=department&minutes_per_case=12`, WindowAdviceRow],
  ['/centres?', CentreRow],
  ['/departments?', DepartmentRow],
  ['/units?level=item', UnitRow],
  [`/data-quality?${MARCH}&by=source,department,day`, DataQualityRow],
  [`/data-quality/all?${MARCH}`, FindingRow],
  [`/sources/hall/findings?${MARCH}`, SourceFindingRow],
  [`/coverage?${MARCH}`, CoverageRow],
  [`/coverage/department?${MARCH}`, UncoveredRow],
  ['/reconciliation?week=2026-W10&a=hall&b=approval', ReconciliationRow],
  ['/reconciliation/cases?week=2026-W10&a=hall&b=approval', ReconciledCaseRow],
  ['/sources?', SourceRow],
  ['/calendar?from=2026-02-13&to=2026-02-28', CalendarRow],
];

/** The backlog is that of one day's end. */
const TODAY = 'from=2026-03-11&to=2026-03-11';

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity();
  const lines = ['{"source":"approval"}', 'no json', '{"source":"hall","event_id":"x","type":"flown","case_id":"c"}'];
  await city.engine.intake.submit(lines, { source: 'hall' });
});
afterAll(() => city?.close());

async function get(path: string, headers: Record<string, string> = {}) {
  return city.server.inject({ url: `/api/v1${path}`, headers });
}
async function list(path: string): Promise<Answer> {
  const answer = await get(path);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

describe.each(LISTS)('%s', (path, row) => {
  it('answers JSON of the contract’s shape', async () => {
    const answer = await list(path);
    expect([...Value.Errors(List(row), answer)].slice(0, 3)).toEqual([]);
    expect(answer.rows.length).toBeGreaterThan(0);
    expect(answer.as_of).toBe(NOW.toISOString());
    expect(answer.watermark).toMatch(/^\d{4}-.*Z$/);
    for (const each of answer.rows) expect(Object.keys(each)).toEqual(Object.keys(row.properties));
  });

  it('answers the same rows as CSV for Excel', async () => {
    const { rows } = await list(path);
    const csv = await get(`${path}&format=csv`);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.headers['content-disposition']).toMatch(/^attachment; filename="[\w-]+\.csv"; filename\*=UTF-8/);
    expect(csv.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const lines = csv.body.slice(1).trimEnd().split('\n');
    expect(lines[0]?.replaceAll('"', '').split(',')).toEqual(Object.keys(row.properties));
    expect(lines).toHaveLength(rows.length + 1);
    expect(csv.body).not.toContain('\\N');
    // Moments as a clock in the hall shows them, eight hours ahead of UTC.
    expect(csv.body).not.toMatch(/\dT\d\d:/);
    for (const moment of Object.entries(rows[0]!).filter(([, value]) => /T\d\d:.*Z$/.test(String(value)))) {
      const local = new Date(Date.parse(String(moment[1])) + 8 * 3_600_000).toISOString();
      expect(lines[1]).toContain(`"${local.slice(0, 19).replace('T', ' ')}"`);
    }
  });

  it('answers the same rows as Arrow', async () => {
    const { rows } = await list(path);
    const arrow = await get(path, { accept: ARROW });
    expect(arrow.headers['content-type']).toBe(ARROW);
    expect(arrow.headers['mingcha-as-of']).toBe(NOW.toISOString());
    const table = tableFromIPC(arrow.rawPayload);
    expect(table.schema.fields.map(({ name }) => name)).toEqual(Object.keys(row.properties));
    expect(table.numRows).toBe(rows.length);
    // Words as words and days as days, not as the numbers the engine keeps them as.
    for (const [name, schema] of Object.entries(row.properties)) {
      const kind = JSON.stringify(schema);
      const type = String(table.schema.fields.find((field) => field.name === name)!.type);
      if (kind.includes('"array"')) expect(`${name} ${type}`).toMatch(/ List<(Utf8|Date.*)>$/);
      else if (kind.includes('"date-time"')) expect(`${name} ${type}`).toMatch(/ Timestamp/);
      else if (kind.includes('"date"')) expect(`${name} ${type}`).toMatch(/ Date/);
      else if (rows.some((each) => typeof each[name] === 'string')) expect(`${name} ${type}`).toBe(`${name} Utf8`);
    }
    const [first] = table.toArray().map((each) => each.toJSON() as Row);
    for (const [name, value] of Object.entries(rows[0]!)) {
      if (typeof value === 'string' && !/^\d{4}-\d\d-\d\d/.test(value)) expect(first![name]).toBe(value);
    }
  });

  it('page by page gives every row once, in the same order', async () => {
    const { rows } = await list(path);
    const paged: Row[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null; pages += 1) {
      expect(pages).toBeLessThanOrEqual(rows.length);
      const page: Answer = await list(`${path}&limit=2${cursor && `&cursor=${cursor}`}`);
      expect(page.rows.length).toBeLessThanOrEqual(2);
      paged.push(...page.rows);
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(rows);
  });

  it('gives bulk formats whole unless a page is asked for', async () => {
    const { rows } = await list(`${path}&limit=100000`);
    const whole = await get(`${path}&format=csv`);
    expect(whole.headers['mingcha-next-cursor']).toBeUndefined();
    expect(whole.body.slice(1).trimEnd().split('\n')).toHaveLength(rows.length + 1);
  });

  it('pages bulk formats through a header', async () => {
    const { rows } = await list(path);
    const first = await get(`${path}&limit=1&format=csv`);
    const next = first.headers['mingcha-next-cursor'];
    if (rows.length === 1) {
      expect(next).toBeUndefined();
      return;
    }
    expect(first.body.slice(1).trimEnd().split('\n')).toHaveLength(2);
    const second = await list(`${path}&limit=1&cursor=${String(next)}`);
    expect(second.rows).toEqual(rows.slice(1, 2));
  });
});

describe('the small city', () => {
  it('has its open cases by grade, the longest overdue first', async () => {
    const { rows } = await list('/overdue');
    expect(rows.map(({ case_id, grade }) => [case_id, grade])).toEqual([
      ['open-red', 'red'],
      ['open-late', 'yellow'],
      ['open-soon', 'notice'],
    ]);
    expect(rows[1]).toMatchObject({ due_on: '2026-03-09', remaining: -2, used: 7, department_name: '规划局' });
  });

  it('has the same cases in the lamps', async () => {
    const summary = (await get('/overdue/summary')).json();
    expect(summary).toMatchObject({ red: 1, yellow: 1, notice: 1, stopped: 1, fine: 1, no_limit: 1 });
    expect(summary).toMatchObject({ received_today: 0, decided_today: 1, as_of: NOW.toISOString() });
    const dots = summary.days_left as { remaining: number; grade: string; cases: number }[];
    expect(dots).toContainEqual({ remaining: -2, grade: 'yellow', cases: 1 });
    expect(dots.reduce((sum, { cases }) => sum + cases, 0)).toBe(5);
  });

  it('narrows the lamps to a department', async () => {
    expect((await get('/overdue/summary?department=food')).json()).toMatchObject({ red: 0, yellow: 0, notice: 1 });
  });

  it('ranks a week and names units without any case', async () => {
    const { rows } = await list('/weekly-ranking?week=2026-W10&board=departments');
    expect(rows.map(({ unit }) => unit).sort()).toEqual(['food', 'idle', 'plan']);
    expect(rows.find(({ unit }) => unit === 'idle')).toMatchObject({ rank: null, unranked_reason: 'no_cases' });
  });

  it('keeps early completion as numerator and denominator', async () => {
    const { rows } = await list(`/early-completion?${MARCH}&by=all`);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      of_commitment_numerator: 1,
      of_commitment_denominator: 3,
      within_limit_numerator: 3,
      within_limit_denominator: 4,
    });
  });

  it.each(['', '&department=plan', '&window=food-2', '&item=licence', '&county=430100'])(
    'lists exactly the cases behind every number%s',
    async (narrowed) => {
      const whole = await list(`/daily-statistics?${MARCH}&by=all${narrowed}`);
      const last = await list(`/daily-statistics?${TODAY}&by=all${narrowed}`);
      const listed: Record<string, number> = {};
      const counted: Record<string, number> = {};
      for (const measure of MEASURES.filter((each) => !each.endsWith('_days'))) {
        const isBacklog = measure.endsWith('open_at_end');
        const cases = await list(`/cases?${isBacklog ? TODAY : MARCH}&measure=${measure}${narrowed}`);
        listed[measure] = cases.rows.length;
        const { rows } = isBacklog ? last : whole;
        counted[measure] = rows.reduce((sum, row) => sum + countIn(row, measure), 0);
      }
      expect(listed).toEqual(counted);
      expect(Object.values(counted).some((count) => count > 0)).toBe(true);
    },
  );

  it('lists exactly the cases a speed-up sums over', async () => {
    const { rows: whole } = await list(`/daily-statistics?${MARCH}&by=all`);
    const total = (rows: readonly Row[], column: string) => rows.reduce((sum, row) => sum + Number(row[column]), 0);
    const promised = await list(`/cases?${MARCH}&measure=completed_in_days`);
    expect(total(promised.rows, 'promised_limit')).toBe(total(whole, 'promised_days_sum'));
    expect(total(promised.rows, 'used')).toBe(total(whole, 'used_days_sum'));
    // No stop and no extension among them: both clocks used the same days.
    const statutory = await list(`/cases?${MARCH}&measure=completed_in_statutory_days`);
    expect(total(statutory.rows, 'used')).toBe(total(whole, 'statutory_used_days_sum'));
    expect(statutory.rows.length).toBeGreaterThan(0);
  });

  it('looks as it did at an earlier moment', async () => {
    const { rows } = await list('/overdue?as_of=2026-03-04T12:00:00%2B08:00&grade=all');
    const ids = rows.map(({ case_id }) => case_id);
    expect(ids).toContain('on-time');
    expect(ids).toContain('withdrawn');
    expect(ids).not.toContain('open-soon');
  });
});

/** What a mart counted under a measure; within the limit is early or on time. */
function countIn(row: Row, measure: string): number {
  return measure === 'within_limit' ? Number(row['early']) + Number(row['on_time']) : Number(row[measure]);
}
