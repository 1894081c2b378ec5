/** What `generate` promises: the same city from the same seed, the published figures, a ledger that adds up. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CaseEvent, NORMAL_OUTCOMES, REQUIRED_BY_TYPE } from '../event.ts';
import { buildCity } from './build-city.ts';
import { directoryFiles } from './directory-files.ts';
import { type CityStream, cityStream, GenerateError, generate } from './generator.ts';
import type { Level, Measure } from './ledger.ts';
import { cityFigures } from './ledger-file.ts';
import { fullWeeks, score, weeklyTable, weekName } from './ledger-tables.ts';
import { dayOf } from './working-days.ts';

const period = { from: '2025-12-01', to: '2026-03-01' };
const lines = (stream: CityStream) => {
  const all: string[] = [];
  for (const piece of stream.pieces) all.push(...piece.toString().trimEnd().split('\n'));
  return all;
};
const digest = (seed: number, cases: number) =>
  createHash('sha256')
    .update(lines(cityStream({ cases, seed, ...period })).join('\n'))
    .digest('hex');

test('the same seed gives the same bytes, another seed others', () => {
  expect(digest(7, 400)).toBe(digest(7, 400));
  expect(digest(8, 400)).not.toBe(digest(7, 400));
});

describe('the directory', () => {
  const city = buildCity({ seed: 7, changesOn: '2026-01-15' });
  const files = directoryFiles(city);
  const rows = (name: string) =>
    files[`${name}.csv`]!.trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));

  test('the hall has 48 units, 203 window staff, 177 permits and 23 public services', () => {
    const hall = city.centres[0]!;
    expect(hall.departments).toHaveLength(48);
    expect(hall.departments.flatMap((d) => d.windows.flatMap((w) => w.staff))).toHaveLength(203);
    expect(hall.items.filter((item) => item.type === '行政许可')).toHaveLength(177);
    expect(hall.items.filter((item) => item.type === '公共服务')).toHaveLength(23);
  });

  test('every code is given once and every reference is on file', () => {
    const codes = (name: string) => rows(name).map((row) => row[0]!);
    for (const name of ['regions', 'centres', 'departments', 'windows', 'staff']) {
      expect(new Set(codes(name)).size, name).toBe(codes(name).length);
    }
    const known = (name: string, values: (string | undefined)[]) => {
      const on = new Set(codes(name));
      expect(values.filter((value) => value !== '' && !on.has(value!))).toEqual([]);
    };
    known(
      'regions',
      rows('regions').map((row) => row[2]),
    );
    known(
      'regions',
      rows('centres').map((row) => row[2]),
    );
    known(
      'calendars',
      rows('centres').map((row) => row[3]),
    );
    known(
      'centres',
      rows('departments').map((row) => row[2]),
    );
    known(
      'departments',
      rows('windows').map((row) => row[2]),
    );
    known(
      'windows',
      rows('staff').map((row) => row[2]),
    );
    known(
      'departments',
      rows('items').map((row) => row[3]),
    );
    known(
      'items',
      rows('item_stages').map((row) => row[0]),
    );
  });

  test('every unit has exactly one chief representative, and every window somebody', () => {
    for (const { departments } of city.centres) {
      for (const { windows } of departments) {
        expect(windows.flatMap((w) => w.staff).filter((person) => person.isChief)).toHaveLength(1);
        expect(windows.every((window) => window.staff.length > 0)).toBe(true);
      }
    }
  });
});

describe('20,000 cases', () => {
  let stream: CityStream;
  let events: CaseEvent[];
  beforeAll(() => {
    stream = cityStream({ cases: 20_000, seed: 20, ...period });
    events = lines(stream).map((line) => JSON.parse(line) as CaseEvent);
  });
  const ratio = ([part, whole]: number[]) => part! / whole!;

  test('the published figures are met', () => {
    // A whole year: in a shorter one the slow cases of the last weeks, still open, weigh too much.
    const year = cityStream({ cases: 20_000, seed: 20 });
    for (const _ of year.pieces);
    const figures = cityFigures(year.ledger);
    expect(Math.abs(ratio(figures.early_rate) - 0.606)).toBeLessThan(0.015);
    expect(Math.abs(ratio(figures.speed_up) - 0.438)).toBeLessThan(0.025);
    expect(ratio(figures.instant_share)).toBeGreaterThan(0.722);
    expect(ratio(figures.instant_share)).toBeLessThan(0.825);
    expect(ratio(figures.within_limit)).toBeGreaterThan(0.995);
    expect(figures.overdue).toBeGreaterThan(5);
  });

  test('open cases of every grade are left at the end', () => {
    const grades = new Set(stream.ledger.open.map(({ grade }) => grade));
    expect([...grades].sort()).toEqual(['fine', 'no_limit', 'notice', 'red', 'stopped', 'yellow']);
    const open = stream.ledger.total('opened') - stream.ledger.total('closed');
    expect(open / 20_000).toBeGreaterThan(0.005);
    expect(open / 20_000).toBeLessThan(0.05);
  });

  test('there are at least six events a case, duplicates and corrections among them', () => {
    expect(events.length / 20_000).toBeGreaterThanOrEqual(6);
    const keys = events.map((event) => `${event.event_id}/${event.revision ?? 0}`);
    const repeated = (keys.length - new Set(keys).size) / keys.length;
    expect(repeated).toBeGreaterThan(0.005);
    expect(repeated).toBeLessThan(0.02);
    expect(events.filter((event) => event.revision === 2 && !event.retracted).length).toBeGreaterThan(50);
    expect(events.filter((event) => event.retracted).length).toBeGreaterThan(50);
  });

  test('every line keeps the event contract', () => {
    const check = Compile(CaseEvent);
    expect(events.filter((event) => !check.Check(event))).toEqual([]);
    const lacking = events.filter((event) =>
      (REQUIRED_BY_TYPE[event.type] ?? []).some((field) => event[field] === undefined),
    );
    expect(lacking).toEqual([]);
  });

  test('nothing is told that happens after the moment of the report', () => {
    const asOf = Date.parse(stream.asOf);
    expect(events.filter((event) => Date.parse(event.occurred_at) > asOf)).toEqual([]);
    expect(events.filter((event) => event.recorded_at && Date.parse(event.recorded_at) > asOf)).toEqual([]);
  });

  test('what the newest revisions say is what the ledger counts', () => {
    const newest = new Map<string, CaseEvent>();
    for (const event of events) {
      const known = newest.get(event.event_id);
      if (!known || (event.revision ?? 0) > (known.revision ?? 0)) newest.set(event.event_id, event);
    }
    const cases = new Map<string, CaseEvent[]>();
    for (const event of newest.values()) {
      if (!event.retracted) cases.set(event.case_id, [...(cases.get(event.case_id) ?? []), event]);
    }
    expect(cases.size).toBe(20_000);
    const days = new Map<string, number>();
    const count = (measure: Measure, at: string) => {
      const key = `${measure} ${at.slice(0, 10)}`;
      days.set(key, (days.get(key) ?? 0) + 1);
    };
    for (const told of cases.values()) {
      const of = (type: string) =>
        told.filter((event) => event.type === type).sort((a, b) => (a.occurred_at < b.occurred_at ? -1 : 1));
      const accepted = of('accepted');
      const decided = of('decided');
      // Decided between two acceptances, the case was reopened; decided before the first, its times are mixed up.
      const before = decided
        .filter(
          (d) =>
            d.occurred_at >= (accepted[0]?.occurred_at ?? '9') && accepted.some((a) => a.occurred_at > d.occurred_at),
        )
        .at(-1);
      const current = before ? accepted.find((a) => a.occurred_at > before.occurred_at) : accepted[0];
      const decision = decided.filter((d) => !before || d.occurred_at > before.occurred_at).at(-1);
      count('received', (of('applied')[0] ?? accepted[0]!).occurred_at);
      if (current) count('accepted', current.occurred_at);
      if (decision) count('decided', decision.occurred_at);
      if (decision && (NORMAL_OUTCOMES as readonly string[]).includes(decision.outcome!))
        count('completed', decision.occurred_at);
      for (const type of ['refused', 'withdrawn', 'delivered', 'rated'] as const) {
        const last = of(type).at(-1);
        if (last) count(type, last.occurred_at);
      }
    }
    const { ledger } = stream;
    for (const measure of [
      'received',
      'accepted',
      'decided',
      'completed',
      'refused',
      'withdrawn',
      'delivered',
      'rated',
    ] as const) {
      for (let day = 0; day < ledger.days; day += 1) {
        const iso = new Date((ledger.fromDay + day) * 86_400_000).toISOString().slice(0, 10);
        expect(`${measure} ${iso} ${ledger.sum('all', '', measure, day, day)}`).toBe(
          `${measure} ${iso} ${days.get(`${measure} ${iso}`) ?? 0}`,
        );
      }
    }
  });

  test('every level sums to the whole', () => {
    const { ledger } = stream;
    const levels: Level[] = ['county', 'centre', 'department', 'window', 'staff', 'item'];
    for (const measure of ['received', 'completed', 'early', 'used_days_sum', 'timed_events'] as const) {
      for (const level of levels) {
        const sum = ledger.units(level).reduce((total, unit) => total + ledger.sum(level, unit, measure), 0);
        expect(sum, `${measure} by ${level}`).toBe(ledger.total(measure));
      }
    }
  });

  test('verdicts are a partition, parts never exceed their wholes', () => {
    const { ledger } = stream;
    for (const unit of ledger.units('department')) {
      const of = (measure: Measure) => ledger.sum('department', unit, measure);
      expect(of('early') + of('on_time') + of('overdue')).toBe(of('completed_with_limit'));
      expect(of('completed_with_limit')).toBeLessThanOrEqual(of('completed'));
      expect(of('completed')).toBeLessThanOrEqual(of('decided'));
      expect(of('commitment_early')).toBeLessThanOrEqual(of('commitment_completed'));
      expect(of('satisfied')).toBeLessThanOrEqual(of('rated'));
      expect(of('timely_events')).toBeLessThanOrEqual(of('timed_events'));
      for (let day = 0; day < ledger.days; day += 30)
        expect(ledger.openAtEnd('department', unit, day)).toBeGreaterThanOrEqual(0);
    }
  });

  test('a board lists every unit on file each week, ranked 1, 1, 3 or with its reason', () => {
    const table = weeklyTable(stream.ledger, 'departments');
    const at = (name: string) => table.columns.indexOf(name);
    const weeks = fullWeeks(stream.ledger).map((monday) => weekName(stream.ledger.fromDay + monday));
    expect(weeks[0]).toBe('2025-W49');
    expect(weeks.at(-1)).toBe('2026-W09');
    for (const week of weeks) {
      const rows = table.rows.filter((row) => row[0] === week);
      expect(rows).toHaveLength(48 + 8 * 12 + 8);
      const ranked = rows.filter((row) => row[at('rank')] !== null);
      expect(ranked.every((row) => row[at('unranked_reason')] === '')).toBe(true);
      for (const row of ranked) {
        const better = ranked.filter((other) => Number(other[at('score')]) > Number(row[at('score')])).length;
        expect(row[at('rank')]).toBe(better + 1);
      }
    }
    expect(table.rows.filter((row) => row[at('rank')] !== null).length).toBeGreaterThan(200);
  });
});

test('weeks are ISO weeks', () => {
  expect(weekName(dayOf('2025-12-29'))).toBe('2026-W01');
  expect(weekName(dayOf('2020-12-28'))).toBe('2020-W53');
});

test('the score leaves absent components out and truncates to two decimals', () => {
  const all = {
    early: [1, 2],
    within_limit: [1, 1],
    speed_up: [0, 0],
    satisfaction: [0, 0],
    data_quality: [2, 3],
    workload: [1, 1],
  };
  // (25 × 1/2 + 25 + 10 × 2/3 + 10) / 70 = 0.773809…
  expect(score(all as Parameters<typeof score>[0])).toBe(77.38);
});

describe('files', () => {
  let out: string;
  beforeAll(async () => {
    out = await mkdtemp(path.join(tmpdir(), 'mingcha-generate-'));
  });
  afterAll(() => rm(out, { recursive: true, force: true }));

  test('events, directory and ledger are written; the ledger is JSON and knows the count of events', async () => {
    const plain = await generate({ cases: 300, seed: 3, out, ...period });
    const zipped = await generate({ cases: 300, seed: 3, out, gzip: true, withLedger: false, ...period });
    const events = await readFile(plain.eventsFile, 'utf8');
    expect(gunzipSync(await readFile(zipped.eventsFile)).toString()).toBe(events);
    const ledger = JSON.parse(await readFile(plain.ledgerFile!, 'utf8'));
    expect(ledger.about).toMatchObject({ seed: 3, cases: 300, events: events.trimEnd().split('\n').length });
    expect(Object.keys(ledger)).toEqual([
      'about',
      'daily',
      'weekly',
      'early_completion',
      'data_quality',
      'open_cases',
      'cards',
    ]);
    expect(zipped.ledgerFile).toBeNull();
  });

  test('an impossible wish is refused in words', async () => {
    const period = { from: '2026-02-01', to: '2026-02-01' };
    for (const [wish, sentence] of [
      [{ ...period, cases: 0 }, '--cases 0'],
      [{ ...period, from: '2026-03-01' }, 'no day'],
      [{ ...period, from: '2026-13-01' }, '--from 2026-13-01 is not a day'],
      [{ to: 'yesterday' }, '--to yesterday is not a day'],
      [{ ...period, asOf: '2026-03-01T00:00:00+08:00' }, 'last day'],
    ] as const) {
      const refused = generate({ cases: 1, seed: 1, out, ...wish });
      await expect(refused).rejects.toThrow(GenerateError);
      await expect(refused).rejects.toThrow(sentence);
    }
  });
});
