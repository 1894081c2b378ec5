/**
 * New York casework through directory import, mapping, intake and marts: how many cases closed within how many days.
 *
 * truth.json counts rows. 105 cases stand in two rows that differ only in where the constituent lives, which the mapping
 * does not read: the platform counts each once. So every figure is checked twice: as the cases made distinct, and with
 * those 105 counted again, which gives truth.json's figure to the row.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadedCity, loadCity } from './loaded-city.ts';
import { hasShared, sharedFile, truth } from './mapped-files.ts';
import { publishedAndAgreed } from './published.ts';

const FILE = 'nyc_council_casework/cases.csv.gz';

interface Truth {
  rows: number;
  distinct_unique_key: number;
  no_closedate: number;
  missing: { complaint_type: number };
  closed_days_nonnegative: Record<string, number>;
}

/** Case numbers that stand in more than one row, once for each further row. */
async function repeatedCases(): Promise<string[]> {
  const seen = new Set<string>();
  const repeated: string[] = [];
  const lines = createInterface({ input: createReadStream(sharedFile(FILE)).pipe(createGunzip()) });
  for await (const line of lines) {
    const key = line.slice(0, line.indexOf(','));
    if (seen.has(key)) repeated.push(key.replaceAll('"', ''));
    seen.add(key);
  }
  return repeated;
}

describe.skipIf(!hasShared(FILE))('NYC casework in the store (skipped where the shared data are absent)', () => {
  const told = () => truth<Truth>('nyc_council_casework');
  let city: LoadedCity;
  let repeated: string[];
  beforeAll(async () => {
    [city, repeated] = await Promise.all([loadCity('nyc_casework', FILE, 'at_the_end'), repeatedCases()]);
  }, 240_000);
  afterAll(() => city?.remove());

  it('makes 341,194 cases of 341,299 rows', async () => {
    const { rows, distinct_unique_key } = told();
    expect(city.summary).toMatchObject({ outcome: 'read', rows, rejected: 0 });
    const [facts] = await city.store.query('select toUInt32(count()) as cases from case_facts final');
    expect(facts).toEqual({ cases: distinct_unique_key });
    expect(repeated.length).toBe(rows - distinct_unique_key);
  });

  it('finds truth.json’s closed-within-N figure for every N, the repeated rows counted again', async () => {
    const counted = await city.store.query<{ days: number; cases: number; rows: number }>(
      `with cases as (
          select case_id, toInt32(decided_on - accepted_on) as days, 1 + has({repeated:Array(String)}, case_id) as rows
          from case_facts final where is_completed
      )
      select days, toUInt32(count()) as cases, toUInt32(sum(rows)) as rows from cases group by days order by days`,
      { repeated },
    );
    const { n, median, same_day, max, mean: _, ...within } = told().closed_days_nonnegative;
    const upTo = (limit: number, of: 'cases' | 'rows') =>
      counted.filter(({ days }) => days <= limit).reduce((sum, row) => sum + row[of], 0);
    expect(counted[0]?.days).toBe(0);
    expect(counted.at(-1)?.days).toBe(max);
    expect(upTo(0, 'rows')).toBe(same_day);
    expect(upTo(Number(max), 'rows')).toBe(n);
    expect(upTo(Number(median) - 1, 'rows')).toBeLessThan(n! / 2);
    expect(upTo(Number(median), 'rows')).toBeGreaterThan(n! / 2);
    expect(Object.keys(within).length).toBe(12);
    for (const [name, rows] of Object.entries(within)) {
      const limit = Number(name.replace('le_', ''));
      expect([name, upTo(limit, 'rows')]).toEqual([name, rows]);
      expect(upTo(limit, 'cases')).toBeLessThan(rows);
    }
  });

  it('judges by thirty calendar days just as the days from opening to closing say', async () => {
    const [row] = await city.store.query<Record<string, number>>(
      `select
          toUInt32(countIf(verdict in ('early', 'on_time'))) as within,
          toUInt32(countIf(decided_on - accepted_on <= 30)) as counted,
          toUInt32(countIf(verdict = 'overdue')) as overdue,
          toUInt32(countIf(decided_on - accepted_on > 30)) as counted_late,
          toUInt32(countIf(used != toFloat64(decided_on - accepted_on))) as different
      from case_facts final where is_completed and item != ''`,
    );
    expect(row).toMatchObject({ within: row!['counted'], overdue: row!['counted_late'], different: 0 });
    expect(row!['within']).toBeGreaterThan(200_000);
    const [without] = await city.store.query<{ cases: number; judged: number }>(
      `select toUInt32(count()) as cases, toUInt32(countIf(verdict != 'not_judged')) as judged
      from case_facts final where item = ''`,
    );
    // Without a complaint type there is no limit; the repeated rows among them count once.
    expect(without!.judged).toBe(0);
    expect(told().missing.complaint_type - without!.cases).toBeLessThanOrEqual(repeated.length);
    expect(without!.cases).toBeLessThanOrEqual(told().missing.complaint_type);
  });

  it('publishes a week and a month, every number of which a second engine counts the same', async () => {
    const at = '2026-01-01T00:00:00-05:00';
    const published = await publishedAndAgreed(city.store, { at, rankings: ['2019-W10'], notices: ['2019-03'] });
    expect(Math.min(...published)).toBeGreaterThan(500);
  }, 240_000);
});
