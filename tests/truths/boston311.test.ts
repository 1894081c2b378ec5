/**
 * Boston's service requests through directory import, mapping, intake and marts, held against the city's own labels as
 * of 2026-02-11 00:00 local: 3,339 on time, 2,134 overdue. The city labels 10 cases without a target, too (9 on time,
 * 1 overdue); Mingcha never judges a case without a limit, so they are apart in every comparison.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundCases } from './found-cases.ts';
import { type LoadedCity, loadCity } from './loaded-city.ts';
import { columnsOf, countBy, hasShared, truth } from './mapped-files.ts';
import { publishedAndAgreed } from './published.ts';

const FILE = 'boston311_newsystem/boston_311_requests.csv';
const AS_OF = new Date('2026-02-11T00:00:00-05:00');

interface Truth {
  rows: number;
  count_on_time: { ONTIME: number; OVERDUE: number };
  recomputed_label_close_le_target: Record<string, number>;
  per_department: Record<string, { cases: number; label: Partial<Record<Label, number>>; closed: number }>;
}
type Label = 'ONTIME' | 'OVERDUE';
interface Judged {
  case_id: string;
  department: string;
  label: Label | '';
  is_closed: boolean;
}

// What the city calls on time: closed by its target, or open and not past it.
const JUDGED = `
  select
      f.case_id as case_id, f.is_closed as is_closed, f.department as department,
      multiIf(
          f.verdict in ('early', 'on_time'), 'ONTIME',
          f.verdict = 'overdue', 'OVERDUE',
          w.grade in ('fine', 'notice'), 'ONTIME',
          w.grade in ('yellow', 'red'), 'OVERDUE',
          ''
      ) as label
  from case_facts as f final
  left join overdue_warnings(as_of = {as_of:DateTime64(3, 'UTC')}) as w on w.case_id = f.case_id`;

describe.skipIf(!hasShared(FILE))('Boston 311 in the store (skipped where the shared data are absent)', () => {
  const told = () => truth<Truth>('boston311_newsystem');
  let city: LoadedCity;
  let judged: Judged[];
  let cityLabel: Map<string, Label>;
  beforeAll(async () => {
    city = await loadCity('boston311', FILE, 'as_it_comes');
    judged = await city.store.query<Judged>(JUDGED, { as_of: AS_OF });
    cityLabel = new Map(columnsOf(FILE, 'case_id', 'on_time').map(([id, label]) => [id!, label as Label]));
  });
  afterAll(() => city?.remove());

  it('makes one case of every row', () => {
    expect(city.summary).toMatchObject({ outcome: 'read', rows: told().rows, rejected: 0 });
    expect(judged.length).toBe(told().rows);
  });

  it('calls every case on time or overdue as the city does, where there is a target', () => {
    const withTarget = judged.filter(({ label }) => label !== '');
    expect(withTarget.filter(({ case_id, label }) => cityLabel.get(case_id) !== label)).toEqual([]);
    const without = judged.filter(({ label }) => label === '').map(({ case_id }) => cityLabel.get(case_id)!);
    expect(countBy(without, (label) => label)).toEqual({ ONTIME: 9, OVERDUE: 1 });
    const all = countBy(judged, ({ case_id, label }) => label || cityLabel.get(case_id)!);
    expect(all).toEqual(told().count_on_time);
    expect(all).toEqual({ ONTIME: 3339, OVERDUE: 2134 });
  });

  it('agrees in 4,090 of 4,090 closed cases with a target', () => {
    const closed = judged.filter(({ is_closed, label }) => is_closed && label !== '');
    expect(closed.length).toBe(4090);
    expect(closed.length).toBe(told().recomputed_label_close_le_target['closed_agree']);
  });

  it('warns of 1,348 open cases past their target, and has 25 in time', async () => {
    const grades = await city.store.query<{ grade: string; cases: number }>(
      `select grade in ('fine', 'notice') ? 'in_time' : grade as grade, toUInt32(count()) as cases
      from overdue_warnings(as_of = {as_of:DateTime64(3, 'UTC')}) group by grade order by grade`,
      { as_of: AS_OF },
    );
    const { 'open|OVERDUE': late, 'open|ONTIME': inTime } = told().recomputed_label_close_le_target;
    expect([late, inTime]).toEqual([1348, 25]);
    expect(grades).toEqual([
      { grade: 'in_time', cases: inTime },
      { grade: 'no_limit', cases: 4 },
      { grade: 'yellow', cases: late },
    ]);
  });

  it('counts each department the request was assigned to as the city does', () => {
    const departments = told().per_department;
    for (const [department, { cases, label, closed }] of Object.entries(departments)) {
      const own = judged.filter((each) => each.department === department);
      const labels = countBy(own, (each) => each.label || cityLabel.get(each.case_id)!);
      expect([department, own.length, labels]).toEqual([department, cases, label]);
      expect([department, own.filter((each) => each.is_closed).length]).toEqual([department, closed]);
    }
  });

  it('counts departments and completions in the marts', async () => {
    const rows = await city.store.query<{ unit: string; within: number; limited: number; completed: number }>(
      `select unit, within_limit_numerator as within, within_limit_denominator as limited, of_all_denominator as completed
      from early_completion(
          from_day = '2025-08-01', to_day = '2026-02-10', by = 'department', as_of = {as_of:DateTime64(3, 'UTC')},
          county = '', centre = '', department = '', window = '', staff = '', item = ''
      )`,
      { as_of: AS_OF },
    );
    const sum = (of: 'within' | 'limited' | 'completed') => rows.reduce((total, row) => total + row[of], 0);
    expect({ within: sum('within'), limited: sum('limited'), completed: sum('completed') }).toEqual({
      within: 3305,
      limited: 4090,
      completed: 4096,
    });
    const closed = Object.entries(told().per_department).map(([department, counts]) => [department, counts.closed]);
    expect(Object.fromEntries(rows.map(({ unit, completed }) => [unit, completed]))).toEqual(
      Object.fromEntries(closed),
    );
  });

  it('would issue a card about exactly the 2,133 cases the city calls overdue and gave a target', async () => {
    const found = (await foundCases(city.store, 'promised_limit', AS_OF)).map(({ case_id }) => case_id);
    const withTarget = columnsOf(FILE, 'case_id', 'on_time', 'target_close_date').filter(([, , target]) => target);
    const overdue = withTarget.flatMap(([id, label]) => (label === 'OVERDUE' ? [id!] : []));
    expect(found).toEqual(overdue.sort());
    const { OVERDUE } = told().count_on_time;
    expect(found.length).toBe(OVERDUE - told().recomputed_label_close_le_target['no_target|OVERDUE']!);
    expect(await foundCases(city.store, 'statutory_limit', AS_OF)).toEqual([]);
  });

  it('publishes a week and a month, every number of which a second engine counts the same', async () => {
    const published = await publishedAndAgreed(city.store, {
      at: '2026-02-11T00:00:00-05:00',
      rankings: ['2026-W04'],
      notices: ['2026-01'],
    });
    expect(Math.min(...published)).toBeGreaterThan(500);
  }, 240_000);
});
