/**
 * Edges an independent reading of the definitions found: rounds, supplements, days off, what is told by its day only, and what
 * comes after the decision. Each example says what the definition says, and the second engine counts it again.
 */
import { describe, expect, it } from 'vitest';
import { accepted, applied, decided, extension, type Facts, openExamples, stop, type Told } from './case-examples.ts';

const city = openExamples(`
regions:
  - { region: city, name: City, level: city, valid_from: 2020-01-01 }
calendars:
  - { calendar: seconds, zone: Asia/Shanghai, counting: working_seconds, standard_day_hours: 7, hours: 09:00-12:00 13:30-17:30, valid_from: 2020-01-01 }
centres:
  - { centre: to-the-second, name: Counts working seconds, region: city, calendar: seconds, valid_from: 2020-01-01 }
items:
  - { item: five, name: Five days, case_kind: commitment, promised_limit: 5, promised_unit: working_days, statutory_limit: 10, statutory_unit: working_days, valid_from: 2020-01-01 }
  - { item: hours, name: Five hours, case_kind: commitment, promised_limit: 5, promised_unit: working_hours, valid_from: 2020-01-01 }
  - { item: natural, name: Five days of the calendar, case_kind: commitment, promised_limit: 5, promised_unit: calendar_days, valid_from: 2020-01-01 }
  - { item: same, name: The same day, case_kind: instant, promised_limit: 0, promised_unit: working_days, valid_from: 2020-01-01 }
  - { item: lawful, name: Only what the law allows, case_kind: commitment, statutory_limit: 20, statutory_unit: working_days, valid_from: 2020-01-01 }
`);

const { told } = city;
const start = accepted('2026-03-02T09:00:00');
const asked = { type: 'supplement_requested', at: '2026-03-03T09:00:00' };
const withdrawn = (at: string): Told => ({ type: 'withdrawn', at });
const refused = (at: string): Told => ({ type: 'refused', at });

/** Each example with the facts it shall have. */
function examples(
  cases: Record<string, [item: string, events: Told[], facts: Partial<Facts> & Record<string, unknown>]>,
) {
  for (const [name, [item, events, expected]] of Object.entries(cases)) {
    const facts = told(item, events);
    it(name, () => expect(facts()).toMatchObject(expected));
  }
}

describe('papers that are complete', () => {
  const received = applied('2026-03-02T09:00:00');
  const came = { type: 'supplement_received', at: '2026-03-10T10:00:00' };
  const flags = ['accepted_with_papers'];
  examples({
    'are the acceptance where none is told': [
      'five',
      [received, asked, came, decided('2026-03-12T10:00:00')],
      { clock_from_on: '2026-03-10', used: 2, verdict: 'early', flags },
    ],
    'put the case on the clock before it is decided': [
      'five',
      [received, asked, came],
      { state: 'received', clock_from_on: '2026-03-10', due_on: '2026-03-17', accepted_on: null, flags },
    ],
    'are none while more are asked for': [
      'five',
      [received, asked, came, { type: 'supplement_requested', at: '2026-03-11T09:00:00' }],
      { state: 'supplement', clock_from_on: null, flags: [] },
    ],
    'may be told by their day, which is the one they were asked for on': [
      'five',
      [received, asked, { ...came, at: '2026-03-03' }],
      { state: 'received', clock_from_on: '2026-03-03', flags },
    ],
    'start no clock of what is refused': [
      'five',
      [received, asked, came, refused('2026-03-11T09:00:00')],
      { state: 'refused', clock_from_on: null, flags: [] },
    ],
    'give way to the acceptance that is told': [
      'five',
      [received, asked, came, accepted('2026-03-11T09:00:00')],
      { clock_from_on: '2026-03-11', due_on: '2026-03-18', flags: [] },
    ],
  });
});

describe('an end told by its day only, on the day of acceptance', () => {
  examples({
    'ends the case: withdrawn': ['five', [start, withdrawn('2026-03-02')], { state: 'withdrawn', is_closed: true }],
    'ends the case: refused': ['five', [start, refused('2026-03-02')], { state: 'refused', is_closed: true }],
    'from the day before does not': ['five', [start, withdrawn('2026-03-01')], { state: 'accepted', is_closed: false }],
  });
});

describe('a case refused, and withdrawn later', () => {
  const facts = told('five', [
    applied('2026-03-02T09:00:00'),
    refused('2026-03-04T10:00:00'),
    withdrawn('2026-03-09T10:00:00'),
  ]);
  it('is closed from the first of the two', () => {
    expect(facts()).toMatchObject({ state: 'refused', closed_on: '2026-03-04' });
  });
  const other = told('five', [
    applied('2026-03-02T09:00:00'),
    withdrawn('2026-03-04T10:00:00'),
    refused('2026-03-09T10:00:00'),
    withdrawn('2026-03-20T10:00:00'),
  ]);
  it('or the other way round, whatever is told again', () => {
    expect(other()).toMatchObject({ flags: [], clock_from_on: null });
  });
});

describe('a stop', () => {
  const kept = { used: 5, verdict: 'on_time', due_on: '2026-03-18', flags: [] };
  const extendedMeanwhile = [
    ...stop('a', '2026-03-09', '2026-03-18'),
    extension('2026-03-17T10:00:00', 5, { granted_unit: 'calendar_days' }),
    decided('2026-03-23T15:00:00'),
  ];
  const extended = { used: 8, promised_limit: 8, verdict: 'on_time', due_on: '2026-03-23' };
  examples({
    'on the due day leaves it until it ends, as no more is used till then': [
      'five',
      [start, ...stop('a', '2026-03-09', '2026-03-18'), decided('2026-03-18T15:00:00')],
      kept,
    ],
    'on the due day ends the working day after it is late again': [
      'five',
      [start, ...stop('a', '2026-03-09', '2026-03-18'), decided('2026-03-19T10:00:00')],
      { ...kept, used: 6, verdict: 'overdue' },
    ],
    'on the due day is where days of another kind are added': ['five', [start, ...extendedMeanwhile], extended],
    'on a due day the source sent likewise': [
      'five',
      [accepted('2026-03-02T09:00:00', { due_at: '2026-03-09' }), ...extendedMeanwhile],
      extended,
    ],
    'on the last working day before a due day off that the source sent moves it': [
      'five',
      [
        accepted('2026-03-02T09:00:00', { due_at: '2026-03-07' }),
        ...stop('a', '2026-03-06', '2026-03-12'),
        decided('2026-03-12T15:00:00'),
      ],
      { used: 4, promised_limit: 4, verdict: 'on_time', due_on: '2026-03-12' },
    ],
    'on day 0 of a limit of no days leaves it until it ends': [
      'same',
      [start, ...stop('a', '2026-03-02', '2026-03-04'), decided('2026-03-04T15:00:00')],
      { used: 0, verdict: 'on_time', due_on: '2026-03-04' },
    ],
    'on day 0 of a limit of no days that lasts leaves none': [
      'same',
      [start, ...stop('a', '2026-03-02')],
      { state: 'stopped', due_on: null },
    ],
    'on a due day that is day 0, by the source, is in time and not early': [
      'five',
      [
        accepted('2026-03-02T09:00:00', { due_at: '2026-03-02' }),
        ...stop('a', '2026-03-02', '2026-03-04'),
        decided('2026-03-03T10:00:00'),
      ],
      { used: 0, promised_limit: 0, verdict: 'on_time' },
    ],
    'at the very moment the source promised leads on from it': [
      'five',
      [
        accepted('2026-03-02T09:00:00', { due_at: '2026-03-06T00:00:00', due_by: 'moment' }),
        { type: 'special_started', special_kind: 'stop', special_id: 'a', at: '2026-03-06' },
        { type: 'special_finished', special_id: 'a', at: '2026-03-10' },
        decided('2026-03-09T10:00:00'),
      ],
      { used: 87, promised_limit: 87, verdict: 'on_time', due_at: '2026-03-09T16:00:00.000Z' },
    ],
    'on the days off after the due day leads on from it, too': [
      'five',
      [accepted('2026-03-06T09:00:00'), ...stop('a', '2026-03-14', '2026-03-17'), decided('2026-03-17T15:00:00')],
      { used: 5, verdict: 'on_time', due_on: '2026-03-17' },
    ],
    'that two sources tell, one its end, ends for both': [
      'five',
      [
        start,
        ...stop('a', '2026-03-04', '2026-03-06'),
        { type: 'special_started', special_kind: 'stop', special_id: 'a', at: '2026-03-04T10:00:00' },
      ],
      { due_on: '2026-03-11', state: 'accepted', flags: [] },
    ],
    'whose end is told twice leaves the next of its number its own': [
      'five',
      [
        start,
        ...stop('a', '2026-03-03', '2026-03-04'),
        { type: 'special_finished', special_id: 'a', at: '2026-03-04T17:00:00' },
        ...stop('a', '2026-03-06', '2026-03-10'),
      ],
      { due_on: '2026-03-12', flags: [] },
    ],
    'that begins after the decision is nothing to the clock': [
      'five',
      [start, decided('2026-03-05T10:00:00'), ...stop('a', '2026-03-06')],
      { used: 3, verdict: 'early', due_on: '2026-03-09', flags: [] },
    ],
    'pairs with the end of its own number in its turn, where a number comes twice': [
      'five',
      [
        start,
        ...stop('a', '2026-03-03', '2026-03-04'),
        ...stop('a', '2026-03-06', '2026-03-10'),
        decided('2026-03-12T10:00:00'),
      ],
      { used: 5, verdict: 'on_time', due_on: '2026-03-12', flags: [] },
    ],
  });
});

describe('an extension', () => {
  const overdue = { promised_limit: 5, verdict: 'overdue', flags: ['late_extension'] };
  const working = { granted_unit: 'working_hours' };
  examples({
    'after hours of the day the hours ran out is late': [
      'hours',
      [
        accepted('2026-03-06T11:00:00', { centre: 'to-the-second' }),
        extension('2026-03-08T20:00:00', 8, working),
        decided('2026-03-10T17:00:00'),
      ],
      overdue,
    ],
    'in the last second of the hours is in time': [
      'hours',
      [
        // Four hours of Monday afternoon, one of Tuesday: due at ten.
        accepted('2026-03-02T13:30:00', { centre: 'to-the-second' }),
        extension('2026-03-03T10:00:00', 1, working),
        decided('2026-03-03T11:00:00'),
      ],
      { promised_limit: 6, used: 6, verdict: 'on_time', flags: [] },
    ],
    'is in working days unless it says otherwise': [
      'natural',
      [start, extension('2026-03-03T10:00:00', 5), decided('2026-03-14T10:00:00')],
      // Due on Saturday 03-07 without it, and on the fifth working day after that with it.
      { due_on: '2026-03-13', verdict: 'overdue' },
    ],
    'in working days moves a due moment by working days, to the same hour': [
      'five',
      [
        accepted('2026-03-05T09:00:00', { due_at: '2026-03-06T17:00:00', due_by: 'moment' }),
        extension('2026-03-06T10:00:00', 2),
        decided('2026-03-10T10:00:00'),
      ],
      { due_at: '2026-03-10T09:00:00.000Z', verdict: 'early' },
    ],
    'after the decision changes nothing': [
      'five',
      [start, decided('2026-03-09T10:00:00'), extension('2026-03-09T15:00:00', 1)],
      { used: 5, promised_limit: 5, verdict: 'on_time', flags: [] },
    ],
    'of what nobody promised is not late': [
      'lawful',
      [start, extension('2026-03-11T10:00:00', 3)],
      { promised_limit: null, flags: [] },
    ],
    'that tells the new due day too adds its days once': [
      'five',
      [start, extension('2026-03-05T10:00:00', 3, { due_at: '2026-03-12' })],
      { due_on: '2026-03-12', promised_limit: 8, limit_source: 'item' },
    ],
    'that came too late heals nothing by telling a new due day': [
      'five',
      [start, extension('2026-03-11T10:00:00', 3, { due_at: '2026-03-30' }), decided('2026-03-12T10:00:00')],
      { ...overdue, due_on: '2026-03-09' },
    ],
  });
});

describe('a due day that is told', () => {
  examples({
    'after the decision promises nothing any more': [
      'five',
      [
        start,
        decided('2026-03-11T10:00:00'),
        { type: 'rated', rating: 1, at: '2026-03-12T09:00:00', due_at: '2026-03-30' },
      ],
      { due_on: '2026-03-09', verdict: 'overdue', limit_source: 'item' },
    ],
    'before the acceptance is passed from the first day, and flagged': [
      'five',
      [accepted('2026-03-03T10:00:00', { due_at: '2026-02-27' }), decided('2026-03-04T10:00:00')],
      { due_on: '2026-02-27', promised_limit: 0, used: 1, verdict: 'overdue', flags: ['due_before_accepted'] },
    ],
  });
  const open = told('five', [accepted('2026-03-03T10:00:00', { due_at: '2026-02-27' })]);
  const lawful = told('lawful', [start]);
  it('before the acceptance, or a statutory limit alone, warns when it is passed', async () => {
    const grades = await city.store.query<{ case_id: string; grade: string }>(
      "select case_id, grade from overdue_warnings(as_of = '2026-04-01 00:00:00') where case_id in {cases:Array(String)} order by case_id",
      { cases: [open().case_id, lawful().case_id] },
    );
    expect(grades.map(({ grade }) => grade)).toEqual(['red', 'red']);
    const before = await city.store.query<{ grade: string }>(
      "select grade from overdue_warnings(as_of = '2026-03-04 00:00:00') where case_id in {cases:Array(String)} order by case_id",
      { cases: [open().case_id, lawful().case_id] },
    );
    expect(before.map(({ grade }) => grade)).toEqual(['yellow', 'no_limit']);
  });
});

describe('a second round', () => {
  const second = accepted('2026-04-01T09:00:00');
  const flags = ['reopened'];
  examples({
    'has no extension of the first': [
      'five',
      [
        start,
        extension('2026-03-03T10:00:00', 10),
        decided('2026-03-04T10:00:00'),
        second,
        decided('2026-04-17T10:00:00'),
      ],
      { promised_limit: 5, used: 11, verdict: 'overdue', flags },
    ],
    'has no open stop of the first': [
      'five',
      [start, ...stop('a', '2026-03-03'), decided('2026-03-04T10:00:00'), second, decided('2026-04-17T10:00:00')],
      { used: 11, verdict: 'overdue', flags },
    ],
    'has no due day of the first': [
      'five',
      [
        applied('2026-03-01T09:00:00', { due_at: '2026-03-10' }),
        start,
        { type: 'stage_started', stage: '1', at: '2026-03-03T09:00:00', due_at: '2026-03-05' },
        decided('2026-03-04T10:00:00'),
        second,
      ],
      { due_on: '2026-04-09', limit_source: 'item', flags },
    ],
    'begins after a withdrawal, too': [
      'five',
      [start, withdrawn('2026-03-03T10:00:00'), accepted('2026-03-16T09:00:00'), decided('2026-03-18T10:00:00')],
      { used: 2, verdict: 'early', state: 'decided', flags },
    ],
    'begins after a refusal, too': [
      'five',
      [start, refused('2026-03-03T10:00:00'), accepted('2026-03-16T09:00:00')],
      { state: 'accepted', clock_from_on: '2026-03-16', due_on: '2026-03-23', flags },
    ],
  });
});

describe('a stage that only ended', () => {
  const facts = told('five', [start, { type: 'stage_finished', stage: '1', at: '2026-03-04T10:00:00' }]);
  it('has used nothing that could be told', () => {
    const [stage] = (facts() as unknown as { stages: { used: number }[] }).stages;
    expect(stage?.used).toBe(0);
  });
});
