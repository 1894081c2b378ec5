/** What a case is measured against: limits in every unit, changed limits, due moments the source sent, hours and zones. */
import { describe, expect, it } from 'vitest';
import { accepted, decided, extension, type Facts, openExamples, stop } from './case-examples.ts';

const { told } = openExamples(`
regions:
  - { region: city, name: City, level: city, valid_from: 2020-01-01 }
calendars:
  - { calendar: seconds, zone: Asia/Shanghai, counting: working_seconds, standard_day_hours: 7, hours: 09:00-12:00 13:30-17:30, valid_from: 2020-01-01 }
  - { calendar: new-york, zone: America/New_York, counting: whole_days, standard_day_hours: 8, hours: 09:00-17:00, valid_from: 2020-01-01 }
centres:
  - { centre: to-the-second, name: Counts working seconds, region: city, calendar: seconds, valid_from: 2020-01-01 }
  - { centre: new-york, name: Counts days of New York, region: city, calendar: new-york, valid_from: 2020-01-01 }
items:
  - { item: five, name: Five days, case_kind: commitment, promised_limit: 5, promised_unit: working_days, valid_from: 2020-01-01 }
  - { item: one, name: One day, case_kind: commitment, promised_limit: 1, promised_unit: working_days, valid_from: 2020-01-01 }
  - { item: natural, name: Ten days of the calendar, case_kind: commitment, promised_limit: 10, promised_unit: calendar_days, valid_from: 2020-01-01 }
  - { item: hours, name: Four hours, case_kind: instant, promised_limit: 4, promised_unit: working_hours, valid_from: 2020-01-01 }
  - { item: unlimited, name: No limit, case_kind: commitment, valid_from: 2020-01-01 }
  - { item: shortened, name: Ten days before March 2026, case_kind: commitment, promised_limit: 10, promised_unit: working_days, valid_from: 2020-01-01 }
  - { item: shortened, name: Five days since, case_kind: commitment, promised_limit: 5, promised_unit: working_days, valid_from: 2026-03-01 }
  - { item: future, name: From 10 March 2026, case_kind: commitment, promised_limit: 5, promised_unit: working_days, valid_from: 2026-03-10 }
`);

const start = accepted('2026-03-02T09:00:00');

describe('an item without a limit', () => {
  const facts = told('unlimited', [start, decided('2026-12-01T09:00:00')]);
  it('is counted and never judged late', () => {
    expect(facts()).toMatchObject({
      is_completed: true,
      limit_source: 'none',
      promised_limit: null,
      due_on: null,
      used: null,
      verdict: 'not_judged',
      case_kind: 'commitment',
      flags: [],
    });
  });
});

describe('a limit that changes', () => {
  const before = told('shortened', [accepted('2026-02-27T09:00:00')]);
  const after = told('shortened', [accepted('2026-03-02T09:00:00')]);
  const corrected = told('shortened', [
    accepted('2026-02-27T09:00:00', { event_id: 'acceptance', revision: 1 }),
    accepted('2026-03-02T09:00:00', { event_id: 'acceptance', revision: 2 }),
  ]);
  it('counts as it stood on the day of acceptance', () => {
    expect(before()).toMatchObject({ promised_limit: 10, due_on: '2026-03-12' });
    expect(after()).toMatchObject({ promised_limit: 5, due_on: '2026-03-09' });
  });
  it('is another one when the acceptance is corrected across the change', () => {
    expect(corrected()).toMatchObject({ promised_limit: 5, due_on: '2026-03-09' });
  });
  const early = told('future', [start]);
  it('does not reach back before it took effect', () => {
    expect(early()).toMatchObject({ limit_source: 'none', due_on: null, flags: ['item_not_in_force'] });
  });
});

describe('a due day the source sent', () => {
  const promise = accepted('2026-03-02T09:00:00', { due_at: '2026-03-06T17:00:00' });
  const open = told('unlimited', [promise]);
  it('wins, and ends with its local day', () => {
    expect(open()).toMatchObject({
      limit_source: 'event',
      limit_unit: 'working_days',
      promised_limit: 4,
      due_on: '2026-03-06',
      due_at: '2026-03-06T16:00:00.000Z',
    });
  });
  const decisions = [
    ['2026-03-05T23:59:59', 'early'],
    ['2026-03-06T23:59:59', 'on_time'],
    ['2026-03-07T00:00:00', 'overdue'],
  ] as const;
  for (const [at, verdict] of decisions) {
    const facts = told('five', [promise, decided(at)]);
    it(`decided ${at} is ${verdict}`, () => expect(facts()).toMatchObject({ verdict, due_on: '2026-03-06' }));
  }
  const utc = told('five', [accepted('2026-03-02T09:00:00', { due_at: '2026-03-06T17:00:00Z' })]);
  it('is the local one of the moment it was sent as', () => expect(utc()).toMatchObject({ due_on: '2026-03-07' }));
  const stopped = told('five', [promise, ...stop('a', '2026-03-03', '2026-03-04')]);
  it('moves by the days a stop took', () => expect(stopped()).toMatchObject({ due_on: '2026-03-09' }));
  const onHoliday = told('five', [
    accepted('2026-02-13T09:00:00', { due_at: '2026-02-21' }),
    decided('2026-02-22T09:00:00'),
  ]);
  const saturday = accepted('2026-03-02T09:00:00', { due_at: '2026-03-07' });
  const inTime = told('five', [saturday, extension('2026-03-07T10:00:00', 2)]);
  const late = told('five', [saturday, extension('2026-03-08T10:00:00', 2)]);
  it('on a day off takes an extension that day, and none the day after', () => {
    expect(inTime()).toMatchObject({ due_on: '2026-03-10', flags: [] });
    expect(late()).toMatchObject({ due_on: '2026-03-07', flags: ['late_extension'] });
  });
  it('is kept where it falls on a holiday', () => {
    expect(onHoliday()).toMatchObject({ due_on: '2026-02-21', verdict: 'overdue' });
  });
});

describe('a due moment the source sent', () => {
  const promise = accepted('2026-03-02T09:00:00', { due_at: '2026-03-06T12:00:00', due_by: 'moment' });
  const decisions = [
    ['2026-03-06T11:59:59.999', 'early'],
    ['2026-03-06T12:00:00', 'on_time'],
    ['2026-03-06T12:00:00.001', 'overdue'],
  ] as const;
  for (const [at, verdict] of decisions) {
    const facts = told('five', [promise, decided(at)]);
    it(`decided ${at} is ${verdict}`, () => {
      expect(facts()).toMatchObject({
        verdict,
        limit_source: 'event',
        limit_unit: 'hours',
        promised_limit: 99,
        due_on: '2026-03-06',
        due_at: '2026-03-06T04:00:00.000Z',
      });
    });
  }
});

describe('calendar days', () => {
  // Holidays from 15 to 23 February.
  const promise = accepted('2026-02-13T10:00:00');
  const decisions = [
    ['2026-02-22T23:59:59', 9, 'early'],
    ['2026-02-23T23:59:59', 10, 'on_time'],
    ['2026-02-24T00:00:00', 11, 'overdue'],
  ] as const;
  for (const [at, used, verdict] of decisions) {
    const facts = told('natural', [promise, decided(at)]);
    it(`decided ${at} has used ${used}, holidays among them: ${verdict}`, () => {
      expect(facts()).toMatchObject({ used, verdict, due_on: '2026-02-23', limit_unit: 'calendar_days' });
    });
  }
  const stopped = told('natural', [promise, ...stop('a', '2026-02-15', '2026-02-18')]);
  it('are moved by every day of a stop', () => expect(stopped()).toMatchObject({ due_on: '2026-02-26' }));
});

describe('working hours', () => {
  // 9 to 12 and 13 to 18; Saturday 14 February is a make-up workday.
  const promise = accepted('2026-02-13T16:00:00');
  const decisions = [
    ['2026-02-14T10:30:00', 3.5, 'early'],
    ['2026-02-14T11:00:00', 4, 'on_time'],
    ['2026-02-14T11:30:00', 4.5, 'overdue'],
  ] as const;
  for (const [at, used, verdict] of decisions) {
    const facts = told('hours', [promise, decided(at)]);
    it(`decided ${at} has used ${used}: ${verdict}`, () => {
      expect(facts()).toMatchObject({
        used,
        verdict,
        limit_unit: 'working_hours',
        due_on: '2026-02-14',
        due_at: '2026-02-14T03:00:00.000Z',
      });
    });
  }
  const overNoon = told('hours', [accepted('2026-03-02T11:00:00')]);
  const byNight = told('hours', [accepted('2026-03-02T22:00:00')]);
  const overHolidays = told('hours', [accepted('2026-02-14T17:00:00')]);
  it('do not run at noon, by night or on holidays', () => {
    expect(overNoon()).toMatchObject({ due_at: '2026-03-02T08:00:00.000Z' });
    expect(byNight()).toMatchObject({ due_at: '2026-03-03T06:00:00.000Z' });
    expect(overHolidays()).toMatchObject({ due_at: '2026-02-24T04:00:00.000Z', due_on: '2026-02-24' });
  });
  const stopped = told('hours', [
    start,
    { type: 'special_started', special_kind: 'stop', special_id: 'a', at: '2026-03-02T10:00:00' },
    { type: 'special_finished', special_id: 'a', at: '2026-03-02T14:00:00' },
  ]);
  it('do not run while the clock is stopped', () => {
    expect(stopped()).toMatchObject({ due_at: '2026-03-02T09:00:00.000Z' });
  });
});

describe('days counted in working seconds, seven hours each', () => {
  const promise = accepted('2026-03-02T15:30:00', { centre: 'to-the-second' });
  const decisions = [
    ['2026-03-02T15:30:00', 0, 'early'],
    ['2026-03-02T15:30:01', 1, 'early'],
    ['2026-03-06T15:30:00', 4, 'early'],
    ['2026-03-09T15:29:59', 5, 'on_time'],
    ['2026-03-09T15:30:00', 5, 'on_time'],
    ['2026-03-09T15:30:01', 6, 'overdue'],
  ] as const;
  for (const [at, used, verdict] of decisions) {
    const facts = told('five', [promise, decided(at)]);
    it(`decided ${at} has used ${used}: ${verdict}`, () => {
      expect(facts()).toMatchObject({
        used,
        verdict,
        calendar: 'seconds',
        promised_limit: 5,
        due_on: '2026-03-09',
        due_at: '2026-03-09T07:30:00.000Z',
      });
    });
  }
  const toTheEnd = told('one', [accepted('2026-03-06T17:30:00', { centre: 'to-the-second' })]);
  it('a whole day ends when the centre closes', () => {
    expect(toTheEnd()).toMatchObject({ due_on: '2026-03-09', due_at: '2026-03-09T09:30:00.000Z' });
  });
});

describe('a zone with summer time', () => {
  const there = { centre: 'new-york' };
  const spring = told('one', [accepted('2026-03-07T23:30:00-05:00', there), decided('2026-03-10T03:59:59Z')]);
  it('ends the day after the spring change an hour earlier by UTC', () => {
    expect(spring()).toMatchObject({
      accepted_on: '2026-03-07',
      due_on: '2026-03-09',
      due_at: '2026-03-10T04:00:00.000Z',
      decided_on: '2026-03-09',
      verdict: 'on_time',
    });
  });
  const autumn = told('natural', [accepted('2025-10-24T10:00:00-04:00', there), decided('2025-11-04T04:59:59Z')]);
  const after = told('natural', [accepted('2025-10-24T10:00:00-04:00', there), decided('2025-11-04T05:00:00Z')]);
  it('ends days after the autumn change an hour later', () => {
    expect(autumn()).toMatchObject({ due_on: '2025-11-03', due_at: '2025-11-04T05:00:00.000Z', used: 10 });
    expect(after()).toMatchObject({ decided_on: '2025-11-04', used: 11, verdict: 'overdue' });
  });
  const hours = told('hours', [accepted('2026-03-06T16:00:00-05:00', there)]);
  it('keeps office hours on the wall clock', () => {
    expect(hours()).toMatchObject({ due_at: '2026-03-09T16:00:00.000Z', due_on: '2026-03-09' });
  });
  const full = accepted('2025-10-31T12:00:00-04:00', {
    ...there,
    due_at: '2025-11-03T11:00:00-05:00',
    due_by: 'moment',
  });
  const elapsed = told('five', [full, decided('2025-11-03T11:00:00-05:00')]);
  it('gives 72 hours over the change their 72 hours', () => {
    expect(elapsed()).toMatchObject({ promised_limit: 72, used: 72, verdict: 'on_time' });
  });
});

describe('an extension in days of the other kind', () => {
  // Five working days from Monday 2026-03-02 end on Monday 03-09; nine days from 03-02 on Wednesday 03-11.
  const natural = (at: string, granted: number) => extension(at, granted, { granted_unit: 'calendar_days' });
  const working = (at: string, granted: number) => extension(at, granted, { granted_unit: 'working_days' });
  const cases: [string, () => Facts, object][] = [
    [
      'reaches as many days past the due day',
      told('five', [start, natural('2026-03-05T10:00:00', 10), decided('2026-03-20T10:00:00')]),
      { due_on: '2026-03-19', promised_limit: 13, used: 14, verdict: 'overdue', flags: [] },
    ],
    [
      'that ends on a day off is due on the working day after it',
      told('five', [start, natural('2026-03-05T10:00:00', 5), decided('2026-03-16T10:00:00')]),
      { due_on: '2026-03-16', promised_limit: 10, used: 10, verdict: 'on_time', flags: [] },
    ],
    [
      'reaches as many working days past a due day that counts every day',
      told('natural', [
        accepted('2026-03-02T09:00:00'),
        working('2026-03-05T10:00:00', 3),
        decided('2026-03-17T10:00:00'),
      ]),
      { due_on: '2026-03-17', promised_limit: 15, used: 15, verdict: 'on_time', flags: [] },
    ],
    [
      'counts from the due day a stop has moved, and from that of the extension before it',
      told('five', [
        start,
        ...stop('a', '2026-03-04', '2026-03-06'),
        extension('2026-03-09T10:00:00', 1),
        natural('2026-03-10T10:00:00', 7),
        decided('2026-03-19T10:00:00'),
      ]),
      { due_on: '2026-03-19', promised_limit: 11, used: 11, verdict: 'on_time', flags: [] },
    ],
    [
      'counts from the day a source promised, off or not',
      told('five', [
        accepted('2026-03-02T09:00:00', { due_at: '2026-03-07' }),
        natural('2026-03-05T10:00:00', 3),
        decided('2026-03-10T10:00:00'),
      ]),
      { due_on: '2026-03-10', verdict: 'on_time', flags: [] },
    ],
    [
      'granted when the case is due is late',
      told('five', [start, natural('2026-03-10T10:00:00', 10), decided('2026-03-11T10:00:00')]),
      { due_on: '2026-03-09', promised_limit: 5, verdict: 'overdue', flags: ['late_extension'] },
    ],
    [
      'counts from its own day while a stop leaves no due day, also where that never ends',
      told('five', [
        start,
        ...stop('a', '2026-03-04'),
        natural('2026-03-05T10:00:00', 7),
        decided('2026-03-20T10:00:00'),
      ]),
      { due_on: null, promised_limit: 10, used: 2, verdict: 'early', flags: ['stop_never_ended'] },
    ],
  ];
  for (const [name, facts, expected] of cases) it(name, () => expect(facts()).toMatchObject(expected));
});

describe('an extension in another unit than a clock to the second', () => {
  const seconds = accepted('2026-03-02T15:30:00', { centre: 'to-the-second' });
  const hours = told('five', [seconds, extension('2026-03-04T10:00:00', 7, { granted_unit: 'working_hours' })]);
  const days = told('hours', [start, extension('2026-03-02T10:00:00', 1, { granted_unit: 'working_days' })]);
  it('adds its working time', () => {
    expect(hours()).toMatchObject({ promised_limit: 6, due_at: '2026-03-10T07:30:00.000Z', flags: [] });
    expect(days()).toMatchObject({ promised_limit: 12, due_at: '2026-03-03T06:00:00.000Z', flags: [] });
  });
  const natural = { granted_unit: 'calendar_days' };
  const untold = told('five', [seconds, extension('2026-03-04T10:00:00', 7, natural), decided('2026-03-10T10:00:00')]);
  const tooFine = told('five', [start, extension('2026-03-04T10:00:00', 7, { granted_unit: 'working_hours' })]);
  it('adds nothing where the clock cannot tell it, and is flagged for that, not as late', () => {
    expect(untold()).toMatchObject({ promised_limit: 5, due_on: '2026-03-09', verdict: 'overdue' });
    expect(untold().flags).toEqual(['extension_not_counted']);
    expect(tooFine()).toMatchObject({ promised_limit: 5, due_on: '2026-03-09', flags: ['extension_not_counted'] });
  });
});
