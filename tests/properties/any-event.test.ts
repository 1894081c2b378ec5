/**
 * No event that intake accepts can keep facts or figures from being computed: one case that could would hold up the
 * refresh of all. Events are anything the contract allows, far moments, odd codes and every zone's edge included.
 */
import { EVENT_TYPES, LIMIT_UNITS, OUTCOMES, SPECIAL_KINDS } from '@mingcha/ingest';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openPropertyStore, type PropertyStore } from './property-store.ts';

const EVENTS = 1500;
const ZONES = ['America/Los_Angeles', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'Asia/Shanghai'];
const ITEMS = LIMIT_UNITS.flatMap((unit) => [0, 1, 60_000].map((limit) => ({ unit, limit })));

const DIRECTORY = `
regions: [{ region: r, name: R, level: city, valid_from: 2000-01-01 }]
calendars:
${ZONES.flatMap((zone) => ['whole_days', 'working_seconds'].map((counting) => `  - { calendar: "${zone} ${counting}", zone: ${zone}, counting: ${counting}, standard_day_hours: 8, hours: 00:00-12:00 13:00-24:00, valid_from: 2000-01-01 }`)).join('\n')}
centres:
${ZONES.flatMap((zone) => ['whole_days', 'working_seconds'].map((counting) => `  - { centre: "${zone} ${counting}", name: C, region: r, calendar: "${zone} ${counting}", valid_from: 2000-01-01 }`)).join('\n')}
items:
${ITEMS.map(({ unit, limit }) => `  - { item: ${unit}-${limit}, name: I, case_kind: commitment, promised_limit: ${limit}, promised_unit: ${unit}, statutory_limit: ${limit}, statutory_unit: ${unit}, valid_from: 1990-01-01 }`).join('\n')}
item_stages:
${ITEMS.map(({ unit, limit }) => `  - { item: ${unit}-${limit}, stage: "1", name: S, position: 1, limit: ${limit}, unit: ${unit}, valid_from: 1990-01-01 }`).join('\n')}
`;

let tried: PropertyStore;
beforeAll(async () => {
  tried = await openPropertyStore(DIRECTORY);
});
afterAll(() => tried?.close());

const between = (from: string, to: string) =>
  fc.integer({ min: Date.parse(from), max: Date.parse(to) }).map((at) => new Date(at).toISOString());
const happened = fc.oneof(
  between('1990-01-01', '2026-07-01'),
  between('2026-01-01', '2026-03-31'),
  fc.constantFrom('1990-01-01T00:00:00Z', '2024-02-29T15:59:59.999Z', '2026-03-08T10:00:00Z'),
);
const due = fc.oneof(
  between('1990-01-01', '2199-12-31'),
  between('2026-01-01', '2026-12-31'),
  fc.constantFrom('2045-12-30T23:59:59Z', '2045-12-31T00:00:00Z', '2106-02-07T06:28:16Z', '2149-06-06T00:00:00Z'),
);
const code = fc.oneof(
  fc.constantFrom("o'clock", 'back\\slash', '“引号”', '{case_id:String}', '0 0', '0'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => !/[\p{Cc}\ufffd]|^\s|\s$/u.test(text)),
);
const event = fc.record(
  {
    type: fc.constantFrom(...EVENT_TYPES),
    occurred_at: happened,
    stage: fc.constantFrom('1', '2', "o'clock"),
    outcome: fc.constantFrom(...OUTCOMES),
    special_kind: fc.constantFrom(...SPECIAL_KINDS),
    rating: fc.integer({ min: 1, max: 5 }),
    case: fc.integer({ min: 0, max: 150 }),
    centre: fc.oneof(
      fc.constantFrom(...ZONES.flatMap((zone) => [`${zone} whole_days`, `${zone} working_seconds`])),
      code,
    ),
    item: fc.oneof(fc.constantFrom(...ITEMS.map(({ unit, limit }) => `${unit}-${limit}`)), code),
    retracted: fc.boolean(),
    recorded_at: happened,
    department: code,
    window: code,
    owner_department: code,
    due_at: due,
    due_by: fc.constantFrom('day', 'moment'),
    special_id: code,
    granted: fc.constantFrom(1, 20, 3650),
    granted_unit: fc.constantFrom(...LIMIT_UNITS),
  },
  { requiredKeys: ['type', 'occurred_at', 'stage', 'outcome', 'special_kind', 'rating', 'case', 'centre', 'item'] },
);

const FILTERS = "county = '', centre = '', department = '', window = '', staff = '', item = ''";
const PERIOD = `from_day = '2026-01-01', to_day = '2026-03-31', as_of = {as_of:DateTime64(3, 'UTC')}, ${FILTERS}`;
const MARTS = [
  "overdue_warnings(as_of = {as_of:DateTime64(3, 'UTC')})",
  "case_list(from_day = '2026-01-01', to_day = '2026-03-31', with_open = 1, as_of = {as_of:DateTime64(3, 'UTC')})",
  ...['all', 'centre', 'department', 'item'].flatMap((by) => [
    `daily_statistics(by = '${by}', ${PERIOD})`,
    `early_completion(by = '${by}', ${PERIOD})`,
    `period_statistics(by = '${by}', ${PERIOD})`,
  ]),
  ...['departments', 'windows', 'counties', 'staff'].map(
    (board) =>
      `weekly_ranking(week_start = '2026-03-02', board = '${board}', as_of = {as_of:DateTime64(3, 'UTC')}, ${FILTERS})`,
  ),
];

let runs = 0;
it('whatever the contract allows is refreshed, and every figure can be read afterwards', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: EVENTS, maxLength: EVENTS }), async (events) => {
      const { engine, faults } = tried;
      runs += 1;
      const lines = events.map(({ case: number, ...rest }, index) => ({
        source: 'any',
        event_id: `${index}`,
        case_id: `${runs}-${number}`,
        ...rest,
      }));
      const results = await engine.intake.submit(lines);
      const taken = new Set(lines.filter((_, n) => results[n]!.status === 'stored').map(({ case_id }) => case_id));
      expect(results.filter(({ status }) => status === 'stored').length).toBeGreaterThan(EVENTS * 0.9);
      await vi.waitUntil(() => faults.length > 0 || engine.refresher.waiting === 0, { timeout: 30_000 });
      if (faults.length > 0) throw faults[0];
      const [facts] = await engine.store.query<{ cases: number; impossible: number }>(
        `select toUInt32(count()) as cases, toUInt32(countIf(due_on < clock_from_on and limit_source = 'item')) as impossible
        from case_facts final where startsWith(case_id, {run:String})`,
        { run: `${runs}-` },
      );
      expect(facts).toEqual({ cases: taken.size, impossible: 0 });
      for (const as_of of ['1990-01-02T00:00:00Z', '2026-02-20T00:00:00Z', '2026-11-01T00:00:00Z']) {
        for (const mart of MARTS) {
          await engine.store.query(`select sum(cityHash64(*)) as read from ${mart}`, { as_of: new Date(as_of) });
        }
      }
    }),
    { numRuns: 2, endOnFailure: true },
  );
}, 240_000);
