/**
 * Facts follow from which events there are, not from how they came: any order, any repetition, any interleaving with
 * other cases and any split into batches gives the same facts and figures, as does computing all of them at once or reading
 * the sums of days kept on the way, and a later revision leaves no trace of an earlier one. Every random case goes in as
 * several copies that differ in how they are sent; all must come out alike.
 */
import { FROM_SUMS, inlineView, rebuild, sumDays } from '@mingcha/sql';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { caseStream, type Line } from './case-streams.ts';
import { openPropertyStore, type PropertyStore } from './property-store.ts';

const CASES = 60;
const BATCHES = 4;
const DIRECTORY = `
items:
  - { item: five, name: Five days, case_kind: commitment, promised_limit: 5, promised_unit: working_days, statutory_limit: 20, statutory_unit: working_days, valid_from: 2020-01-01 }
  - { item: natural, name: Natural days, case_kind: commitment, promised_limit: 9, promised_unit: calendar_days, valid_from: 2020-01-01 }
  - { item: hours, name: Hours, case_kind: instant, promised_limit: 12, promised_unit: working_hours, valid_from: 2020-01-01 }
  - { item: none, name: No limit, case_kind: commitment, valid_from: 2020-01-01 }
`;

let tried: PropertyStore;
beforeAll(async () => {
  tried = await openPropertyStore(DIRECTORY);
});
afterAll(() => tried?.close());

const byKey = (lines: readonly Line[], key: number) => [...lines].sort((a, b) => a.keys[key]! - b.keys[key]!);
const isSuperseded = (line: Line, lines: readonly Line[]) =>
  lines.some((other) => other.event_id === line.event_id && other.revision > line.revision);
const newestOf = (lines: readonly Line[]) => lines.filter((line) => !isSuperseded(line, lines));

/** How the same case may be sent. */
const COPIES: Record<string, (lines: readonly Line[]) => readonly Line[]> = {
  told: (lines) => lines,
  backwards: (lines) => [...lines].reverse(),
  shuffled: (lines) => byKey(lines, 0),
  doubled: (lines) => byKey([...lines, ...byKey(lines, 1), ...lines.filter((line) => line.keys[2]! % 2 === 0)], 3),
  newest: newestOf,
};

/** Cases whose newest facts lie within less days than older ones that are still there; reads leave rows out by these days. */
const SHRUNK = `select case_id from case_facts where startsWith(case_id, {run:String}) group by case_id
  having argMax(first_on, version) > min(first_on) or argMax(last_on, version) < max(last_on)`;

const FACTS = 'select * except version from case_facts final where startsWith(case_id, {run:String}) order by case_id';

const DAYS = {
  from: '2026-01-20',
  until: '2026-02-19',
  since: '2026-02-20',
  to: '2026-03-31',
  as_of: '2026-05-01 00:00:00',
};
const PERIOD = 'from_day = {from:Date}, to_day = {to:Date}';
const RANKED = 'from_day = {since:Date}, to_day = {to:Date}, before_from = {from:Date}, before_to = {until:Date}';
const AS_OF = "as_of = {as_of:DateTime64(3, 'UTC')}";

const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();

let runs = 0;

/** The lines of every copy of every case, in batches: each copy keeps its order and lies across them as it happens. */
function batchesOf(run: number, cases: readonly Line[][]): object[][] {
  const batches: object[][] = Array.from({ length: BATCHES }, () => []);
  for (const [name, arrange] of Object.entries(COPIES)) {
    cases.forEach((lines, index) => {
      const arranged = arrange(lines);
      const places = arranged.map(({ keys }) => (name === 'told' ? 0 : keys[4]! % BATCHES)).sort((a, b) => a - b);
      arranged.forEach(({ event_id, revision, event }, n) => {
        const isPlaced = event['type'] === 'applied' || event['type'] === 'accepted';
        batches[places[n]!]!.push({
          source: 'property',
          event_id,
          revision,
          case_id: `${run}-${String(index).padStart(3, '0')}-${name}`,
          ...(isPlaced ? { department: `${run}-${name}` } : {}),
          ...event,
        });
      });
    });
  }
  return batches;
}

/** Rows by their copy, without what names the copy or the moment of computation, and without the span a read looks through. */
function alike(
  rows: Record<string, unknown>[],
  copyOf: (row: Record<string, unknown>) => string,
): Map<string, string[]> {
  const copies = new Map<string, string[]>(Object.keys(COPIES).map((name) => [name, []]));
  for (const row of rows) {
    const {
      version: _v,
      last_ingested_at: _l,
      department: _d,
      unit: _u,
      first_on: _f,
      last_on: _o,
      case_id,
      ...rest
    } = row;
    const index = typeof case_id === 'string' ? case_id.split('-')[1] : '';
    copies.get(copyOf(row))?.push(JSON.stringify({ index, ...rest }));
  }
  return new Map([...copies].map(([name, told]) => [name, told.sort()]));
}

function expectAlike(copies: Map<string, string[]>, cases: readonly Line[][]): void {
  const told = copies.get('told')!;
  for (const [name, rows] of copies) {
    const at = told.findIndex((row, index) => row !== rows[index]);
    const index = at < 0 ? undefined : (JSON.parse(told[at]!) as { index: string }).index;
    const lines = index ? (cases[Number(index)] ?? []) : [];
    const events = lines.map(({ keys: _, ...line }) => JSON.stringify(line)).join('\n');
    expect(rows[at], `${name} differs from told:\n${events}`).toEqual(told[at]);
    expect(rows.length, `rows of ${name}`).toBe(told.length);
  }
}

it('however a stream is ordered, repeated, interleaved and split, facts and figures are the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(caseStream, { minLength: CASES, maxLength: CASES }), async (cases) => {
      const { engine, faults } = tried;
      runs += 1;
      for (const batch of batchesOf(runs, cases)) {
        const refused = (await engine.intake.submit(batch)).filter(({ status }) => status === 'rejected');
        expect(refused).toEqual([]);
        await engine.intake.settled();
        const shrunk = await engine.store.query<{ case_id: string }>(SHRUNK, { run: `${runs}-` });
        expect(shrunk, 'a later computation of these cases has a shorter span').toEqual([]);
        await sumDays(engine.store, { now: new Date('2026-05-10T00:00:00Z') });
      }
      expect(faults).toEqual([]);
      const { store } = engine;
      const mine = { run: `${runs}-`, ...DAYS };
      const byCase = (row: Record<string, unknown>) => String(row['case_id']).split('-')[2]!;
      const byUnit = (row: Record<string, unknown>) => String(row['unit']).split('-')[1]!;
      const read = (statement: string) => store.query<Record<string, unknown>>(statement, mine);
      const facts = await read(FACTS);
      expect(facts.length).toBe(CASES * Object.keys(COPIES).length);
      expectAlike(alike(facts, byCase), cases);
      await rebuild(store);
      expect(await read(FACTS), 'computed anew, all at once').toEqual(facts);
      for (const asOf of ['2026-02-20 00:00:00', '2026-05-01 00:00:00']) {
        const open = `select * from overdue_warnings(as_of = '${asOf}') where startsWith(case_id, {run:String})`;
        expectAlike(alike(await read(open), byCase), cases);
      }
      const filters = "county = '', centre = '', department = '', window = '', staff = '', item = ''";
      const figures = [
        `daily_statistics(${PERIOD}, by = 'department', ${AS_OF}, ${filters})`,
        `period_statistics(${PERIOD}, by = 'department', ${AS_OF}, ${filters})`,
        `early_completion(${PERIOD}, by = 'department', ${AS_OF}, ${filters})`,
        // Of two months, since sixty cases may well leave a single week without any.
        `ranking(period = '', ${RANKED}, board = 'departments', ${AS_OF}, ${filters})`,
      ];
      for (const figure of figures) {
        const rows = await read(`select * from ${figure} where startsWith(unit, {run:String})`);
        expect(rows.length).toBeGreaterThanOrEqual(Object.keys(COPIES).length);
        expectAlike(alike(rows, byUnit), cases);
        const summed = await read(
          `select * from ${inlineView(figure, FROM_SUMS)} where startsWith(unit, {run:String})`,
        );
        expect(lines(summed), 'out of the sums of days').toEqual(lines(rows));
      }
    }),
    { numRuns: 3, endOnFailure: true },
  );
});
