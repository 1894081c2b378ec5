/** The Dutch receipt log through directory import, mapping, intake and marts, held against its published deadlines. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundCases } from './found-cases.ts';
import { type LoadedCity, loadCity } from './loaded-city.ts';
import { columnsOf, hasShared, truth } from './mapped-files.ts';
import { publishedAndAgreed } from './published.ts';

const FILE = 'coselog_receipt/receipt.csv';

interface Truth {
  csv_cases: number;
  csv_rows_events: number;
  cases_per_channel: Record<string, number>;
  deadline_vs_enddate_by_department: Record<string, { on_time: number; late: number; open_no_enddate?: number }>;
  as_of_log_end: { as_of: string; open_deadline_passed: number; open_deadline_not_yet: number };
}

describe.skipIf(!hasShared(FILE))('CoSeLoG in the store (skipped where the shared data are absent)', () => {
  const told = () => truth<Truth>('coselog_receipt');
  let city: LoadedCity;
  beforeAll(async () => {
    city = await loadCity('coselog_receipt', FILE, 'as_it_comes');
  });
  afterAll(() => city?.remove());

  it('takes in every row and makes 1,434 cases of them', async () => {
    expect(city.summary).toMatchObject({ outcome: 'read', rows: told().csv_rows_events, rejected: 0 });
    const [row] = await city.store.query('select toUInt32(count()) as cases from case_facts final');
    expect(row).toEqual({ cases: told().csv_cases });
  });

  it('finds 952 on time, 377 late and 105 open', async () => {
    const verdicts = await city.store.query(
      `select multiIf(verdict in ('early', 'on_time'), 'on_time', verdict = 'overdue', 'late', 'open') as what,
          toUInt32(count()) as cases
      from case_facts final group by what order by what`,
    );
    expect(verdicts).toEqual([
      { what: 'late', cases: 377 },
      { what: 'on_time', cases: 952 },
      { what: 'open', cases: 105 },
    ]);
  });

  it('finds 39 of the open ones past their deadline when the log ends, and 66 not', async () => {
    const { as_of, open_deadline_passed, open_deadline_not_yet } = told().as_of_log_end;
    const [row] = await city.store.query(
      `select toUInt32(countIf(grade in ('yellow', 'red'))) as passed, toUInt32(countIf(grade in ('notice', 'fine'))) as not_yet,
          toUInt32(count()) as open
      from overdue_warnings(as_of = {as_of:DateTime64(3, 'UTC')})`,
      { as_of: new Date(as_of) },
    );
    expect(row).toEqual({ passed: open_deadline_passed, not_yet: open_deadline_not_yet, open: 105 });
    expect(open_deadline_passed).toBe(39);
  });

  it('flags the two cases that end before they start', async () => {
    const rows = await city.store.query(
      `select used, working_days_used from case_facts final where has(flags, 'decided_before_accepted')`,
    );
    expect(rows).toEqual([
      { used: 0, working_days_used: 0 },
      { used: 0, working_days_used: 0 },
    ]);
  });

  it('counts by channel as the log does', async () => {
    const rows = await city.store.query<{ window: string; cases: number }>(
      'select window, toUInt32(count()) as cases from case_facts final group by window',
    );
    expect(Object.fromEntries(rows.map(({ window, cases }) => [window, cases]))).toEqual(told().cases_per_channel);
  });

  it('finds each department as late as the log says', async () => {
    const rows = await city.store.query<{ department: string; on_time: number; late: number; open: number }>(
      `select department, toUInt32(countIf(verdict in ('early', 'on_time'))) as on_time,
          toUInt32(countIf(verdict = 'overdue')) as late, toUInt32(countIf(not is_closed)) as open
      from case_facts final group by department order by department`,
    );
    const expected = Object.entries(told().deadline_vs_enddate_by_department).map(
      ([department, { on_time, late, open_no_enddate: open = 0 }]) => ({ department, on_time, late, open }),
    );
    expect(rows).toEqual(expected.sort((a, b) => (a.department < b.department ? -1 : 1)));
  });

  it('would issue a card about the 377 decided late and the 39 past their deadline when the log ends, no other', async () => {
    const { as_of, open_deadline_passed } = told().as_of_log_end;
    const found = await foundCases(city.store, 'promised_limit', new Date(as_of));
    const late = columnsOf(FILE, 'case:concept:name', 'case:deadline', 'case:enddate').flatMap(([id, deadline, end]) =>
      Date.parse(end || as_of) > Date.parse(deadline!) ? [id!] : [],
    );
    expect(found.map(({ case_id }) => case_id)).toEqual([...new Set(late)].sort());
    const decidedLate = Object.values(told().deadline_vs_enddate_by_department).reduce((sum, of) => sum + of.late, 0);
    expect([found.length, decidedLate]).toEqual([decidedLate + open_deadline_passed, 377]);
  });

  it('publishes a month and a year, every number of which a second engine counts the same', async () => {
    const published = await publishedAndAgreed(city.store, {
      at: '2012-02-01T00:00:00+01:00',
      rankings: ['2011-05'],
      notices: ['2011'],
    });
    expect(Math.min(...published)).toBeGreaterThan(50);
  }, 240_000);
});
