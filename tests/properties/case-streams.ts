/**
 * Random cases as their source may send them: each event in several revisions, some retracted, some twice under one
 * revision with different content. Small and dense, so that what can meet does.
 */
import * as fc from 'fast-check';

export interface Line {
  /** Which event of the case it is a version of. */
  event_id: string;
  revision: number;
  /** Random numbers to arrange copies of the stream by. */
  keys: readonly number[];
  event: Record<string, unknown>;
}

const MINUTE = 60_000;
/** Around the spring festival of 2026: weekends, holidays and make-up workdays lie close together. */
const FIRST = Date.parse('2026-01-26T00:00:00Z');
const LAST = Date.parse('2026-03-28T00:00:00Z');

const moment = fc
  .integer({ min: 0, max: (LAST - FIRST) / MINUTE })
  .map((minutes) => new Date(FIRST + minutes * MINUTE).toISOString());
const rarely = fc.integer({ min: 0, max: 7 }).map((n) => n === 0);

const content = fc.oneof(
  { weight: 2, arbitrary: fc.record({ type: fc.constant('applied'), item: fc.constantFrom('five', 'hours') }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('accepted'), item: fc.constantFrom('five', 'natural', 'none') }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('accepted'), item: fc.constant('five'), due_at: moment }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('decided'), outcome: fc.constantFrom('issued', 'returned') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('special_started'),
      special_kind: fc.constant('stop'),
      special_id: fc.constantFrom('a', 'b'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('special_finished'), special_id: fc.constantFrom('a', 'b') }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('special_started'), special_kind: fc.constant('stop') }) },
  {
    weight: 2,
    arbitrary: fc.record(
      { type: fc.constant('special_finished'), special_kind: fc.constantFrom('stop', 'extension') },
      { requiredKeys: ['type'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('special_started'),
      special_kind: fc.constant('extension'),
      granted: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('stage_started', 'stage_finished'), stage: fc.constant('1') }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('rated'), rating: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('withdrawn', 'refused', 'delivered', 'supplement_requested', 'supplement_received'),
    }),
  },
);

const version = fc.record({
  content,
  occurred_at: moment,
  retracted: rarely,
  revision: fc.integer({ min: 0, max: 2 }),
  keys: fc.array(fc.nat({ max: 1_000_000 }), { minLength: 6, maxLength: 6 }),
});

/** One case: up to six events of up to three versions each. */
export const caseStream: fc.Arbitrary<Line[]> = fc
  .array(fc.array(version, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 })
  .map((events) =>
    events.flatMap((versions, index) =>
      versions.map(({ content: { type, ...fields }, occurred_at, retracted, revision, keys }, n) => ({
        event_id: `e${index}`,
        revision,
        keys,
        event: {
          type,
          ...fields,
          occurred_at,
          ...(retracted ? { retracted } : {}),
          // Told apart by when they were entered: the department, by which copies are counted, is part of the content.
          ...(type === 'applied' || type === 'accepted' ? { recorded_at: `2026-04-02T0${n}:00:00Z` } : {}),
        },
      })),
    ),
  );
