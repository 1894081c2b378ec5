/**
 * Examples of cases, told as events and read back as case facts: all examples of a test file go into one embedded store
 * at once, by the way every source's events take. Each example is a case of its own, and all of them together are published,
 * so that the second engine, which was written apart, is held to every example, too.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Intake, importDirectory, openIntake } from '@mingcha/ingest';
import { openRefresher, openStore, type Refresher, type Store } from '@mingcha/sql';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { emptyStore } from '../empty-store.ts';
import { publishedAndAgreed } from './published.ts';

export interface Facts {
  case_id: string;
  state: string;
  event_count: number;
  department: string;
  case_kind: string;
  calendar: string;
  received_on: string | null;
  accepted_at: string | null;
  accepted_on: string | null;
  decided_at: string | null;
  decided_on: string | null;
  outcome: string;
  is_closed: boolean;
  is_completed: boolean;
  clock_from_on: string | null;
  on_clock_at: string | null;
  limit_source: string;
  limit_unit: string;
  promised_limit: number | null;
  used: number | null;
  working_days_used: number | null;
  due_on: string | null;
  due_at: string | null;
  is_due_provisional: boolean;
  verdict: string;
  statutory_limit: number | null;
  statutory_used: number | null;
  statutory_due_on: string | null;
  statutory_verdict: string;
  flags: string[];
}

/** An event as an example tells it: its identity and case are added, its moment without a zone is China's. */
export type Told = Record<string, unknown> & { type: string; at: string };

export const applied = (at: string, more: object = {}): Told => ({ type: 'applied', at, ...more });
export const accepted = (at: string, more: object = {}): Told => ({ type: 'accepted', at, ...more });
export const decided = (at: string, more: object = {}): Told => ({ type: 'decided', outcome: 'issued', at, ...more });
export const extension = (at: string, granted: number, more: object = {}): Told => ({
  type: 'special_started',
  special_kind: 'extension',
  granted,
  at,
  ...more,
});

/** A stop from the morning of a day to the afternoon of another, or without an end. */
export const stop = (id: string, from: string, to?: string): Told[] => [
  { type: 'special_started', special_kind: 'stop', special_id: id, at: `${from}T09:00:00` },
  ...(to ? [{ type: 'special_finished', special_id: id, at: `${to}T16:00:00` }] : []),
];

export interface Examples {
  /** Tells a case; its facts can be read once the tests run. */
  told(item: string | undefined, events: readonly Told[]): () => Facts;
  readonly store: Store;
}

/** Years the examples lie in; of what was received before 2025 there are none. */
const YEARS = ['2025', '2026'];

/** Opens the store when the file's tests begin, with a directory in the form of `directory import`, YAML. */
export function openExamples(directory: string): Examples {
  const lines: object[] = [];
  const facts = new Map<string, Facts>();
  let cases = 0;
  let folder: string;
  let store: Store | undefined;
  let refresher: Refresher | undefined;
  let intake: Intake | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingcha-examples-'));
    store = await openStore(await emptyStore(folder));
    const file = join(folder, 'directory.yaml');
    await writeFile(file, directory);
    await importDirectory(store, [file]);
    const faults: unknown[] = [];
    refresher = await openRefresher(store, { onFault: (error) => faults.push(error) });
    // Examples reach to the end of the calendar and past it.
    intake = await openIntake({ store, refresher, clock: () => new Date('2027-06-01T00:00:00Z') });
    const results = await intake.submit(lines);
    expect(results.filter((result) => result.status !== 'stored')).toEqual([]);
    // A refresh that fails is tried again and again; here its first failure is the answer.
    await vi.waitUntil(() => faults.length > 0 || refresher!.waiting === 0, { timeout: 50_000 });
    if (faults.length > 0) throw faults[0];
    for (const row of await store.query<Facts>('select * from case_facts final')) facts.set(row.case_id, row);
  });

  afterAll(async () => {
    await intake?.close();
    await refresher?.close();
    await store?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is counted the same by a second engine, example by example', async () => {
    const [_, cases] = await publishedAndAgreed(store!, { at: '2027-01-05T00:00:00Z', notices: YEARS });
    expect(cases).toBeGreaterThan(facts.size / 2);
  }, 120_000);

  return {
    told(item, events) {
      cases += 1;
      const case_id = `case-${String(cases).padStart(4, '0')}`;
      events.forEach(({ at, ...event }, n) => {
        lines.push({
          source: 'test',
          event_id: `${case_id}-${n}`,
          case_id,
          ...(item === undefined ? {} : { item }),
          occurred_at: at,
          ...event,
        });
      });
      return () => {
        const found = facts.get(case_id);
        if (!found) throw new Error(`There are no facts of ${case_id}: it has no event in case_facts.`);
        return found;
      };
    },
    get store() {
      if (!store) throw new Error('The store of the examples opens when the tests begin.');
      return store;
    },
  };
}
