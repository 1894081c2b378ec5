/** Cases that do not go straight from acceptance to decision: corrected, taken back, reopened, stopped, never answered. */
import { describe, expect, it } from 'vitest';
import { accepted, applied, decided, extension, openExamples, stop, type Told } from './case-examples.ts';

const examples = openExamples(`
items:
  - { item: five, name: Five days, case_kind: commitment, promised_limit: 5, promised_unit: working_days, statutory_limit: 20, statutory_unit: working_days, valid_from: 2020-01-01 }
  - { item: twenty, name: Twenty days, case_kind: commitment, promised_limit: 20, promised_unit: working_days, statutory_limit: 20, statutory_unit: working_days, valid_from: 2020-01-01 }
  - { item: none, name: The day itself, case_kind: commitment, promised_limit: 0, promised_unit: working_days, valid_from: 2020-01-01 }
`);
const { told } = examples;

// Monday; five working days later it is Monday 2026-03-09.
const start = accepted('2026-03-02T09:00:00');
const revised = (event: Told, revision: number): Told => ({ ...event, event_id: event.type, revision });
const retracted = (event: Told, revision: number): Told => ({ ...revised(event, revision), retracted: true });

describe('an acceptance corrected to another day', () => {
  const before = revised(start, 1);
  const after = revised(accepted('2026-03-05T09:00:00'), 2);
  const end = decided('2026-03-09T10:00:00');
  const inOrder = told('five', [before, end, after]);
  const overtaken = told('five', [after, before, end]);
  const never = told('five', [revised(accepted('2026-03-05T09:00:00'), 0), end]);
  it('moves the clock to the new day', () => {
    expect(inOrder()).toMatchObject({
      accepted_on: '2026-03-05',
      received_on: '2026-03-05',
      due_on: '2026-03-12',
      used: 2,
      verdict: 'early',
      event_count: 2,
      flags: [],
    });
  });
  it('leaves no trace of the first day, whichever comes first', () => {
    const { case_id: _1, ...corrected } = inOrder();
    const { case_id: _2, ...late } = overtaken();
    const { case_id: _3, ...straight } = never();
    // The days a read looks through hold everything ever said, and are no figure.
    const plain = (facts: object) => ({ ...facts, version: 0, last_ingested_at: 0, first_on: '', last_on: '' });
    expect(plain(late)).toEqual(plain(corrected));
    expect(plain(straight)).toEqual(plain(corrected));
  });
});

describe('a retracted decision', () => {
  const taken = retracted(decided('2026-03-04T10:00:00'), 1);
  const open = told('five', [start, revised(decided('2026-03-04T10:00:00'), 0), taken]);
  it('leaves the case open', () => {
    expect(open()).toMatchObject({
      state: 'accepted',
      is_closed: false,
      is_completed: false,
      outcome: '',
      decided_at: null,
      decided_on: null,
      used: null,
      working_days_used: null,
      verdict: 'not_judged',
      due_on: '2026-03-09',
      event_count: 1,
    });
  });
  const again = told('five', [start, taken, revised(decided('2026-03-10T10:00:00'), 2)]);
  it('that is made anew counts on its new day', () => {
    expect(again()).toMatchObject({ state: 'decided', decided_on: '2026-03-10', used: 6, verdict: 'overdue' });
  });
});

describe('a case whose every event is taken back', () => {
  const events = [applied('2026-03-02T08:00:00'), start, decided('2026-03-04T10:00:00')];
  const at = (department: string) => events.map((event) => revised({ ...event, department }, 0));
  const gone = told('five', [...at('taken-back'), ...events.map((event) => retracted(event, 1))]);
  told('five', at('kept'));
  it('is neither received, nor open, nor anything else', () => {
    expect(gone()).toMatchObject({
      event_count: 0,
      is_closed: true,
      received_on: null,
      accepted_on: null,
      decided_on: null,
      is_completed: false,
      verdict: 'not_judged',
    });
  });
  it('stands in no count and no list, where its like does', async () => {
    const days = await examples.store.query(
      `select unit, toUInt32(sum(received + accepted + decided + open_at_end)) as counted
      from daily_statistics(
          from_day = '2026-03-01', to_day = '2026-03-06', by = 'department', as_of = '2026-03-07 00:00:00',
          county = '', centre = '', department = '', window = '', staff = '', item = ''
      )
      where unit in ('kept', 'taken-back') group by unit`,
    );
    // Received, accepted, decided once each, and open at the end of the two days before.
    expect(days).toEqual([{ unit: 'kept', counted: 5 }]);
    const listed = await examples.store.query(
      `select department from case_list(from_day = '2026-03-01', to_day = '2026-03-06', with_open = 1, as_of = '2026-03-07 00:00:00') where department in ('kept', 'taken-back')`,
    );
    expect(listed).toEqual([{ department: 'kept' }]);
    const warned = await examples.store.query<{ case_id: string }>(
      "select case_id from overdue_warnings(as_of = '2026-03-03 00:00:00')",
    );
    expect(warned.length).toBeGreaterThan(10);
    expect(warned.map(({ case_id }) => case_id)).not.toContain(gone().case_id);
  });
});

describe('a reopened case', () => {
  const rounds = [start, decided('2026-03-04T10:00:00'), accepted('2026-03-06T09:00:00')];
  const open = told('five', rounds);
  it('is open and runs from its latest acceptance', () => {
    expect(open()).toMatchObject({
      state: 'accepted',
      is_closed: false,
      received_on: '2026-03-02',
      accepted_on: '2026-03-06',
      decided_on: null,
      due_on: '2026-03-13',
      flags: ['reopened'],
    });
  });
  const closed = told('five', [...rounds, decided('2026-03-11T10:00:00')]);
  it('is judged by its second round once decided again', () => {
    expect(closed()).toMatchObject({ state: 'decided', used: 3, verdict: 'early', decided_on: '2026-03-11' });
  });
});

describe('a decision before the acceptance', () => {
  const facts = told('five', [accepted('2026-03-04T10:00:00'), decided('2026-03-02T10:00:00')]);
  it('has used nothing and is flagged', () => {
    expect(facts()).toMatchObject({ state: 'decided', used: 0, verdict: 'early', flags: ['decided_before_accepted'] });
  });
  const dayOnly = told('five', [start, decided('2026-03-02')]);
  it('told by its day only is none on the day of acceptance', () => {
    expect(dayOnly()).toMatchObject({ used: 0, verdict: 'early', flags: [] });
  });
  const sameDay = told('five', [start, decided('2026-03-02T17:00:00')]);
  it('is told from one on the day itself, which has used nothing either', () => {
    expect(sameDay()).toMatchObject({ used: 0, verdict: 'early', flags: [] });
  });
});

describe('an application', () => {
  const received = applied('2026-03-02T09:00:00');
  const unanswered = told('twenty', [received]);
  it('not answered in five working days counts as accepted from receipt', () => {
    expect(unanswered()).toMatchObject({
      state: 'received',
      accepted_on: null,
      clock_from_on: '2026-03-02',
      on_clock_at: '2026-03-09T16:00:00.000Z',
      due_on: '2026-03-30',
      flags: ['deemed_accepted'],
    });
  });
  const lastMoment = told('twenty', [received, accepted('2026-03-09T23:59:59')]);
  it('accepted at the end of the fifth day runs from its acceptance', () => {
    expect(lastMoment()).toMatchObject({ clock_from_on: '2026-03-09', due_on: '2026-04-07', flags: [] });
  });
  const tooLate = told('twenty', [received, accepted('2026-03-10T00:00:00')]);
  it('accepted on the sixth day runs from its receipt', () => {
    expect(tooLate()).toMatchObject({ clock_from_on: '2026-03-02', due_on: '2026-03-30', flags: ['deemed_accepted'] });
  });
  const supplemented = told('twenty', [
    received,
    { type: 'supplement_requested', at: '2026-03-04T09:00:00' },
    { type: 'supplement_received', at: '2026-03-19T09:00:00' },
    accepted('2026-03-20T09:00:00'),
  ]);
  it('with papers asked for in time runs from the day it was accepted', () => {
    expect(supplemented()).toMatchObject({ clock_from_on: '2026-03-20', state: 'accepted', flags: [] });
  });
  const waiting = told('twenty', [received, { type: 'supplement_requested', at: '2026-03-04T09:00:00' }]);
  it('waiting for papers is on no clock', () => {
    expect(waiting()).toMatchObject({ state: 'supplement', clock_from_on: null, due_on: null, flags: [] });
  });
  const refused = told('twenty', [received, { type: 'refused', at: '2026-03-03T09:00:00' }]);
  const withdrawn = told('twenty', [received, start, { type: 'withdrawn', at: '2026-03-05T09:00:00' }]);
  it('refused or withdrawn is closed and not judged', () => {
    expect(refused()).toMatchObject({ state: 'refused', is_closed: true, verdict: 'not_judged', is_completed: false });
    expect(withdrawn()).toMatchObject({ state: 'withdrawn', is_closed: true, verdict: 'not_judged' });
  });
});

describe('stops', () => {
  const cases: [string, Told[], string | null][] = [
    [
      'inside one another count once',
      [...stop('a', '2026-03-03', '2026-03-12'), ...stop('b', '2026-03-05', '2026-03-06')],
      '2026-03-18',
    ],
    [
      'that follow on the same day count on',
      [...stop('a', '2026-03-03', '2026-03-05'), ...stop('b', '2026-03-05', '2026-03-09')],
      '2026-03-13',
    ],
    ['over a weekend take nothing', stop('a', '2026-03-07', '2026-03-08'), '2026-03-09'],
    ['from the day of acceptance take the days after it', stop('a', '2026-03-02', '2026-03-03'), '2026-03-10'],
    ['that begin before the acceptance take its days only', stop('a', '2026-02-26', '2026-03-03'), '2026-03-10'],
    ['that begin on the due day leave it until they end', stop('a', '2026-03-09', '2026-03-11'), '2026-03-11'],
    ['that begin on the due day and last leave none', stop('a', '2026-03-09'), null],
    ['that begin after the due day come too late', stop('a', '2026-03-11', '2026-03-13'), '2026-03-09'],
    [
      'one of which never ends leave no due day',
      [...stop('a', '2026-03-03', '2026-03-04'), ...stop('b', '2026-03-06')],
      null,
    ],
  ];
  for (const [name, stops, due_on] of cases) {
    const facts = told('five', [start, ...stops]);
    it(name, () => expect(facts()).toMatchObject({ due_on, flags: [] }));
  }
  const endless = told('five', [start, ...stop('a', '2026-03-04'), decided('2026-03-10T10:00:00')]);
  it('that never end before the decision take all days to it, and are flagged', () => {
    expect(endless()).toMatchObject({ used: 2, verdict: 'early', state: 'decided', flags: ['stop_never_ended'] });
  });
  const backwards = told('five', [start, ...stop('a', '2026-03-05', '2026-03-03'), decided('2026-03-09T10:00:00')]);
  it('that end before they begin take nothing and are flagged', () => {
    expect(backwards()).toMatchObject({ used: 5, verdict: 'on_time', due_on: '2026-03-09' });
    expect(backwards().flags).toEqual(['stop_ended_before_it_began']);
  });
  const endedSomeTime = told('five', [
    start,
    { type: 'special_started', special_kind: 'stop', at: '2026-03-05T09:00:00' },
    { type: 'special_finished', at: '2026-03-05' },
  ]);
  it('whose end is told by its day only may end on the day they begin', () => {
    expect(endedSomeTime()).toMatchObject({ due_on: '2026-03-09', state: 'accepted', flags: [] });
  });
  const afterDue = told('five', [start, ...stop('a', '2026-03-11', '2026-03-13'), decided('2026-03-16T10:00:00')]);
  it('after the due day do not count as used, and do not heal', () => {
    expect(afterDue()).toMatchObject({ used: 8, due_on: '2026-03-09', verdict: 'overdue' });
  });
  const unnamed = told('five', [
    start,
    { type: 'special_started', special_kind: 'stop', at: '2026-03-03T09:00:00' },
    { type: 'special_finished', at: '2026-03-04T09:00:00' },
    { type: 'special_started', special_kind: 'stop', at: '2026-03-06T09:00:00' },
    { type: 'special_finished', at: '2026-03-10T09:00:00' },
  ]);
  it('without an id pair in their order', () => {
    expect(unnamed()).toMatchObject({ due_on: '2026-03-12', state: 'accepted' });
  });
  const unnamedStop = (at: string) => ({ type: 'special_started', special_kind: 'stop', at: `${at}T09:00:00` });
  const end = (at: string, more: object = {}) => ({ type: 'special_finished', at: `${at}T16:00:00`, ...more });
  const kinds: [string, Told[], object][] = [
    [
      'take the end before an extension that is told none',
      [extension('2026-03-03T10:00:00', 1), unnamedStop('2026-03-04'), end('2026-03-06')],
      { due_on: '2026-03-12', state: 'accepted', flags: [] },
    ],
    [
      'leave an extension the end that came before they began',
      [extension('2026-03-03T10:00:00', 1), end('2026-03-03'), unnamedStop('2026-03-05'), end('2026-03-06')],
      { due_on: '2026-03-11', state: 'accepted', flags: [] },
    ],
    [
      'last on where only the extension has ended',
      [extension('2026-03-03T10:00:00', 1), end('2026-03-03'), unnamedStop('2026-03-05')],
      { due_on: null, state: 'stopped', flags: [] },
    ],
    [
      'take no end that names an extension',
      [
        unnamedStop('2026-03-04'),
        extension('2026-03-05T10:00:00', 1),
        end('2026-03-06', { special_kind: 'extension' }),
      ],
      { due_on: null, state: 'stopped', flags: [] },
    ],
    [
      'take the end that names a stop',
      [
        extension('2026-03-03T10:00:00', 1),
        unnamedStop('2026-03-04'),
        end('2026-03-05', { special_kind: 'extension' }),
        end('2026-03-06', { special_kind: 'stop' }),
      ],
      { due_on: '2026-03-12', state: 'accepted', flags: [] },
    ],
    [
      'that end before they begin are flagged, beside an extension, too',
      [end('2026-03-02'), unnamedStop('2026-03-04'), extension('2026-03-05T10:00:00', 1)],
      { due_on: '2026-03-10', state: 'accepted', flags: ['stop_ended_before_it_began'] },
    ],
  ];
  for (const [name, events, expected] of kinds) {
    const facts = told('five', [start, ...events]);
    it(`without an id ${name}`, () => expect(facts()).toMatchObject(expected));
  }
  const promisedAndStatutory = told('five', [start, ...stop('a', '2026-03-04', '2026-03-06')]);
  it('move the statutory due day, too', () => {
    expect(promisedAndStatutory()).toMatchObject({ due_on: '2026-03-11', statutory_due_on: '2026-04-01' });
  });
});

describe('extensions', () => {
  const cases: [string, Told[], object][] = [
    ['granted on the due day are in time', [extension('2026-03-09T17:00:00', 3)], { due_on: '2026-03-12', flags: [] }],
    [
      'granted while an earlier one runs add up',
      [extension('2026-03-05T10:00:00', 1), extension('2026-03-10T10:00:00', 1)],
      { due_on: '2026-03-11', promised_limit: 7, flags: [] },
    ],
    [
      'after a stop reach from the moved due day',
      [...stop('a', '2026-03-04', '2026-03-06'), extension('2026-03-10T10:00:00', 2)],
      { due_on: '2026-03-13', promised_limit: 7, flags: [] },
    ],
    [
      'that grant nothing change nothing',
      [{ type: 'special_started', special_kind: 'extension', at: '2026-03-04T10:00:00' }],
      { due_on: '2026-03-09', promised_limit: 5, flags: [] },
    ],
    [
      'leave the statutory limit where it is',
      [extension('2026-03-05T10:00:00', 3)],
      { statutory_due_on: '2026-03-30', statutory_limit: 20 },
    ],
  ];
  for (const [name, events, expected] of cases) {
    const facts = told('five', [start, ...events]);
    it(name, () => expect(facts()).toMatchObject(expected));
  }
});

describe('an extension over a weekend', () => {
  const friday = accepted('2026-03-06T09:00:00');
  const late = told('five', [friday, extension('2026-03-14T10:00:00', 3)]);
  const before = told('five', [accepted('2026-03-09T09:00:00'), extension('2026-03-15T10:00:00', 3)]);
  it('is late when granted on the days off after the due day, in time before a Monday', () => {
    expect(late()).toMatchObject({ due_on: '2026-03-13', promised_limit: 5, flags: ['late_extension'] });
    expect(before()).toMatchObject({ due_on: '2026-03-19', promised_limit: 8, flags: [] });
  });
});

describe('a limit of no days, accepted on a Saturday', () => {
  // Day 0 is the day it falls due, off or not; the first working day after it is Monday 2026-03-09.
  const saturday = accepted('2026-03-07T09:00:00');
  const inTime = told('none', [saturday, extension('2026-03-07T10:00:00', 1), decided('2026-03-09T10:00:00')]);
  const late = told('none', [saturday, extension('2026-03-08T10:00:00', 1), decided('2026-03-09T10:00:00')]);
  it('takes an extension that day, and none the day after', () => {
    expect(inTime()).toMatchObject({ due_on: '2026-03-09', promised_limit: 1, verdict: 'on_time', flags: [] });
    expect(late()).toMatchObject({
      due_on: '2026-03-07',
      promised_limit: 0,
      used: 1,
      verdict: 'overdue',
      flags: ['late_extension'],
    });
  });
});

describe('events that name what is not on file', () => {
  const facts = told('unheard-of', [
    accepted('2026-03-02T09:00:00', { window: 'w0', department: 'd0', staff: 's0', centre: 'c0' }),
    decided('2026-03-20T10:00:00'),
  ]);
  it('are kept, counted, never judged, and flagged', () => {
    expect(facts()).toMatchObject({
      event_count: 2,
      department: 'd0',
      is_completed: true,
      verdict: 'not_judged',
      due_on: null,
      working_days_used: 14,
    });
    expect([...facts().flags].sort()).toEqual([
      'centre_not_on_file',
      'department_not_on_file',
      'item_not_on_file',
      'staff_not_on_file',
      'window_not_on_file',
    ]);
  });
  const nameless = told(undefined, [start]);
  it('no item at all is flagged, too', () => {
    expect(nameless()).toMatchObject({ verdict: 'not_judged', limit_source: 'none', flags: ['item_missing'] });
  });
});
