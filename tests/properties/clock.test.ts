/**
 * Used and remaining time, walked day by day over the published calendar: for any acceptance, stops, extension and
 * decision the clock's arithmetic gives what counting on one's fingers gives, and used + remaining is the limit.
 */
import { readWorkingDays } from '@mingcha/sql';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPropertyStore, type PropertyStore } from './property-store.ts';

const CASES = 400;
const LIMITS = [1, 2, 5, 10, 20];
const AS_OF = '2025-11-12';

const ITEMS = LIMITS.flatMap((limit) =>
  ['working_days', 'calendar_days'].map(
    (unit) =>
      `  - { item: ${unit}-${limit}, name: Item, case_kind: commitment, promised_limit: ${limit}, promised_unit: ${unit}, valid_from: 2000-01-01 }`,
  ),
);
const DIRECTORY = `items:\n${ITEMS.join('\n')}\n`;

let tried: PropertyStore;
beforeAll(async () => {
  tried = await openPropertyStore(DIRECTORY);
});
afterAll(() => tried?.close());

const isWorking = new Map(readWorkingDays().map((entry) => [entry.day, entry.isWorking]));
const dayAfter = (day: string, days = 1) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

interface Case {
  limit: number;
  unit: 'working_days' | 'calendar_days';
  accepted: string;
  stops: { from: string; to: string }[];
  extension?: { on: string; granted: number; unit: 'working_days' | 'calendar_days' } | undefined;
  decided?: string | undefined;
}

const isOfUnit = ({ unit }: Case, day: string) => unit === 'calendar_days' || isWorking.get(day) === true;
const isStopped = ({ stops }: Case, day: string) => stops.some(({ from, to }) => from < day && day <= to);
/** Whether a day after the acceptance is one of the limit's. */
const counts = (each: Case, day: string) => isOfUnit(each, day) && !isStopped(each, day);
/** What begins after the decision is nothing to the clock. */
const known = ({ stops, extension, decided, ...each }: Case): Case => ({
  ...each,
  decided,
  stops: stops.filter(({ from }) => decided === undefined || from <= decided),
  extension: extension && (decided === undefined || extension.on <= decided) ? extension : undefined,
});

function walk(each: Case, through: string): number {
  let used = 0;
  for (let day = dayAfter(each.accepted); day <= through; day = dayAfter(day)) used += counts(each, day) ? 1 : 0;
  return used;
}

/** The last day until which no more than so many days are used, but for days off after it; a stop may lead on from it. */
function dueDay(each: Case, length: number): string {
  let day = each.accepted;
  for (let left = length; left > 0; ) {
    day = dayAfter(day);
    if (counts(each, day)) left -= 1;
  }
  for (let next = dayAfter(day); !counts(each, next); next = dayAfter(next)) {
    if (isOfUnit(each, next)) day = next;
  }
  return day;
}

/** What an extension in time adds; in days of the other kind it reaches that far past the due day, to a day that counts. */
function added({ unit, extension }: Case, due: string): number {
  if (!extension || extension.on > due) return 0;
  if (extension.unit === unit) return extension.granted;
  const isLast = (left: number, day: string) => left <= 0 && (unit === 'calendar_days' || isWorking.get(day));
  let adds = 0;
  let day = due;
  for (let left = extension.granted; !isLast(left, day); ) {
    day = dayAfter(day);
    adds += unit === 'calendar_days' || isWorking.get(day) ? 1 : 0;
    left -= extension.unit === 'calendar_days' || isWorking.get(day) ? 1 : 0;
  }
  return adds;
}

const START = '2024-01-20';
const day = fc.integer({ min: 0, max: 600 }).map((days) => dayAfter(START, days));
const cases = fc
  .record({
    limit: fc.constantFrom(...LIMITS),
    unit: fc.constantFrom('working_days' as const, 'calendar_days' as const),
    accepted: day,
    stops: fc.array(fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 12 })), { maxLength: 3 }),
    extension: fc.option(
      fc.tuple(
        fc.integer({ min: 0, max: 25 }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('working_days' as const, 'calendar_days' as const),
      ),
      { nil: undefined },
    ),
    decided: fc.option(fc.integer({ min: 0, max: 45 }), { nil: undefined }),
  })
  .map(
    ({ stops, extension, decided, ...each }): Case => ({
      ...each,
      stops: stops.map(([from, days]) => ({
        from: dayAfter(each.accepted, from),
        to: dayAfter(each.accepted, from + days),
      })),
      extension: extension && { on: dayAfter(each.accepted, extension[0]), granted: extension[1], unit: extension[2] },
      decided: decided === undefined ? undefined : dayAfter(each.accepted, decided),
    }),
  );

function eventsOf(each: Case, case_id: string): object[] {
  const event = (event_id: string, type: string, occurred_at: string, more = {}) => ({
    source: 'walk',
    event_id,
    case_id,
    type,
    occurred_at,
    item: `${each.unit}-${each.limit}`,
    ...more,
  });
  return [
    event('accepted', 'accepted', `${each.accepted}T08:00:00`),
    ...each.stops.flatMap(({ from, to }, n) => [
      event(`stop-${n}`, 'special_started', `${from}T09:00:00`, { special_kind: 'stop', special_id: `s${n}` }),
      event(`end-${n}`, 'special_finished', `${to}T16:00:00`, { special_id: `s${n}` }),
    ]),
    ...(each.extension
      ? [
          event('extension', 'special_started', `${each.extension.on}T10:00:00`, {
            special_kind: 'extension',
            granted: each.extension.granted,
            granted_unit: each.extension.unit,
          }),
        ]
      : []),
    ...(each.decided ? [event('decided', 'decided', `${each.decided}T17:00:00`, { outcome: 'issued' })] : []),
  ];
}

interface Told {
  due_on: string | null;
  promised_limit: number;
  used: number | null;
  verdict: string;
}

function walked(told: Case): Told {
  const each = known(told);
  const promised_limit = each.limit + added(each, dueDay(each, each.limit));
  const used = each.decided === undefined ? null : walk(each, each.decided);
  return {
    due_on: dueDay(each, promised_limit),
    promised_limit,
    used,
    verdict:
      used === null ? 'not_judged' : used < promised_limit ? 'early' : used === promised_limit ? 'on_time' : 'overdue',
  };
}

let runs = 0;
it('due day, used and remaining days are those of a walk over the calendar', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(cases, { minLength: CASES, maxLength: CASES }), async (list) => {
      const { engine, faults } = tried;
      runs += 1;
      const idOf = (index: number) => `${runs}-${String(index).padStart(4, '0')}`;
      await engine.intake.submit(list.flatMap((each, index) => eventsOf(each, idOf(index))));
      await engine.intake.settled();
      expect(faults).toEqual([]);
      const facts = await engine.store.query<Told & { case_id: string }>(
        `select case_id, due_on, promised_limit, used, verdict from case_facts final
        where startsWith(case_id, {run:String}) order by case_id`,
        { run: `${runs}-` },
      );
      expect(facts.length).toBe(CASES);
      for (const [index, { case_id: _, ...found }] of facts.entries()) {
        expect(found, JSON.stringify(list[index])).toEqual(walked(list[index]!));
      }
      const open = await engine.store.query<{
        case_id: string;
        used: number;
        remaining: number;
        promised_limit: number;
      }>(
        `select case_id, used, remaining, promised_limit from overdue_warnings(as_of = '${AS_OF} 10:00:00')
        where startsWith(case_id, {run:String})`,
        { run: `${runs}-` },
      );
      expect(open.length).toBe(list.filter(({ decided }) => decided === undefined).length);
      for (const row of open) {
        const each = list[Number(row.case_id.split('-')[1])]!;
        const told = JSON.stringify(each);
        expect(row.used, told).toBe(walk(each, AS_OF));
        // A stop after the due day spares the case days it had no right to any more.
        const { due_on } = walked(each);
        if (each.stops.every(({ from }) => from < due_on!)) {
          expect(row.used + row.remaining, told).toBe(row.promised_limit);
        }
      }
    }),
    { numRuns: 4, endOnFailure: true },
  );
});
