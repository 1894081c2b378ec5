/**
 * New York casework: how many cases closed within how many days, from the events the mapping makes.
 *
 * truth.json counts rows (341,299, of them 327,157 closed); 105 cases stand in two rows that differ only in fields
 * the mapping does not read, so the platform counts 341,194 cases. Both are checked: distinct cases against rows
 * made distinct, and every N of truth.json by counting the sent events instead of the kept ones.
 */

import { type CaseEvent, ingestFiles, memoryCursors, openMapping } from '@mingcha/ingest';
import { describe, expect, it } from 'vitest';
import { countBy, hasShared, momentsOf, readThrough, sharedFile, truth } from './mapped-files.ts';

const FILE = 'nyc_council_casework/cases.csv.gz';
const DAY = 86_400_000;

interface Truth {
  rows: number;
  distinct_unique_key: number;
  no_closedate: number;
  missing: { complaint_type: number };
  closed_days_nonnegative: Record<string, number>;
  per_account: Record<string, { rows: number; open: number; closed_within_30_days: number }>;
}

describe.skipIf(!hasShared(FILE))('NYC casework through its mapping (skipped where the shared data are absent)', () => {
  const told = () => truth<Truth>('nyc_council_casework');
  const read = readThrough('nyc_casework', FILE);

  it('counts a case that stands in two rows once', async () => {
    const { events, rows, rejected, conflicts } = await read;
    expect({ rows, rejected, conflicts }).toEqual({ rows: told().rows, rejected: 0, conflicts: [] });
    expect(momentsOf(events, 'accepted').size).toBe(told().distinct_unique_key);
  });

  it('gives truth.json’s closed-within-N counts for every N when rows are counted', async () => {
    const days = await closingDaysOfRows();
    const { n, median, same_day, max, ...within } = told().closed_days_nonnegative;
    expect(days.length).toBe(n);
    expect(days.length).toBe(told().rows - told().no_closedate);
    expect(days.filter((each) => each === 0).length).toBe(same_day);
    expect(Math.max(...new Set(days))).toBe(max);
    days.sort((a, b) => a - b);
    expect(days[(days.length - 1) / 2]).toBe(median);
    for (const [name, count] of Object.entries(within)) {
      if (!name.startsWith('le_')) continue;
      const limit = Number(name.slice(3));
      expect([name, days.filter((each) => each <= limit).length]).toEqual([name, count]);
    }
  });

  it('keeps the offices, and leaves an empty complaint type out', async () => {
    const { events } = await read;
    const accepted = events.filter((event) => event.type === 'accepted');
    const perOffice = countBy(accepted, (event) => event.department ?? '');
    expect(Object.keys(perOffice).sort()).toEqual(Object.keys(told().per_account).sort());
    for (const [office, { rows }] of Object.entries(told().per_account)) {
      // Rows less the repeated ones, of which there are 105 in all.
      expect(rows - perOffice[office]!).toBeGreaterThanOrEqual(0);
    }
    const rows = Object.values(told().per_account).reduce((sum, office) => sum + office.rows, 0);
    expect(rows - accepted.length).toBe(105);
    expect(accepted.some((event) => event.item === '')).toBe(false);
  });
});

/** Calendar days from opening to closing of every closed row, repeated rows counted as often as they stand. */
async function closingDaysOfRows(): Promise<number[]> {
  const days: number[] = [];
  const opened = new Map<string, number>();
  const local = (event: CaseEvent) =>
    new Date(event.occurred_at).toLocaleDateString('sv-SE', { timeZone: 'America/New_York' });
  const cache = new Map<string, number>();
  const dayOf = (event: CaseEvent) => {
    let day = cache.get(event.occurred_at);
    if (day === undefined) {
      day = Date.parse(local(event)) / DAY;
      cache.set(event.occurred_at, day);
    }
    return day;
  };
  await ingestFiles({
    files: [sharedFile(FILE)],
    mapping: await openMapping('nyc_casework'),
    cursors: memoryCursors(),
    sink: {
      async submit(items) {
        for (const event of items as CaseEvent[]) {
          if (event.type === 'accepted') opened.set(event.case_id, dayOf(event));
          if (event.type === 'decided') days.push(dayOf(event) - opened.get(event.case_id)!);
        }
        return items.map(() => ({ status: 'stored' as const }));
      },
      reject: async () => undefined,
    },
  });
  return days;
}
