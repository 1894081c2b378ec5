/** What the live demo promises: a believable past, a present that moves, and no gap or double after a restart. */
import { expect, test } from 'vitest';
import type { CaseEvent } from '../event.ts';
import type { LineResult } from '../intake/intake.ts';
import { IntakeUnavailable } from '../intake/unavailable.ts';
import { DEMO_SOURCE } from './founded-city.ts';
import { type DemoOptions, isDemoToRun, lookForDemo, runDemo } from './live.ts';

const START = Date.parse('2026-03-11T10:30:00+08:00');
const MINUTE = 60_000;

/** A store and an intake in memory: lines by identity, as the real ones keep them; nothing from the future. */
class Memory {
  now = 0;
  readonly lines = new Map<string, CaseEvent>();
  readonly imported: string[][] = [];
  /** Events of others, and invented ones of no city of this release. */
  foreign = 0;
  invented: string[] = [];
  failures = 0;

  async submit(lines: readonly (string | object)[]): Promise<LineResult[]> {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new IntakeUnavailable('The store is away.');
    }
    return lines.map((line, i) => {
      const event = JSON.parse(line as string) as CaseEvent;
      const key = `${event.event_id}/${event.revision ?? 0}`;
      const known = this.lines.get(key);
      if (known) expect(known).toEqual(event);
      for (const moment of [event.occurred_at, event.recorded_at ?? '']) {
        if (Date.parse(moment) > this.now) expect.fail(`It is ${new Date(this.now).toISOString()}: ${line as string}`);
      }
      this.lines.set(key, event);
      return { line: i + 1, status: known ? 'known' : 'stored' };
    });
  }
  async settled(): Promise<void> {}

  async query<Row>(statement: string, parameters: Record<string, unknown> = {}): Promise<Row[]> {
    const events = [...this.lines.values()];
    let row: Record<string, string>;
    if (statement.includes('as newest from case_events\n')) {
      const newest = events.reduce((latest, event) => Math.max(latest, Date.parse(event.occurred_at)), 0);
      row = { newest: String(newest) };
    } else if (statement.includes('as found')) {
      row = { found: String(events.filter((event) => event.event_id === parameters['event_id']).length) };
    } else {
      const ids = [...events.map((event) => event.event_id), ...this.invented];
      expect(parameters['source']).toBe(DEMO_SOURCE);
      return [{ newest: ids.sort().at(-1) ?? '', invented: ids.length, others: this.foreign } as Row];
    }
    return [row as Row];
  }
}

/** Runs the city from `from` for some minutes of its own time, a minute a look. */
async function run(memory: Memory, from: number, minutes: number, options: Partial<DemoOptions> = {}) {
  const controller = new AbortController();
  memory.now = from;
  const store = memory as DemoOptions['store'];
  const { founded } = await lookForDemo(store);
  await runDemo({
    intake: memory,
    store,
    founded,
    importDirectory: async (files) => {
      expect(memory.lines.size).toBe(0);
      memory.imported.push(Object.keys(files));
    },
    clock: () => new Date(memory.now),
    signal: controller.signal,
    casesPerWorkingDay: 60,
    pause: async () => {
      memory.now += MINUTE;
      if (memory.now >= from + minutes * MINUTE) controller.abort();
    },
    ...options,
  });
}

test('an empty store gets the directory, then thirteen weeks of history', async () => {
  const memory = new Memory();
  await run(memory, START, 1);
  expect(memory.imported).toHaveLength(1);
  expect(memory.imported[0]).toContain('items.csv');
  const moments = [...memory.lines.values()].map((event) => Date.parse(event.occurred_at));
  expect(Math.max(...moments)).toBeGreaterThan(START - 30 * MINUTE);
  expect(Math.min(...moments)).toBeLessThan(START - 85 * 1440 * MINUTE);
  expect(new Set([...memory.lines.values()].map((event) => event.case_id)).size).toBeGreaterThan(3000);
});

test('days that run live are like those of the history: charts over the founding show no step', async () => {
  const memory = new Memory();
  await run(memory, START, 3 * 1440, { casesPerWorkingDay: 200 });
  const received = new Map<string, number>();
  for (const caseId of new Set([...memory.lines.values()].map((event) => event.case_id))) {
    const day = caseId.split('-')[1]!;
    received.set(day, (received.get(day) ?? 0) + 1);
  }
  const of = (...days: string[]) => days.map((day) => received.get(day) ?? 0);
  const before = of('20260303', '20260304', '20260305', '20260306', '20260309', '20260310');
  const usual = before.reduce((sum, count) => sum + count, 0) / before.length;
  // The day of the founding, and two that were lived through.
  for (const count of of('20260311', '20260312', '20260313')) {
    expect(count / usual).toBeGreaterThan(0.8);
    expect(count / usual).toBeLessThan(1.2);
  }
});

test('receipts and decisions keep coming, at night and on a holiday too', async () => {
  for (const from of [START, Date.parse('2026-02-17T02:30:00+08:00')]) {
    const memory = new Memory();
    await run(memory, from, 1, { casesPerWorkingDay: 600 });
    const before = memory.lines.size;
    await run(memory, from, 120, { casesPerWorkingDay: 600 });
    const live = [...memory.lines.values()].slice(before).filter((event) => Date.parse(event.occurred_at) > from);
    for (const type of ['applied', 'accepted', 'decided'] as const) {
      expect(live.filter((event) => event.type === type).length, type).toBeGreaterThan(2);
    }
  }
});

test('stopped and started again, over midnight too, the city tells what it would have told without the stop', async () => {
  const whole = new Memory();
  await run(whole, START, 20 * 60);
  const parts = new Memory();
  await run(parts, START, 10);
  await run(parts, START + 25 * MINUTE, 5);
  await run(parts, START + 30 * MINUTE, 570);
  await run(parts, START + 15 * 60 * MINUTE, 5 * 60);
  expect(parts.imported).toHaveLength(1);
  expect([...parts.lines.keys()].sort()).toEqual([...whole.lines.keys()].sort());
});

test('a start cut short in the history is made whole by the next', async () => {
  const whole = new Memory();
  await run(whole, START, 20);
  const cut = new Memory();
  const controller = new AbortController();
  const intake = {
    submit: async (lines: readonly (string | object)[]) => {
      controller.abort();
      return await cut.submit(lines.slice(0, 1000));
    },
    settled: async () => {},
  };
  await run(cut, START, 20, { intake, signal: controller.signal });
  expect(cut.lines.size).toBeLessThan(1001);
  await run(cut, START + 5 * MINUTE, 15);
  expect([...cut.lines.keys()].sort()).toEqual([...whole.lines.keys()].sort());
});

test('a store that is away for a while loses nothing', async () => {
  const whole = new Memory();
  await run(whole, START, 30);
  const flaky = new Memory();
  await run(flaky, START, 1);
  flaky.failures = 3;
  const faults: unknown[] = [];
  await run(flaky, START + MINUTE, 29, { onFault: (error) => faults.push(error) });
  expect(faults).toHaveLength(3);
  await run(flaky, START + 29 * MINUTE, 1);
  expect([...flaky.lines.keys()].sort()).toEqual([...whole.lines.keys()].sort());
});

test('it runs in an empty store and on while alone there, beside others only when asked, and not when forbidden', async () => {
  const memory = new Memory();
  const wouldRun = async (wanted?: boolean) => isDemoToRun(await lookForDemo(memory as DemoOptions['store']), wanted);
  expect([await wouldRun(), await wouldRun(false)]).toEqual([true, false]);
  await run(memory, START, 1);
  expect([await wouldRun(), await wouldRun(false)]).toEqual([true, false]);
  memory.foreign = 1;
  expect([await wouldRun(), await wouldRun(true), await wouldRun(false)]).toEqual([false, true, false]);
  memory.lines.clear();
  expect([await wouldRun(), await wouldRun(true)]).toEqual([false, true]);
});

test.each([
  ['a generated city', ['439600-20260919-000138-1']],
  ['a city of another release', ['demo3.abc.1']],
])('%s is invented, and no city is founded beside it', async (_, ids) => {
  const memory = new Memory();
  memory.invented = ids;
  const found = await lookForDemo(memory as DemoOptions['store']);
  expect(found).toEqual({ founded: null, isInvented: true, hasOthers: false });
  expect(isDemoToRun(found, undefined)).toBe(false);
});

test('case numbers of different cases never meet', async () => {
  const memory = new Memory();
  await run(memory, START, 30);
  const applied = new Map<string, Set<string>>();
  for (const event of memory.lines.values()) {
    if (event.type === 'applied')
      applied.set(event.case_id, (applied.get(event.case_id) ?? new Set()).add(event.event_id));
  }
  expect([...applied.values()].filter((ids) => ids.size > 1)).toEqual([]);
});
