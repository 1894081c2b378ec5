/** The worked examples of the clock (domain §4), through the real path: events in, case facts out. */
import { describe, expect, it } from 'vitest';
import { accepted, decided, extension, openExamples, stop } from './case-examples.ts';

const { told } = openExamples(`
items:
  - { item: five, name: Five days, case_kind: commitment, promised_limit: 5, promised_unit: working_days, statutory_limit: 20, statutory_unit: working_days, valid_from: 2020-01-01 }
  - { item: one, name: One day, case_kind: commitment, promised_limit: 1, promised_unit: working_days, statutory_limit: 20, statutory_unit: working_days, valid_from: 2020-01-01 }
`);

describe('five working days from Friday 2026-02-13, over the spring festival', () => {
  const start = accepted('2026-02-13T10:00:00');
  const open = told('five', [start]);
  it('is due on 02-27', () => {
    expect(open()).toMatchObject({ due_on: '2026-02-27', verdict: 'not_judged', state: 'accepted', used: null });
  });
  const decisions = [
    ['2026-02-26T10:00:00', 4, 'early'],
    ['2026-02-27T23:59:00', 5, 'on_time'],
    ['2026-02-28T09:00:00', 6, 'overdue'],
  ] as const;
  for (const [at, used, verdict] of decisions) {
    const facts = told('five', [start, decided(at)]);
    it(`decided ${at} has used ${used} days: ${verdict}`, () => {
      expect(facts()).toMatchObject({ used, verdict, due_on: '2026-02-27' });
    });
  }
});

describe('accepted on a holiday', () => {
  const facts = told('one', [accepted('2026-02-21T10:00:00'), decided('2026-02-24T10:00:00')]);
  it('starts that day; the first working day after it is day 1', () => {
    expect(facts()).toMatchObject({ due_on: '2026-02-24', used: 1, verdict: 'on_time', clock_from_on: '2026-02-21' });
  });
});

describe('stops', () => {
  const start = accepted('2026-03-02T09:00:00');
  const once = told('five', [start, ...stop('a', '2026-03-04', '2026-03-06'), decided('2026-03-10T10:00:00')]);
  it('take out the days after their start through their end', () => {
    expect(once()).toMatchObject({ due_on: '2026-03-11', used: 4, verdict: 'early' });
  });
  const overlapping = told('five', [
    start,
    ...stop('a', '2026-03-04', '2026-03-06'),
    ...stop('b', '2026-03-05', '2026-03-09'),
  ]);
  it('that overlap count once', () => {
    expect(overlapping()).toMatchObject({ due_on: '2026-03-12', state: 'accepted' });
  });
  const endless = told('five', [start, ...stop('a', '2026-03-04')]);
  it('that never end leave no due day', () => {
    expect(endless()).toMatchObject({ due_on: null, due_at: null, state: 'stopped' });
  });
});

describe('extensions', () => {
  const start = accepted('2026-03-02T09:00:00');
  const inTime = told('five', [start, extension('2026-03-05T10:00:00', 3), decided('2026-03-12T10:00:00')]);
  it('granted in time move the due day', () => {
    expect(inTime()).toMatchObject({ due_on: '2026-03-12', used: 8, promised_limit: 8, verdict: 'on_time', flags: [] });
  });
  const late = told('five', [start, extension('2026-03-10T10:00:00', 3), decided('2026-03-11T10:00:00')]);
  it('granted after the due day are kept, do not heal, and are flagged', () => {
    expect(late()).toMatchObject({ due_on: '2026-03-09', used: 7, promised_limit: 5, verdict: 'overdue' });
    expect(late().flags).toEqual(['late_extension']);
  });
});
