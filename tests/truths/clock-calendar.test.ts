/** Days that count and days that do not: leap days, year ends, a centre's own days, the end of the known calendar. */
import { describe, expect, it } from 'vitest';
import { accepted, decided, openExamples } from './case-examples.ts';
import { hasShared, truth } from './mapped-files.ts';

const LIMITS = [1, 3, 5, 7, 10, 15, 20, 30, 60_000];

const examples = openExamples(`
regions:
  - { region: city, name: City, level: city, valid_from: 2010-01-01 }
calendars:
  - { calendar: own, zone: Asia/Shanghai, counting: whole_days, standard_day_hours: 8, hours: 09:00-17:00, valid_from: 2010-01-01 }
calendar_days:
  - { calendar: own, day: 2026-03-03, is_working: false, name: Moving house }
  - { calendar: own, day: 2026-03-04, is_working: false, name: Moving house }
  - { calendar: own, day: 2026-03-07, is_working: true, name: Open Saturday }
  - { calendar: own, day: 2026-02-16, is_working: true, name: Open on a holiday }
centres:
  - { centre: hall, name: Hall, region: city, calendar: own, valid_from: 2010-01-01 }
  - { centre: annex, name: Annex, region: city, calendar: default, valid_from: 2010-01-01 }
departments:
  - { department: plan, name: Planning, centre: hall, valid_from: 2010-01-01 }
windows:
  - { window: w1, name: Window 1, department: plan, centre: hall, valid_from: 2010-01-01 }
items:
${LIMITS.map((limit) => `  - { item: days-${limit}, name: ${limit} days, department: plan, case_kind: commitment, promised_limit: ${limit}, promised_unit: working_days, valid_from: 2000-01-01 }`).join('\n')}
  - { item: natural, name: Ten days of the calendar, case_kind: commitment, promised_limit: 10, promised_unit: calendar_days, valid_from: 2000-01-01 }
`);
const { told } = examples;

describe('29 February', () => {
  const due = told('days-1', [accepted('2024-02-28T10:00:00'), decided('2024-02-29T23:59:59')]);
  const late = told('days-1', [accepted('2024-02-28T10:00:00'), decided('2024-03-01T00:00:00')]);
  const from = told('days-5', [accepted('2024-02-29T10:00:00')]);
  const over = told('natural', [accepted('2024-02-20T10:00:00')]);
  it('counts as the day it is', () => {
    expect(due()).toMatchObject({ due_on: '2024-02-29', due_at: '2024-02-29T16:00:00.000Z', verdict: 'on_time' });
    expect(late()).toMatchObject({ used: 2, verdict: 'overdue' });
    expect(from()).toMatchObject({ due_on: '2024-03-07' });
    expect(over()).toMatchObject({ due_on: '2024-03-01' });
  });
});

describe('the end of a year', () => {
  // 1 to 3 January off, Sunday 4 January made up for.
  const start = accepted('2025-12-30T10:00:00');
  const open = told('days-5', [start]);
  const before = told('days-5', [start, decided('2025-12-31T23:59:59')]);
  const after = told('days-5', [start, decided('2026-01-01T00:00:00')]);
  it('is no border for a clock', () => {
    expect(open()).toMatchObject({ due_on: '2026-01-07' });
    expect(before()).toMatchObject({ decided_on: '2025-12-31', used: 1 });
    expect(after()).toMatchObject({ decided_on: '2026-01-01', used: 1 });
  });
});

describe('ISO week 53', () => {
  const place = { department: 'plan', window: 'w1', centre: 'annex' };
  const week53 = ['2020-12-28T00:00:00', '2020-12-31T10:00:00', '2021-01-01T10:00:00', '2021-01-03T23:59:59'];
  for (const at of [...week53, '2020-12-27T23:59:59', '2021-01-04T00:00:00', '2021-01-04T09:00:00']) {
    told('days-10', [accepted('2020-12-25T10:00:00', place), decided(at)]);
  }
  const ranking = (week_start: string) =>
    examples.store.query(
      `select period as week, toUInt32(completed) as completed, toUInt32(early) as early
      from weekly_ranking(
          week_start = {week_start:Date}, board = 'departments', as_of = {as_of:DateTime64(3, 'UTC')},
          county = '', centre = '', department = '', window = '', staff = '', item = ''
      )
      where unit = 'plan'`,
      { week_start, as_of: new Date('2021-02-01T00:00:00Z') },
    );
  it('of 2020 takes the first three days of 2021, and the week after is the first', async () => {
    expect(await ranking('2020-12-28')).toEqual([{ week: '2020-W53', completed: 4, early: 4 }]);
    expect(await ranking('2021-01-04')).toEqual([{ week: '2021-W01', completed: 2, early: 2 }]);
    expect(await ranking('2020-12-21')).toEqual([{ week: '2020-W52', completed: 1, early: 1 }]);
  });
});

describe('the end of the known calendar', () => {
  const within = told('days-5', [accepted('2026-12-24T10:00:00')]);
  const beyond = told('days-5', [accepted('2026-12-28T10:00:00')]);
  it('makes a due day beyond it provisional', () => {
    expect(within()).toMatchObject({ due_on: '2026-12-31', is_due_provisional: false, flags: [] });
    expect(beyond()).toMatchObject({ due_on: '2027-01-04', is_due_provisional: true, flags: ['due_provisional'] });
  });
});

describe('a due moment farther away than any calendar', () => {
  const at = '2026-03-02T10:00:00';
  const end = decided('2026-03-05T10:00:00');
  const none = { limit_source: 'item', due_on: '2026-03-09', used: 3, verdict: 'early' };
  const byDay = told('days-5', [accepted(at, { due_at: '2050-01-03' }), end]);
  const byMoment = told('days-5', [accepted(at, { due_at: '2199-12-31T23:59:59', due_by: 'moment' }), end]);
  it('sent by the source means none was promised', () => {
    expect(byDay()).toMatchObject(none);
    expect(byMoment()).toMatchObject(none);
  });
  const endless = told('days-60000', [accepted(at)]);
  const soon = told('days-60000', [accepted(at), end]);
  it('by the limit leaves no due day, and nothing late', () => {
    expect(endless()).toMatchObject({ due_on: null, due_at: null, promised_limit: 60000, verdict: 'not_judged' });
    expect(soon()).toMatchObject({ due_on: null, used: 3, verdict: 'early' });
  });
});

describe('a centre’s own days', () => {
  const elsewhere = told('days-5', [accepted('2026-03-02T10:00:00', { centre: 'annex' })]);
  const closed = told('days-5', [accepted('2026-03-02T10:00:00', { centre: 'hall' })]);
  const byWindow = told('days-5', [accepted('2026-03-02T10:00:00', { window: 'w1' }), decided('2026-03-07T10:00:00')]);
  const holiday = told('days-1', [accepted('2026-02-14T10:00:00', { centre: 'hall' })]);
  it('closed do not count, open ones do', () => {
    expect(elsewhere()).toMatchObject({ due_on: '2026-03-09' });
    expect(closed()).toMatchObject({ due_on: '2026-03-10', calendar: 'own' });
    expect(holiday()).toMatchObject({ due_on: '2026-02-16' });
  });
  it('are those of the window the case was accepted at', () => {
    expect(byWindow()).toMatchObject({ calendar: 'own', due_on: '2026-03-10', used: 3, verdict: 'early' });
  });
});

interface Deadline {
  received: string;
  working_days: number;
  due_by_holiday_cn: string;
}
const CALENDAR = 'cn_holidays/calendar_2007_2026.csv';
const isShared = hasShared(CALENDAR);
const deadlines = isShared ? truth<{ deadline_cases: Deadline[] }>('cn_holidays').deadline_cases : [];
const facts = deadlines.map(({ received, working_days, due_by_holiday_cn: due }) => {
  const start = accepted(`${received}T10:00:00`);
  return {
    told: `${received} + ${working_days}: ${due}`,
    due,
    working_days,
    open: told(`days-${working_days}`, [start]),
    decided: told(`days-${working_days}`, [start, decided(`${due}T12:00:00`)]),
  };
});
it.skipIf(!isShared)(
  'all 168 published deadlines around long holidays (skipped where the shared data are absent)',
  () => {
    expect(facts.length).toBe(168);
    expect(facts.filter(({ open, due }) => open().due_on !== due).map((each) => each.told)).toEqual([]);
    const used = facts.filter(({ decided, working_days }) => decided().used !== working_days);
    expect(used.map((each) => each.told)).toEqual([]);
    expect(facts.every((each) => each.decided().verdict === 'on_time')).toBe(true);
  },
);
