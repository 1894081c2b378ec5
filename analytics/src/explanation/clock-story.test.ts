import { describe, expect, it } from 'vitest';
import type { CaseDetail, ClockDay } from '../contract/index.ts';
import { promisedStory, type StoryFacts, statutoryStory } from './clock-story.ts';
import { inAll } from './sentences.ts';

const cell = (day: string, role: ClockDay['role'], more: Partial<ClockDay> = {}): ClockDay => ({
  day,
  role,
  ordinal: null,
  is_makeup_workday: false,
  is_due: false,
  is_statutory_due: false,
  is_decided: false,
  is_today: false,
  name: '',
  ...more,
});

/** Accepted Monday 2 March, five working days, stopped 4–6 March: the worked example, seen on 10 March. */
const example = (change: Partial<CaseDetail['case']> = {}): StoryFacts =>
  ({
    zone: 'Asia/Shanghai',
    refused_after: null,
    as_of: '2026-03-10T02:00:00.000Z',
    case: {
      state: 'accepted',
      zone: 'Asia/Shanghai',
      verdict: '',
      accepted_at: '2026-03-02T02:00:00.000Z',
      flags: [],
      clock_from_on: '2026-03-02',
      limit_source: 'item',
      limit_unit: 'working_days',
      promised_limit: 5,
      used: 4,
      remaining: 1,
      due_on: '2026-03-11',
      decided_at: null,
      stopped_since: null,
      statutory_limit: 20,
      statutory_unit: 'working_days',
      statutory_due_on: '2026-04-01',
      ...change,
    },
    days: [
      cell('2026-03-02', 'start', { ordinal: 0 }),
      cell('2026-03-03', 'counted', { ordinal: 1 }),
      cell('2026-03-04', 'counted', { ordinal: 2 }),
      cell('2026-03-05', 'stopped', { name: '专家评审' }),
      cell('2026-03-06', 'stopped', { name: '专家评审' }),
      cell('2026-03-07', 'weekend'),
      cell('2026-03-08', 'weekend'),
      cell('2026-03-09', 'counted', { ordinal: 3 }),
      cell('2026-03-10', 'counted', { ordinal: 4, is_today: true }),
      cell('2026-03-11', 'ahead', { ordinal: 5, is_due: true }),
    ],
    stops: [{ from_at: '2026-03-04T02:00:00.000Z', to_at: '2026-03-06T08:00:00.000Z', reason: '专家评审' }],
    extensions: [],
    stages: [],
    events: [],
  }) as unknown as StoryFacts;

const keys = (detail: StoryFacts) => promisedStory(detail).map((clause) => clause.key);

describe('the clock in words', () => {
  it('goes from acceptance over what did not count to the due day and today', () => {
    expect(keys(example())).toEqual(['start', 'limit', 'off', 'stopped', 'due', 'today']);
  });

  it('names of the days that do not count only the kinds there are', () => {
    const off = (...more: ClockDay[]) => {
      const detail = example();
      detail.days.push(...more);
      const told = promisedStory(detail).filter(({ key }) => key.startsWith('off'));
      return inAll('Asia/Shanghai', ({ tell }) => tell(told, detail.case));
    };
    const holiday = cell('2026-03-10', 'holiday', { name: '植树节' });
    const closure = cell('2026-03-11', 'closure');
    expect(off()).toEqual({ zh: '其间周末2天不计。', en: '2 weekend days do not count.' });
    expect(off(holiday)).toEqual({
      zh: '其间周末和节假日3天不计（植树节）。',
      en: '3 weekend and holiday days do not count (植树节).',
    });
    expect(off(closure, holiday)).toEqual({
      zh: '其间周末、节假日和闭馆4天不计（植树节）。',
      en: '4 weekend, holiday and closure days do not count (植树节).',
    });
  });

  it('says holidays and procedures of the State in either language, and other names as they were sent', () => {
    const of = (holiday: string, reason: string) => {
      const detail = example();
      detail.days.push(cell('2026-03-10', 'holiday', { name: holiday }));
      detail.stops[0]!.reason = reason;
      return inAll('Asia/Shanghai', ({ tell }) => tell(promisedStory(detail), detail.case));
    };
    const known = of('国庆节、中秋节', '专家评审');
    expect(known.zh).toContain('（国庆节、中秋节）');
    expect(known.zh).toContain('停钟（专家评审）');
    expect(known.en).toContain('(National Day, Mid-Autumn Festival)');
    expect(known.en).toContain('(expert review)');
    expect(of('馆庆', '等上级答复').en).toMatch(/\(馆庆\).*\(等上级答复\)/);
  });

  it('takes out only the working days after the day a stop starts', () => {
    const stop = promisedStory(example()).find((clause) => clause.key === 'stopped')!;
    expect(stop.params).toMatchObject({ from: { day: '2026-03-04' }, to: { day: '2026-03-06' }, n: { n: 2 } });
  });

  it('says which day it is and what is left', () => {
    expect(promisedStory(example()).at(-1)!.params).toEqual({ n: { n: 4 }, left: { left: 1 } });
  });

  it('gives no due day while the clock is stopped, only what is left on resuming', () => {
    const stopped = example({ state: 'stopped', stopped_since: '2026-03-04', due_on: null, remaining: 3 });
    stopped.stops = [{ from_at: '2026-03-04T02:00:00.000Z', to_at: null, reason: '' }];
    expect(keys(stopped).slice(-2)).toEqual(['stopped_open', 'stopped_left']);
    expect(keys(stopped)).not.toContain('due');
  });

  it('tells a late extension from one granted in time', () => {
    const extended = example();
    const late = { granted_at: '2026-03-12T02:00:00.000Z', granted: 3, unit: 'working_days' as const };
    extended.extensions = [{ ...late, in_time: false, added: 0 }];
    expect(keys(extended)).toContain('extension_late');
  });

  it('tells an extension in another unit than the limit in its own, and never as late', () => {
    const extended = example();
    const granted = { granted_at: '2026-03-03T02:00:00.000Z', granted: 10, in_time: true };
    extended.extensions = [
      { ...granted, unit: 'calendar_days', added: 8 },
      { ...granted, unit: 'working_hours', added: 0 },
    ];
    const told = promisedStory(extended);
    expect(told.find(({ key }) => key === 'extension_converted')!.params).toMatchObject({
      amount: { amount: 10, unit: 'calendar_days' },
      added: { amount: 8, unit: 'working_days' },
    });
    expect(told.find(({ key }) => key === 'extension_uncounted')!.params).toMatchObject({
      amount: { amount: 10, unit: 'working_hours' },
    });
  });

  it('tells a promise to the hour in hours, and its extension in days', () => {
    const due_at = '2026-03-10T05:30:00.000Z';
    const timed = example({ limit_source: 'event', limit_unit: 'hours', due_at, used: 20.5, remaining: 3.5 });
    timed.extensions = [
      { granted_at: '2026-03-03T02:00:00.000Z', granted: 2, unit: 'calendar_days', in_time: true, added: 48 },
    ];
    const told = promisedStory(timed);
    expect(told.find(({ key }) => key === 'extension')!.params).toMatchObject({
      amount: { amount: 2, unit: 'calendar_days' },
    });
    expect(told.filter(({ params }) => 'due' in params).map(({ key, params }) => [key, params['due']])).toEqual([
      ['from_event', { moment: due_at }],
      ['due', { moment: due_at }],
    ]);
    expect(told.at(-1)).toMatchObject({ key: 'today_hours', params: { used: { amount: 20.5, unit: 'hours' } } });
    expect(keys({ ...timed, as_of: due_at })).toContain('due_passed');
  });

  it('ends a decided case with its verdict and by how much', () => {
    const decided = example({
      state: 'decided',
      decided_at: '2026-03-10T03:00:00.000Z',
      verdict: 'early',
      remaining: null,
    });
    expect(promisedStory(decided).at(-1)).toMatchObject({
      key: 'decided',
      params: { verdict: { words: 'decided_early' }, spare: { amount: 1 } },
    });
  });

  it('never judges a case without a limit, and starts no clock before acceptance', () => {
    expect(keys(example({ limit_source: 'none', promised_limit: null }))).toEqual(['start', 'no_limit']);
    expect(keys(example({ clock_from_on: null }))).toEqual(['not_started']);
  });

  it('says the same day where nothing but that day was promised', () => {
    expect(keys(example({ promised_limit: 0 }))[1]).toBe('limit_same_day');
  });

  it('keeps day 0 on a non-working day of acceptance, and says so', () => {
    const detail = example({ clock_from_on: '2026-02-21' });
    detail.days = [cell('2026-02-21', 'start', { ordinal: 0, name: '春节' })];
    expect(keys(detail)[0]).toBe('start_off');
  });

  it('says from where the clock runs when nobody accepted the case, or nobody answered it in time', () => {
    expect(keys(example({ accepted_at: null }))[0]).toBe('start_received');
    expect(keys(example({ flags: ['deemed_accepted'] }))[0]).toBe('start_deemed');
  });

  it('tells the statutory clock apart', () => {
    expect(statutoryStory(example(), null).key).toBe('statutory_due');
    expect(statutoryStory(example({ statutory_due_on: '2026-03-05' }), null).key).toBe('statutory_over');
    expect(statutoryStory(example({ statutory_limit: null }), null).key).toBe('statutory_none');
  });

  it('tells the statutory limit in its own unit, not in that of the promise', () => {
    const { params } = statutoryStory(example({ statutory_limit: 30, statutory_unit: 'calendar_days' }), null);
    expect(params).toMatchObject({ limit: { amount: 30, unit: 'calendar_days' } });
  });
});
