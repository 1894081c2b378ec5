/**
 * A city of 20,000 cases with duplicates, late, out-of-order, corrected and retracted events goes in by the front door;
 * every daily, weekly, early and overdue figure, every figure and rank of a month, quarter and year, and every count of data
 * quality that comes out is the one the generator's ledger knows to be true.
 */
import { app, createServer } from '@mingcha/analytics';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GeneratedCity, openGeneratedCity } from './generated-city.ts';
import { periodTable, placesOf, type Table, type Value } from './ledger-periods.ts';

const CASES = 20_000;
const PERIOD = { from: '2025-12-01', to: '2026-03-01' };
const SHOWN = 10;

type Row = Record<string, Value>;

let city: GeneratedCity<typeof ledger>;
let server: FastifyInstance;
let asOf: string;
let ledger: {
  daily: Record<string, Table>;
  weekly: Record<string, Table>;
  early_completion: Table;
  open_cases: Table;
  data_quality: Table;
};

beforeAll(async () => {
  city = await openGeneratedCity({ cases: CASES, seed: 20, ...PERIOD });
  ({ ledger } = city);
  ({ asOf } = city.generated);
  await city.tell();
  server = createServer();
  await server.register(app, { ...city.engine, clock: () => new Date(asOf) });
  await server.ready();
}, 240_000);

afterAll(async () => {
  await server?.close();
  await city?.remove();
});

/** All rows of a list, page by page. */
async function list(path: string, query: Record<string, string>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: Record<string, string> = {
      ...query,
      as_of: asOf,
      limit: '20000',
      ...(cursor === null ? {} : { cursor }),
    };
    const answer = await server.inject({ url: `/api/v1/${path}?${new URLSearchParams(page)}` });
    if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${answer.body}`);
    const body = JSON.parse(answer.body) as { rows: Row[]; next_cursor: string | null };
    rows.push(...body.rows);
    cursor = body.next_cursor;
  } while (cursor !== null);
  return rows;
}

/**
 * Every figure that differs, by key, told like "2026-01-05 D07 early: 3, ledger 4"; the first ten. A row one side does
 * not have stands for figures that are all nothing there.
 */
function differences(truth: Table, found: Row[], keys: string[], figures = truth.columns): string[] {
  const keyOf = (row: Row) => keys.map((key) => row[key]).join(' ');
  const known = new Map(
    truth.rows.map((values) => {
      const row: Row = Object.fromEntries(truth.columns.map((column, i) => [column, values[i]!]));
      return [keyOf(row), row];
    }),
  );
  const shown = new Map(found.map((row) => [keyOf(row), row]));
  const all: string[] = [];
  for (const key of new Set([...known.keys(), ...shown.keys()])) {
    for (const column of figures.filter((name) => !keys.includes(name))) {
      const right = known.get(key)?.[column] ?? null;
      const given = shown.get(key)?.[column] ?? null;
      const isSame =
        typeof right === 'number' && typeof given === 'number' ? Math.abs(right - given) < 1e-9 : right === given;
      // Nothing and absent are the same, but only where the whole row is absent.
      const isNothing = (!known.has(key) || !shown.has(key)) && (right ?? 0) === 0 && (given ?? 0) === 0;
      if (!isSame && !isNothing) all.push(`${key} ${column}: ${given}, ledger ${right}`);
    }
  }
  return all.length > SHOWN ? [`${all.length} figures differ, among them`, ...all.slice(0, SHOWN)] : all;
}

describe('daily statistics', () => {
  for (const by of ['all', 'county', 'centre', 'department', 'window', 'staff']) {
    test(`of every day, by ${by}`, async () => {
      const truth = ledger.daily[by]!;
      expect(truth.rows.length).toBeGreaterThan(80);
      expect(differences(truth, await list('daily-statistics', { ...PERIOD, by }), ['day', 'unit'])).toEqual([]);
    });
  }
});

describe('weekly ranking', () => {
  for (const board of ['departments', 'windows', 'counties', 'staff']) {
    test(`of every full week, ${board}`, async () => {
      const truth = ledger.weekly[board]!;
      const weeks = [...new Set(truth.rows.map(([week]) => week as string))];
      expect(weeks).toHaveLength(13);
      for (const week of weeks) {
        const rows = truth.rows.filter((row) => row[0] === week);
        const found = await list('weekly-ranking', { week, board });
        expect(differences({ ...truth, rows }, found, ['week', 'unit'])).toEqual([]);
      }
    });
  }
});

const MONTHS = {
  '2025-12': { from: '2025-12-01', to: '2025-12-31' },
  '2026-01': { from: '2026-01-01', to: '2026-01-31' },
  '2026-02': { from: '2026-02-01', to: '2026-02-28' },
};

describe('period statistics', () => {
  for (const by of ['all', 'county', 'centre', 'department', 'window', 'staff']) {
    test(`of a month against the one before, of the quarter and the year, by ${by}`, async () => {
      const truthOf = (days: { from: string; to: string }) => periodTable(ledger.daily[by]!, days);
      const month = await list('period-statistics', { period: '2026-02', by, compare: 'previous' });
      expect(truthOf(MONTHS['2026-02']).rows.length).toBeGreaterThan(0);
      expect(differences(truthOf(MONTHS['2026-02']), month, ['unit'])).toEqual([]);
      const { columns, rows } = truthOf(MONTHS['2026-01']);
      const before = { columns: columns.map((name) => (name === 'unit' ? name : `${name}_previous`)), rows };
      expect(differences(before, month, ['unit'])).toEqual([]);
      for (const period of ['2025-Q4', '2026-Q1', '2026', '2025']) {
        const found = await list('period-statistics', { period, by });
        const days = { from: String(found[0]!['from_day']), to: String(found[0]!['to_day']) };
        expect(differences(truthOf(days), found, ['unit'])).toEqual([]);
      }
    });
  }
});

describe('ranking of a month', () => {
  for (const [board, level] of Object.entries({
    departments: 'department',
    windows: 'window',
    counties: 'county',
    staff: 'staff',
  })) {
    test(`with the movement against the month before, ${board}`, async () => {
      const units = [...new Set(ledger.weekly[board]!.rows.map((row) => String(row[1])))];
      for (const [period, before] of [
        ['2026-01', '2025-12'],
        ['2026-02', '2026-01'],
      ] as const) {
        const now = placesOf(units, ledger.daily[level]!, MONTHS[period]);
        const then = placesOf(units, ledger.daily[level]!, MONTHS[before]);
        const rows = units.map((unit) => {
          const { rank, isTied, reason, score } = now.get(unit)!;
          const previous = then.get(unit)!.rank;
          return [unit, rank, isTied, reason, score, previous, rank && previous && previous - rank];
        });
        expect(rows.filter(([, rank]) => rank !== null).length).toBeGreaterThan(5);
        expect(rows.some((row) => Number(row[6]) > 0)).toBe(true);
        const columns = ['unit', 'rank', 'is_tied', 'unranked_reason', 'score', 'previous_rank', 'movement'];
        const found = await list('ranking', { period, board });
        expect(differences({ columns, rows }, found, ['unit'])).toEqual([]);
      }
    });
  }
});

describe('early completion', () => {
  for (const by of ['all', 'county', 'centre', 'department', 'window', 'staff', 'item']) {
    test(`of every month, by ${by}`, async () => {
      const truth = ledger.early_completion;
      const rows = truth.rows.filter(([level]) => level === by);
      const figures = truth.columns.filter((column) => column !== 'level');
      for (const from of new Set(rows.map((row) => row[1] as string))) {
        const month = rows.filter((row) => row[1] === from);
        const found = await list('early-completion', { from, to: month[0]![2] as string, by });
        expect(differences({ ...truth, rows: month }, found, ['from_day', 'to_day', 'unit'], figures)).toEqual([]);
      }
    });
  }
});

describe('data quality', () => {
  test('of every day, by department: entry timeliness and completeness of stages', async () => {
    const truth = ledger.data_quality;
    for (const figure of ['late', 'completed', 'stages_complete']) {
      const at = truth.columns.indexOf(figure);
      expect(truth.rows.filter((row) => row[at] !== 0).length).toBeGreaterThan(SHOWN);
    }
    expect(truth.rows.some((row) => row[truth.columns.indexOf('completed')] !== row.at(-1))).toBe(true);
    const found = await list('data-quality', { ...PERIOD, by: 'day,department' });
    expect(differences(truth, found, ['day', 'department'])).toEqual([]);
  });

  test('of the whole city: the process is covered as far as the ledger says', async () => {
    const { columns, rows } = ledger.data_quality;
    const sum = (figure: string) => rows.reduce((all, row) => all + (row[columns.indexOf(figure)] as number), 0);
    const process = (await list('coverage', PERIOD)).find(({ coverage }) => coverage === 'process');
    expect(process).toMatchObject({ numerator: sum('stages_complete'), denominator: sum('completed') });
  });
});

test('every open case has the grade, the due day and the days left it should have', async () => {
  const truth = ledger.open_cases;
  const found = await list('overdue', { grade: 'all' });
  expect(new Set(truth.rows.map((row) => row[1])).size).toBe(6);
  expect(found.map((row) => row['case_id']).sort()).toEqual(truth.rows.map(([caseId]) => caseId));
  expect(differences(truth, found, ['case_id'])).toEqual([]);
});
