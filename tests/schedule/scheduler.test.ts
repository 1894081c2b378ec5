/** Reports make themselves: once for each occasion whatever dies or starts again, retried, listed, and people are told. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openNotifier,
  openScheduler,
  openShelf,
  type Reports,
  refusalsOf,
  type Schedule,
  type Schedules,
  saveReceiver,
  saveSchedule,
  scheduledReports,
} from '@mingcha/analytics';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { filesOfZip, wordsOf } from '../api/opened-files.ts';
import { openSmallCity, type SmallCity } from '../api/small-city.ts';

const MONDAY = '2026-03-09T00:31:00.000Z';
let city: SmallCity;
let folder: string;
let now: Date;
let code = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-reports-'));
  now = new Date(MONDAY);
  city = await openSmallCity({ shelf: openShelf(folder), clock: () => now });
  const robot = {
    level: 'everywhere',
    code: '',
    role: 'leader',
    grades: [],
    channel: 'wecom',
    secret_env: '',
  } as const;
  await saveReceiver(
    city.engine.store,
    {
      ...robot,
      receiver: 'leaders',
      name: '领导群',
      address: 'http://127.0.0.1:9/',
      is_secret_in_address: false,
      language: 'zh',
      is_active: true,
    },
    { set_by: 't', set_at: now, reason: 't' },
  );
});
afterAll(async () => {
  await city?.close();
  await rm(folder, { recursive: true, force: true });
});

const faults: unknown[] = [];
/** A schedule of its own for each test, due from the week of 9 March on; the others rest. */
let schedule: string;
beforeEach(async () => {
  now = new Date(MONDAY);
  faults.length = 0;
  if (code > 0) await keep({ is_active: false });
  code += 1;
  schedule = `weekly-${code}`;
  await keep({});
});
async function keep(more: object) {
  const about = {
    name: '周排名',
    when: 'first_working_day_of_week',
    at: '08:30',
    calendar: 'default',
    report: 'ranking',
  };
  const rest = {
    parameters: {},
    period: 'week',
    which: 'ended',
    format: 'csv',
    language: 'zh',
    receivers: ['leaders'],
  } as const;
  const set_at = new Date('2026-03-08T00:00:00Z');
  await saveSchedule(
    city.engine.store,
    { schedule, ...about, ...rest, is_active: true, ...more },
    { set_by: 't', set_at: new Date(set_at.getTime() + Object.keys(more).length), reason: 't' },
  );
}

const tell = async () => undefined;
const ask = async () => Buffer.from('a,b\n');
const open = (more: Partial<Parameters<typeof openScheduler>[0]> = {}) =>
  openScheduler({
    ...{ store: city.engine.store, shelf: openShelf(folder), ask, announce: tell, clock: () => now },
    onFault: (error) => faults.push(error),
    ...more,
  });
const count = async (action: string) => {
  const [row] = await city.engine.store.query<{ n: number }>(
    'select toUInt32(count()) as n from report_runs where schedule = {schedule:String} and action = {action:String}',
    { schedule, action },
  );
  return row!.n;
};
async function listed() {
  const answer = await city.server.inject({ url: `/api/v1/reports?schedule=${schedule}` });
  expect(answer.statusCode, answer.body).toBe(200);
  return (answer.json() as Reports).rows;
}

describe('a scheduled report', () => {
  it('is made once, of the week that ended, lies there to be fetched, and its receivers are told once', async () => {
    const { store } = city.engine;
    const notifier = await openNotifier({
      store,
      onFault: (error) => faults.push(error),
      clock: () => now,
      schedule: () => ({ cancel: () => undefined }),
    });
    const scheduler = scheduledReports({
      store,
      server: city.server,
      shelf: openShelf(folder),
      notifier,
      clock: () => now,
      onFault: (error) => faults.push(error),
    });
    expect(await scheduler.run()).toBe(1);
    expect(await scheduler.run()).toBe(0);
    expect(faults).toEqual([]);
    const [report] = await listed();
    expect(report).toMatchObject({
      name: '周排名',
      occasion: '2026-W11',
      period: '2026-W10',
      state: 'announced',
      format: 'csv',
      fault: '',
    });
    const file = await city.server.inject({ url: `/api/v1/reports/${report!.run_id}/file` });
    expect(file.headers['content-disposition']).toContain(encodeURIComponent('周排名-2026-W10.csv'));
    expect(file.body).toContain('规划局');
    expect(file.rawPayload.byteLength).toBe(report!.bytes);
    const told = await store.query<{ receiver: string; detail: string }>(
      "select receiver, detail from deliveries where action = 'queued'",
    );
    expect(told.map(({ receiver, detail }) => [receiver, JSON.parse(detail).report.run_id])).toEqual([
      ['leaders', report!.run_id],
    ]);
    await notifier.close();
  });

  it('is a notice too: the draft of the month that ended, as Word', async () => {
    const about = { when: 'first_working_day_of_month', period: 'month', report: 'notice', format: 'docx' };
    await keep({ ...about, name: '月通报', parameters: { county: '430100' } });
    now = new Date('2026-04-01T00:31:00.000Z');
    const options = { store: city.engine.store, server: city.server, shelf: openShelf(folder), clock: () => now };
    const notifier = { tellOfReport: async () => [] as never };
    const onFault = (error: unknown) => faults.push(error);
    await scheduledReports({ ...options, notifier, onFault }).run();
    expect(faults).toEqual([]);
    const [made] = await listed();
    expect(made).toMatchObject({ name: '月通报', period: '2026-03', format: 'docx', state: 'announced' });
    const file = await city.server.inject({ url: `/api/v1/reports/${made!.run_id}/file` });
    expect(wordsOf(filesOfZip(file.rawPayload).get('word/document.xml')!)).toContain('关于2026年3月东县');
  });

  it('missed while nothing ran is made up for, each week once and in order, however often a server starts', async () => {
    now = new Date('2026-03-24T01:00:00Z');
    const asked: string[] = [];
    const remember = async (address: string) => {
      asked.push(new URLSearchParams(address.split('?')[1]).get('period')!);
      return Buffer.from('x');
    };
    expect(await open({ ask: remember }).run()).toBe(3);
    expect(asked).toEqual(['2026-W10', '2026-W11', '2026-W12']);
    expect(await open({ ask: remember }).run()).toBe(0);
    expect(await count('announced')).toBe(3);
  });

  it('is made once by two servers at once', async () => {
    const started = performance.now();
    const clock = () => new Date(Date.parse(MONDAY) + performance.now() - started);
    const store = Object.create(city.engine.store, { kind: { value: 'server' } });
    const ended = await Promise.all([open({ store, clock }).run(), open({ store, clock }).run()]);
    expect(ended.sort()).toEqual([0, 1]);
    expect([await count('made'), await count('announced')]).toEqual([1, 1]);
  });

  it('killed between made and announced is announced after the next start, and not made again', async () => {
    let reached = () => {};
    const atAnnouncing = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const never = () => {
      reached();
      return new Promise<void>(() => undefined);
    };
    void open({ announce: never }).run();
    await atAnnouncing;
    expect((await listed())[0]).toMatchObject({ state: 'made', announced_at: null });
    const told: string[] = [];
    const announce = async ({ period }: { period: string }) => void told.push(period);
    expect(await open({ announce, ask: async () => expect.fail('made again') }).run()).toBe(1);
    expect(told).toEqual(['2026-W10']);
    expect((await listed())[0]).toMatchObject({ state: 'announced' });
  });

  it('that fails says why, is tried again later and later, and is given up after a week', async () => {
    const fail = async () => {
      throw new Error('/ranking answered 500: The store is busy.');
    };
    const scheduler = open({ ask: fail });
    expect(await scheduler.run()).toBe(0);
    expect((await listed())[0]).toMatchObject({
      state: 'due',
      tries: 1,
      fault: '/ranking answered 500: The store is busy.',
    });
    await scheduler.run();
    expect(await count('failed')).toBe(1);
    now = new Date(now.getTime() + 60_000);
    await scheduler.run();
    expect(await count('failed')).toBe(2);
    expect(faults).toHaveLength(2);
    now = new Date('2026-03-16T00:29:00Z');
    expect(await open().run()).toBe(1);
    expect((await listed())[0]).toMatchObject({ state: 'announced', tries: 2, fault: '' });
    now = new Date('2026-03-16T00:31:00Z');
    await scheduler.run();
    now = new Date('2026-03-23T00:30:30Z');
    await scheduler.run();
    expect((await listed()).find(({ occasion }) => occasion === '2026-W12')).toMatchObject({ state: 'given_up' });
  });

  it('begins with the first occasion after it was set, and again when its times change', async () => {
    now = new Date('2026-03-09T00:29:00Z');
    expect(await open().run()).toBe(0);
    await keep({ when: 'last_working_day_of_week', which: 'running' });
    now = new Date('2026-03-13T00:31:00Z');
    expect(await open().run()).toBe(1);
    expect((await listed())[0]).toMatchObject({ occasion: '2026-W11', period: '2026-W11' });
  });
});

describe('before it is kept', () => {
  const monthly: Schedule = {
    ...{ schedule: 'one', name: '一', when: 'first_working_day_of_month', at: '08:30', calendar: 'default' },
    ...{ report: 'ranking', parameters: {}, period: 'month', which: 'ended', format: 'docx', language: 'zh' },
    ...{ receivers: [], is_active: true },
  };
  const fine: Partial<Schedule>[] = [
    { parameters: { board: 'windows' } },
    { report: 'notice' },
    { report: 'notice', parameters: { county: '430100', template: 'monthly' } },
    { report: 'monthly-review', parameters: { department: 'plan' } },
    { report: 'rectifications', format: 'xlsx' },
  ];
  const refused: [Partial<Schedule>, RegExp][] = [
    [{ parameters: { boards: 'windows' } }, /^one: .*"boards"/],
    [{ parameters: { board: 'moon' } }, /^one: .*"board".*departments/],
    [{ report: 'notice', parameters: { departement: 'plan' } }, /^one: .*"departement"/],
    [{ report: 'monthly-review', parameters: { template: 'monthly' } }, /^one: .*"template"/],
    [{ report: 'notice', period: 'day' }, /^one: No notice template is for a day\..* MINGCHA_NOTICES says\.$/],
    [{ report: 'notice', period: 'ten_days' }, /^one: No notice template is for a ten_days\./],
    [{ report: 'notice', parameters: { template: 'weekly' } }, /^one: The notice template “weekly” is for week,/],
    [{ report: 'notice', parameters: { template: 'mine' } }, /^one: There is no notice template “mine”/],
  ];

  it('is refused where it would be each time it is due, and nothing is read for that', async () => {
    const fail = async () => expect.fail('something was read');
    const options = { ...city.engine, store: { ...city.engine.store, query: fail, lines: fail, stream: fail } };
    expect(
      await refusalsOf(
        fine.map((each) => ({ ...monthly, ...each })),
        options,
      ),
    ).toEqual([]);
    const said = await refusalsOf(
      refused.map(([each]) => ({ ...monthly, ...each })),
      options,
    );
    expect(said).toEqual(refused.map(([, pattern]) => expect.stringMatching(pattern)));
  });
});

describe('what there is', () => {
  it('lists schedules with what comes next', async () => {
    const answer = await city.server.inject({ url: '/api/v1/schedules' });
    const row = (answer.json() as Schedules).rows.find((each) => each.schedule === schedule);
    expect(row).toMatchObject({ next_at: '2026-03-16T00:30:00.000Z', next_period: '2026-W11', receivers: ['leaders'] });
  });

  it.each(['0'.repeat(32)])('answers 404 for a report nobody made', async (run) => {
    const answer = await city.server.inject({ url: `/api/v1/reports/${run}/file` });
    expect(answer.statusCode).toBe(404);
    expect(answer.json().detail).toContain('GET /api/v1/reports');
  });
});
