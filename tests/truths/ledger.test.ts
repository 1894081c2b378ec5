/**
 * A city of 20,000 cases with duplicates, late, out-of-order, corrected and retracted events goes in by the front door;
 * every daily, weekly, early and overdue figure that comes out is the one the generator's ledger knows to be true.
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { app, createServer, type Engine, openEngine } from '@mingcha/analytics';
import { type Generated, generate, importDirectory } from '@mingcha/ingest';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const CASES = 20_000;
const PERIOD = { from: '2025-12-01', to: '2026-03-01' };
const SHOWN = 10;

type Value = string | number | boolean | null;
interface Table {
  columns: string[];
  rows: Value[][];
}
type Row = Record<string, Value>;

let folder: string;
let engine: Engine;
let server: FastifyInstance;
let generated: Generated;
let ledger: {
  daily: Record<string, Table>;
  weekly: Record<string, Table>;
  early_completion: Table;
  open_cases: Table;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-ledger-'));
  generated = await generate({ cases: CASES, seed: 20, out: folder, ...PERIOD });
  ledger = JSON.parse(await readFile(generated.ledgerFile!, 'utf8'));
  engine = await openEngine(`file:${join(folder, 'store')}`, (error) => {
    throw error;
  });
  await importDirectory(engine.store, [generated.directory]);
  let batch: string[] = [];
  const submit = async () => {
    const refused = (await engine.intake.submit(batch)).filter(({ status }) => status === 'rejected');
    if (refused.length > 0) throw new Error(`Events were refused: ${JSON.stringify(refused.slice(0, SHOWN))}`);
    batch = [];
  };
  for await (const line of createInterface({ input: createReadStream(generated.eventsFile) })) {
    batch.push(line);
    if (batch.length === 20_000) await submit();
  }
  await submit();
  await engine.intake.settled();
  server = createServer();
  await server.register(app, { ...engine, clock: () => new Date(generated.asOf) });
  await server.ready();
}, 240_000);

afterAll(async () => {
  await server?.close();
  await engine?.close();
  await rm(folder, { recursive: true, force: true });
});

/** All rows of a list, page by page. */
async function list(path: string, query: Record<string, string>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: Record<string, string> = {
      ...query,
      as_of: generated.asOf,
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

test('every open case has the grade, the due day and the days left it should have', async () => {
  const truth = ledger.open_cases;
  const found = await list('overdue', { grade: 'all' });
  expect(new Set(truth.rows.map((row) => row[1])).size).toBe(6);
  expect(found.map((row) => row['case_id']).sort()).toEqual(truth.rows.map(([caseId]) => caseId));
  expect(differences(truth, found, ['case_id'])).toEqual([]);
});
