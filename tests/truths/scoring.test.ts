/**
 * The score's twin outside the engine holds to the engine's own, row by row: a generated city under two sets of weights,
 * with cards, with components nobody has, with ties. And one more late case moves a unit as the twin said it would.
 */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, createServer, openCards, type WeeklyRankingRow } from '@mingcha/analytics';
import { afterLateCases, median, placesOf, scoreOf } from '@mingcha/analytics/scoring';
import { importDirectory } from '@mingcha/ingest';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GeneratedCity, openGeneratedCity } from './generated-city.ts';

const BOARDS = ['departments', 'windows', 'counties', 'staff'];
/** In the second week nothing but the limit counts, so that many are equal. */
const WEEKS = ['2026-W05', '2026-W06'];
const SETTINGS = `key,value,valid_from
ranking_minimum,1,2020-01-01
deduction_notice,0.5,2020-01-01
weight_early,20,2020-01-01
weight_early,0,2026-02-02
weight_within_limit,33,2026-02-02
weight_speed_up,0,2026-02-02
weight_satisfaction,0,2026-02-02
weight_data_quality,0,2026-02-02
weight_workload,0,2026-02-02
`;

let city: GeneratedCity<unknown>;
let server: FastifyInstance;

beforeAll(async () => {
  city = await openGeneratedCity({ cases: 2_000, seed: 7, from: '2026-01-05', to: '2026-02-15' });
  const file = join(city.generated.directory, 'settings.csv');
  await writeFile(file, SETTINGS);
  await importDirectory(city.engine.store, [file]);
  await city.tell();
  server = createServer();
  await server.register(app, { ...city.engine, clock: () => new Date(city.generated.asOf) });
  await server.ready();
  const [busy] = (await ranking('2026-W05', 'departments')).filter(({ rank }) => rank !== null);
  const cards = openCards({ store: city.engine.store, clock: () => new Date(city.generated.asOf), onFault: fail });
  const place = { calendar: 'default', department: busy!.unit, found_at: '2026-01-28T02:00:00.000Z' };
  await cards.issue(
    (['red', 'red', 'notice'] as const).map((grade, n) => {
      return { case_id: `carded-${n}`, rule: 'promised_limit', rule_version: 1, grade, detail: place };
    }),
  );
}, 240_000);

afterAll(async () => {
  await server?.close();
  await city?.remove();
});

const fail = (error: unknown) => expect.fail(String(error));

async function ranking(week: string, board: string): Promise<WeeklyRankingRow[]> {
  const answer = await server.inject({ url: `/api/v1/weekly-ranking?week=${week}&board=${board}&limit=20000` });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().rows;
}

describe('the twin of the score', () => {
  it.each(WEEKS.flatMap((week) => BOARDS.map((board) => [week, board])))('in %s, %s', async (week, board) => {
    const rows = await ranking(week, board);
    const places = placesOf(rows);
    for (const [index, row] of rows.entries()) {
      const { score, points } = scoreOf(row);
      const { rank, is_tied } = places[index]!;
      const told = { unit: row.unit, rank, is_tied, score: rank === null ? null : score };
      expect(told).toEqual({ unit: row.unit, rank: row.rank, is_tied: row.is_tied, score: row.score });
      for (const [component, own] of Object.entries(points)) {
        const given = row[`${component}_points` as 'early_points'];
        expect(own === null ? null : own.toFixed(9)).toBe(given === null ? null : given.toFixed(9));
      }
    }
    const active = rows.filter(({ received, completed }) => received + completed > 0);
    expect(median(active.map(({ completed }) => completed))).toBe(rows[0]!.workload_denominator);
  });

  it('met cards, absent components, ties and full components on the way', async () => {
    const all = (await Promise.all(WEEKS.flatMap((week) => BOARDS.map((board) => ranking(week, board))))).flat();
    const ranked = all.filter(({ rank }) => rank !== null);
    expect(ranked.some(({ deduction }) => deduction === 20.5)).toBe(true);
    expect(ranked.some(({ satisfaction_points }) => satisfaction_points === null)).toBe(true);
    expect(ranked.filter(({ is_tied }) => is_tied).length).toBeGreaterThan(10);
    expect(ranked.some(({ workload_numerator, workload_denominator: m }) => workload_numerator > m)).toBe(true);
    expect(ranked.length).toBeGreaterThan(100);
    expect(all.some(({ rank }) => rank === null)).toBe(true);
  });
});

describe('one more late case', () => {
  it('moves score and place as the twin said', async () => {
    const before = await ranking('2026-W05', 'departments');
    const told = afterLateCases(before);
    const row = before.find(({ rank, speed_up_numerator }) => rank !== null && rank <= 3 && speed_up_numerator > 1)!;
    // A limit of its own, in working days, takes the place of the item's.
    const mean = row.speed_up_denominator / row.early_denominator;
    expect(mean).toBeGreaterThan(1);
    await lateCase(row.unit, mean);
    const after = (await ranking('2026-W05', 'departments')).find(({ unit }) => unit === row.unit)!;
    const supposed = told.get(row.unit)!;
    expect(after.overdue).toBe(row.overdue + 1);
    expect({ score: after.score, rank: after.rank }).toEqual({ score: supposed.score, rank: supposed.rank });
    expect(supposed.points).toBeLessThan(0);
  });
});

/** A row among the facts: what the generator's items promise is whole days, and the mean of them is not. */
async function lateCase(department: string, limit: number): Promise<void> {
  const [columns, values] = [
    [
      'case_id',
      'department',
      'case_kind',
      'received_at',
      'received_on',
      'decided_at',
      'decided_on',
      'first_on',
      'last_on',
    ],
    [
      'one-more',
      department,
      'commitment',
      '2026-01-05 01:00:00',
      '2026-01-05',
      '2026-01-29 01:00:00',
      '2026-01-29',
      '2026-01-05',
      '2026-01-29',
    ],
  ];
  const more = {
    is_completed: 'true',
    verdict: 'overdue',
    limit_unit: 'working_days',
    promised_limit: limit,
    used: limit + 1,
  };
  await city.engine.store.insert(
    'case_facts',
    [...columns, ...Object.keys(more)],
    `${[...values, ...Object.values(more)].join('\t')}\n`,
    'TabSeparated',
  );
}
