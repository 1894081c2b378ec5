import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate, openStore, type Store } from '@mingcha/sql';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CaseRefresher, type Commit, type Intake, type IntakeOptions, openIntake } from './intake.ts';
import { listRejects, storeRejects } from './rejects.ts';
import { replay } from './replay.ts';
import { IntakeUnavailable } from './unavailable.ts';

let directory: string;
let store: Store;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mingcha-intake-'));
  const schemaDir = join(directory, 'schema');
  const modelDir = join(directory, 'models');
  mkdirSync(schemaDir);
  mkdirSync(modelDir);
  const schema = fileURLToPath(new URL('../../../sql/schema', import.meta.url));
  const own = readdirSync(schema).filter((name) => /case_events\.sql$|rejects/.test(name));
  // Numbers follow one another in a schema.
  for (const [index, name] of own.entries()) {
    copyFileSync(join(schema, name), join(schemaDir, `00${index + 1}${name.slice(3)}`));
  }
  store = await openStore(`file:${join(directory, 'data')}`);
  await migrate(store, { schemaDir, modelDir });
});
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  time = START;
  for (const table of ['case_events', 'ingest_rejects', 'refresh_marks'])
    await store.command(`truncate table ${table}`);
});

/** Remembers what it was asked to refresh. */
function recorder() {
  const touched: string[] = [];
  const refresher: CaseRefresher & { touched: string[]; waiting: number; aside: number } = {
    touched,
    waiting: 0,
    aside: 0,
    touch: (cases) => void touched.push(...cases),
    settled: async () => undefined,
  };
  return refresher;
}

const START = Date.parse('2026-03-09T02:00:00Z');
let time = START;
const clock = () => new Date(time);

async function withIntake<Result>(
  body: (intake: Intake, refresher: ReturnType<typeof recorder>) => Promise<Result>,
  options: Partial<IntakeOptions> & { refresher?: ReturnType<typeof recorder> } = {},
): Promise<Result> {
  const refresher = options.refresher ?? recorder();
  const intake = await openIntake({ store, clock, worker: 'w1', markEvery: 1e9, ...options, refresher });
  const result = await body(intake, refresher);
  await intake.close();
  return result;
}

const event = (id: string, changes: object = {}) =>
  JSON.stringify({
    source: 'hall',
    event_id: id,
    type: 'accepted',
    case_id: `C-${id}`,
    occurred_at: '2026-03-02 09:15:00',
    ...changes,
  });
const stored = () =>
  store.query<{ event_id: string }>('select event_id from case_events order by event_id, revision, content_hash');
const ids = async () => (await stored()).map((row) => row.event_id);

/** Something to wait for. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** A store that fails or waits where told. */
function troubled(trouble: Partial<Pick<Store, 'insert' | 'query' | 'stream'>>): Store {
  return { ...store, ...trouble };
}

describe('every line is answered in its order', () => {
  it('stored, already known, rejected with code, field and message', async () => {
    await withIntake(async (intake) => {
      await intake.submit([event('E1')]);
      expect(await intake.submit([event('E2'), event('E1'), event('E3', { type: 'eaten' }), event('E2')])).toEqual([
        { line: 1, status: 'stored', event_id: 'E2' },
        { line: 2, status: 'known', event_id: 'E1' },
        { line: 3, status: 'rejected', code: 'unknown_type', field: 'type', message: expect.stringContaining('eaten') },
        { line: 4, status: 'known', event_id: 'E2' },
      ]);
    });
    expect(await ids()).toEqual(['E1', 'E2']);
  });

  it('with the numbers the sender counts by', async () => {
    const lines = [event('E1'), '{'];
    await withIntake(async (intake) => {
      expect((await intake.submit(lines, { firstLine: 41 })).map(({ line }) => line)).toEqual([41, 42]);
      expect((await intake.submit(lines, { lineNumbers: [3, 9] })).map(({ line }) => line)).toEqual([3, 9]);
      expect(await intake.submit([])).toEqual([]);
    });
  });

  it('and the whole event is in the store as sent', async () => {
    const sent = {
      recorded_at: '2026-03-02T09:16:00.250+08:00',
      revision: 4_294_967_295,
      retracted: true,
      window: 'W\\1',
      reason: '缺\t材料\n第二行 \\N 😀',
      due_at: '2026-03-12',
      due_by: 'day',
      fee: 12.5,
      rating: 2,
      granted: 3,
    };
    await withIntake((intake) => intake.submit([event('E1', sent)]));
    const [row] = await store.query<Record<string, unknown>>('select * from case_events');
    expect(row).toMatchObject({
      case_id: 'C-E1',
      occurred_at: '2026-03-02T01:15:00.000Z',
      recorded_at: '2026-03-02T01:16:00.250Z',
      revision: 4_294_967_295,
      is_retracted: true,
      window: 'W\\1',
      reason: '缺\t材料\n第二行 \\N 😀',
      due_at: '2026-03-11T16:00:00.000Z',
      due_by: 'day',
      fee: 12.5,
      rating: 2,
      granted: 3,
      staff: '',
      worker: 'w1',
      ingested_at: '2026-03-09T02:00:00.000Z',
    });
  });
});

describe('resending changes nothing', () => {
  it('whatever is sent again, in whatever order and batches', async () => {
    const events = fc.array(
      fc.record({
        event_id: fc.constantFrom('E1', 'E2', 'E\\3', '件4'),
        case_id: fc.constantFrom('C1', 'C2', 'C\\3'),
        revision: fc.nat(2),
        window: fc.constantFrom('W1', 'W2'),
      }),
      { minLength: 1, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(events, fc.array(fc.nat(1000), { maxLength: 60 }), async (changes, picks) => {
        await store.command('truncate table case_events');
        const lines = changes.map((change) => event(change.event_id, change));
        const again = picks.map((pick) => lines[pick % lines.length]!);
        await withIntake(async (intake) => {
          await intake.submit(lines);
          const before = await stored();
          expect(before).toHaveLength(new Set(lines).size);
          const half = Math.floor(again.length / 2);
          const answers = await Promise.all([intake.submit(again.slice(0, half)), intake.submit(again.slice(half))]);
          expect(answers.flat().filter(({ status }) => status !== 'known')).toEqual([]);
          expect(await stored()).toEqual(before);
        });
      }),
      { numRuns: 12, seed: 7 },
    );
  });

  it('also when the same event is under way in several requests at once', async () => {
    await withIntake(async (intake) => {
      const lines = Array.from({ length: 50 }, (_, index) => event(`E${index}`));
      const answers = await Promise.all(Array.from({ length: 10 }, () => intake.submit(lines)));
      expect(answers.flat().filter(({ status }) => status === 'stored')).toHaveLength(50);
    });
    expect(await ids()).toHaveLength(50);
  });

  it('but another revision, another content, another case and another source are other events', async () => {
    const lines = [{}, { revision: 1 }, { window: 'W1' }, { case_id: 'C2' }, { source: 'web' }].map((c) =>
      event('E1', c),
    );
    await withIntake(async (intake) => {
      expect((await intake.submit(lines)).map(({ status }) => status)).toEqual(Array(5).fill('stored'));
      expect((await intake.submit(lines)).map(({ status }) => status)).toEqual(Array(5).fill('known'));
    });
  });
});

describe('senders share commits', () => {
  it('requests that arrive together are one insert', async () => {
    const inserts: number[] = [];
    const counting = troubled({
      insert: async (table, columns, text, format) => {
        inserts.push(String(text).split('\n').length - 1);
        await store.insert(table, columns, text, format);
      },
    });
    await withIntake(
      async (intake) => {
        await Promise.all(Array.from({ length: 40 }, (_, index) => intake.submit([event(`E${index}`)])));
        expect(inserts).toEqual([40]);
      },
      { store: counting },
    );
  });

  it('ingested_at rises from commit to commit, even when the clock goes back', async () => {
    await withIntake(async (intake) => {
      for (const [index, step] of [0, 0, -60_000, 5000].entries()) {
        time += step;
        await intake.submit([event(`E${index}`)]);
      }
    });
    const rows = await store.query<{ at: string }>('select ingested_at as at from case_events order by event_id');
    const moments = rows.map(({ at }) => at);
    expect([...new Set(moments)].sort()).toEqual(moments);
    // And at the next start, with a clock that is still behind.
    time -= 3_600_000;
    await withIntake((intake) => intake.submit([event('E9')]));
    time += 3_600_000;
    const [last] = await store.query<{ event_id: string }>(
      'select event_id from case_events order by ingested_at desc limit 1',
    );
    expect(last).toEqual({ event_id: 'E9' });
  });

  it('listeners hear of a commit after it is durable, with its newest events', async () => {
    const commits: Commit[] = [];
    await withIntake(async (intake) => {
      let seen: Promise<string[]> | undefined;
      const stop = intake.onStored((commit) => {
        commits.push(commit);
        seen = ids();
      });
      await intake.submit([event('E1', { window: 'W1' }), event('E1', { window: 'W1' }), event('E2', { type: 'x' })]);
      expect(await seen).toEqual(['E1']);
      await intake.submit([event('E1', { window: 'W1' })]); // known: no commit
      stop();
      await intake.submit([event('E3')]);
    });
    expect(commits).toEqual([
      {
        at: expect.any(Date),
        events: 1,
        cases: ['C-E1'],
        newest: [
          {
            case_id: 'C-E1',
            type: 'accepted',
            occurred_at: '2026-03-02T01:15:00.000Z',
            department: '',
            window: 'W1',
            item: '',
          },
        ],
      },
    ]);
  });

  it('a listener that throws harms neither the sender nor the other listeners', async () => {
    const faults: unknown[] = [];
    let heard = 0;
    await withIntake(
      async (intake) => {
        intake.onStored(() => {
          throw new Error('listener');
        });
        intake.onStored(() => {
          heard += 1;
        });
        expect(await intake.submit([event('E1')])).toMatchObject([{ status: 'stored' }]);
      },
      { onFault: (error) => faults.push(error) },
    );
    expect(heard).toBe(1);
    expect(faults).toEqual([new Error('listener')]);
  });
});

describe('a store that refuses', () => {
  it('is told to every sender of the batch, and nothing is acknowledged', async () => {
    let isDown = true;
    const down = troubled({
      insert: async (...given) => {
        if (isDown) throw new Error('disk full');
        await store.insert(...given);
      },
    });
    await withIntake(
      async (intake) => {
        const results = await Promise.allSettled([intake.submit([event('E1')]), intake.submit([event('E2'), '{'])]);
        for (const result of results) {
          expect(result).toMatchObject({ status: 'rejected', reason: expect.any(IntakeUnavailable) });
          expect((result as PromiseRejectedResult).reason.message).toMatch(/none of these was stored: disk full$/);
        }
        expect(await ids()).toEqual([]);
        isDown = false;
        expect(await intake.submit([event('E1')])).toMatchObject([{ status: 'stored' }]);
      },
      { store: down },
    );
    expect(await ids()).toEqual(['E1']);
  });

  it('that took the rows and then failed is asked again, and the cases are refreshed', async () => {
    let failures = 1;
    const flaky = troubled({
      insert: async (...given) => {
        await store.insert(...given);
        if (given[0] === 'case_events' && failures-- > 0) throw new Error('connection lost');
      },
    });
    await withIntake(
      async (intake, refresher) => {
        await expect(intake.submit([event('E1')])).rejects.toThrow(IntakeUnavailable);
        refresher.touched.length = 0;
        expect(await intake.submit([event('E1')])).toMatchObject([{ status: 'known' }]);
        expect(refresher.touched).toEqual(['C-E1']);
      },
      { store: flaky },
    );
    expect(await ids()).toEqual(['E1']);
  });

  it('that cannot be asked what is known takes nothing', async () => {
    let isDown = false;
    const down = troubled({
      stream: async (...given) => {
        if (isDown) throw new Error(`no memory for ${"'C1', ".repeat(10_000)}`);
        return store.stream(...given);
      },
    });
    await withIntake(
      async (intake) => {
        isDown = true;
        const failure = await intake.submit([event('E1')]).catch((error: Error) => error.message);
        expect(failure).toMatch(/no memory/);
        expect(String(failure).length).toBeLessThan(500);
        isDown = false;
      },
      { store: down },
    );
    expect(await ids()).toEqual([]);
  });

  it('a closed intake refuses, after storing what it had', async () => {
    const intake = await openIntake({ store, refresher: recorder(), clock, worker: 'w1' });
    const last = intake.submit([event('E1')]);
    await Promise.resolve();
    await intake.close();
    expect(await last).toMatchObject([{ status: 'stored' }]);
    await expect(intake.submit([event('E2')])).rejects.toThrow(/closing/);
    expect(await ids()).toEqual(['E1']);
  });

  it('memory is bounded: senders past it are asked to come back', async () => {
    const held = gate();
    const inserting = gate();
    const slow = troubled({
      insert: async (...given) => {
        inserting.open();
        await held.opened;
        await store.insert(...given);
      },
    });
    await withIntake(
      async (intake) => {
        const lines = Array.from({ length: 6 }, (_, index) => event(`E${index}`));
        const first = intake.submit(lines);
        await inserting.opened;
        await expect(intake.submit(lines)).rejects.toThrow(/More events wait to be stored than fit in memory/);
        const small = intake.submit(lines.slice(0, 2));
        held.open();
        expect(await first).toHaveLength(6);
        expect(await small).toMatchObject([{ status: 'known' }, { status: 'known' }]);
        expect(await intake.submit(lines)).toHaveLength(6);
      },
      { store: slow, mostWaiting: 10 },
    );
  });

  it('a refresher that lags makes new batches wait', async () => {
    const refresher = recorder();
    const asked = gate();
    const caughtUp = gate();
    refresher.waiting = 1_000_000;
    refresher.settled = async () => {
      asked.open();
      await caughtUp.opened;
      refresher.waiting = 0;
    };
    await withIntake(
      async (intake) => {
        const answer = intake.submit([event('E1')]);
        await asked.opened;
        expect(await ids()).toEqual([]);
        caughtUp.open();
        expect(await answer).toMatchObject([{ status: 'stored' }]);
      },
      { refresher },
    );
    expect(await ids()).toEqual(['E1']);
  });
});

describe('what was stored but not refreshed is found at the next start', () => {
  const crash = async (lines: string[], options: Partial<IntakeOptions> = {}) => {
    // Killed: never closed, so no mark is written.
    const intake = await openIntake({ store, clock, worker: 'w1', markEvery: 1e9, ...options, refresher: recorder() });
    await intake.submit(lines);
  };
  const touchedAtStart = (options: Partial<IntakeOptions> = {}) =>
    withIntake(async (_, refresher) => [...refresher.touched].sort(), options as object);

  it('cases above the worker’s mark are touched, those below are not', async () => {
    await withIntake((intake) => intake.submit([event('E1')]));
    await crash([event('E2'), event('E3')]);
    expect(await touchedAtStart()).toEqual(['C-E2', 'C-E3']);
    expect(await touchedAtStart()).toEqual([]);
  });

  it('also those of another worker, whose mark is left to it while it may live', async () => {
    await crash([event('E1')], { worker: 'w2' });
    expect(await touchedAtStart()).toEqual(['C-E1']);
    expect(await touchedAtStart()).toEqual(['C-E1']);
    time += 3_600_000;
    expect(await touchedAtStart()).toEqual(['C-E1']);
    expect(await touchedAtStart()).toEqual([]);
  });

  it('a refresh that fails leaves the mark where it is', async () => {
    await withIntake((intake) => intake.submit([event('E1')]));
    const refresher = recorder();
    const intake = await openIntake({ store, clock, worker: 'w1', markEvery: 1e9, refresher });
    await intake.submit([event('E2')]);
    refresher.settled = () => Promise.reject(new Error('refresh failed'));
    await expect(intake.close()).rejects.toThrow('refresh failed');
    expect(await touchedAtStart()).toEqual(['C-E2']);
  });

  it('so does a case that is set aside, until it is refreshed', async () => {
    const refresher = recorder();
    refresher.aside = 1;
    await withIntake((intake) => intake.submit([event('E1')]), { refresher });
    expect(await touchedAtStart()).toEqual(['C-E1']);
    expect(await touchedAtStart()).toEqual([]);
  });

  it('marks are written while running, not only at the end', async () => {
    const intake = await openIntake({ store, clock, worker: 'w1', markEvery: 5, refresher: recorder() });
    await intake.submit([event('E1')]);
    const marked = () => store.query('select worker from refresh_marks');
    await expect.poll(marked, { timeout: 10_000, interval: 20 }).toEqual([{ worker: 'w1' }]);
    await intake.close();
  });
});

describe('what is refused is kept', () => {
  it('with reason, source and text, personal data removed', async () => {
    const personal = event('E1', { applicant_name: '张三', reason: '13812345678' });
    await withIntake((intake) =>
      intake.submit([personal, 'no json', { type: 'x', source: 'web' }], { source: 'file-7', zone: 'Europe/Berlin' }),
    );
    const { rows } = await listRejects(store);
    expect(rows).toMatchObject([
      { line: 2, source: 'file-7', code: 'not_json', field: '', text: 'no json', zone: 'Europe/Berlin' },
      { line: 1, source: 'hall', code: 'personal_data', field: 'applicant_name', replayed_at: null },
      { line: 3, source: 'web', text: '{"type":"x","source":"web"}' },
    ]);
    expect(rows[1]!.text).toContain('"applicant_name":"[removed]"');
    expect(JSON.stringify(rows)).not.toMatch(/张三|13812345678/);
  });

  it('without the values of fields nobody knows, and without numbers of persons in its message', async () => {
    const lines = [
      event('E1', { remarks: '张三', windw: 'W1' }),
      event('E2', { type: '430602199001011234' }),
      '{"source":"hall","event_id":"E3", "case_id":张三, "occurred_at":"2026-03-02T09:00:00"}',
    ];
    await withIntake((intake) => intake.submit(lines));
    const rejected = { source: 'hall', line: 9, text: 'x', zone: 'UTC' };
    const message = 'Column 证件 (for rating): “430602199001011234” is not a whole number.';
    await storeRejects(store, [{ ...rejected, rejection: { code: 'row_value', field: 'rating', message } }], clock());
    const { rows } = await listRejects(store);
    expect(rows[0]).toMatchObject({ code: 'unknown_field', field: 'remarks' });
    expect(rows[0]!.text).toContain(`"remarks":"[removed]","windw":"W1"`);
    expect(rows.map(({ message }) => message).join()).not.toMatch(/张三|430602199001011234/);
    expect(rows[3]!.message).toContain('“[id removed]”');
  });

  it('in parts, as one text holds only so much', async () => {
    const long = Array.from({ length: 150 }, (_, index) => `${index}${'\t'.repeat(60_000)}.`);
    const characters: number[] = [];
    const heard = troubled({
      insert(table, columns, text, format) {
        if (table === 'ingest_rejects') characters.push(text.length);
        return store.insert(table, columns, text, format);
      },
    });
    await withIntake((intake) => intake.submit(long), { store: heard });
    expect(characters).toHaveLength(2);
    expect(Math.max(...characters)).toBeLessThan(18_000_000);
    const { rows } = await listRejects(store);
    expect(rows.map(({ text }) => text)).toEqual(long);
  });

  it('once, however often it comes: with the moment it first came, and that of the last refusal', async () => {
    await withIntake(async (intake) => {
      for (let round = 0; round < 3; round += 1) {
        time += 1000;
        await intake.submit(['{', event('E1', { type: 'x' })]);
      }
    });
    const { rows } = await listRejects(store);
    expect(rows.map(({ code }) => code).sort()).toEqual(['not_json', 'unknown_type']);
    for (const { received_at, last_refused_at } of rows) {
      expect(received_at).toBe(new Date(START + 1000).toISOString());
      expect(last_refused_at).toBe(clock().toISOString());
    }
  });

  it('in the order of its lines within a batch', async () => {
    const lines = Array.from({ length: 40 }, (_, index) => event(`E${index}`, { type: 'x' }));
    await withIntake(async (intake) => {
      await intake.submit(lines.slice(0, 20));
      time += 1000;
      await intake.submit(lines.slice(20));
    });
    const seen: number[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listRejects(store, { limit: 7, cursor: cursor ?? undefined });
      seen.push(...page.rows.map(({ text }) => Number(/E(\d+)/.exec(text)![1])));
      cursor = page.next_cursor;
    } while (cursor);
    const inOrder = lines.map((_, index) => index);
    expect(seen).toEqual([...inOrder.slice(20), ...inOrder.slice(0, 20)]);
  });

  it('in pages, the last to come first, by source and code', async () => {
    await withIntake(async (intake) => {
      for (let index = 0; index < 7; index += 1) {
        time += 1000;
        await intake.submit([`bad ${index}`, event(`E${index}`, { source: 'web', type: 'x' })]);
      }
    });
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listRejects(store, { limit: 3, cursor: cursor ?? undefined, code: 'not_json' });
      seen.push(...page.rows.map(({ text }) => text));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `bad ${index}`));
    expect((await listRejects(store, { source: 'web' })).rows).toHaveLength(7);
    await expect(listRejects(store, { cursor: 'nonsense' })).rejects.toThrow(RangeError);
  });

  it('and can be replayed after a fix, in the zone it came in', async () => {
    const future = event('E1', { occurred_at: '2026-03-10 02:00:00' });
    await withIntake(async (intake) => {
      await intake.submit([future, event('E2', { type: 'x' }), event('E3', { phone: '1' })], { zone: 'Europe/Berlin' });
      expect(await ids()).toEqual([]);
      time += 86_400_000;
      const result = await replay(store, intake, {}, clock);
      expect(result).toMatchObject({ accepted: 1, refused: 1, left: 1 });
      expect(result.reasons).toEqual([
        {
          outcome: 'left',
          code: 'personal_data',
          field: 'phone',
          lines: 1,
          remedy: expect.stringContaining('send it again from its source'),
          examples: [{ source: 'hall', line: 3, message: expect.stringContaining('phone carries personal data') }],
        },
        {
          outcome: 'refused',
          code: 'unknown_type',
          field: 'type',
          lines: 1,
          remedy: '',
          examples: [{ source: 'hall', line: 2, message: expect.stringContaining('send one of applied') }],
        },
      ]);
      expect(await replay(store, intake, {}, clock)).toMatchObject({ accepted: 0, refused: 1, left: 1 });
    });
    const rows = await store.query('select event_id, occurred_at from case_events');
    expect(rows).toEqual([{ event_id: 'E1', occurred_at: '2026-03-10T01:00:00.000Z' }]);
    const open = await listRejects(store, { open: true });
    // Refused again, a line is as old as it was.
    const [came, tried] = [new Date(START).toISOString(), clock().toISOString()];
    expect(open.rows).toMatchObject([
      { code: 'unknown_type', line: 2, received_at: came, last_refused_at: tried },
      { code: 'personal_data', line: 3, received_at: came, last_refused_at: came },
    ]);
    const all = await listRejects(store, { code: 'future' });
    expect(all.rows).toMatchObject([{ replayed_at: clock().toISOString(), line: 1 }]);
  });
});

describe('a refused line is closed when its event comes in after all', () => {
  const open = async () => (await listRejects(store, { open: true })).rows.map(({ event_id }) => event_id).sort();
  const later = () => {
    time += 1000;
  };

  it('stored or known already, and at the moment it did', async () => {
    await withIntake(async (intake) => {
      await intake.submit([event('E1'), event('E2', { type: 'x' })]);
      await intake.submit([event('E1', { type: 'x' })]);
      expect(await open()).toEqual(['E1', 'E2']);
      later();
      await intake.submit([event('E1'), event('E2', { window: 'W1' })]);
      expect(await open()).toEqual([]);
      const [closed] = (await listRejects(store)).rows;
      expect(closed!.replayed_at).toBe(clock().toISOString());
      // Refused once more, it is open once more.
      await intake.submit([event('E1', { type: 'x' })]);
      expect(await open()).toEqual(['E1']);
    });
  });

  it('also after a restart, and where it came as a row of a file', async () => {
    const rejection = { code: 'row_code', field: 'outcome', message: 'No.' } as const;
    const of = { case_id: 'C-E2', event_id: 'E2', revision: 0 };
    await withIntake(async (intake) => {
      await intake.submit([event('E1', { type: 'x' })]);
      await intake.refuse([{ source: 'hall', line: 2, text: '{"办件":"2"}', zone: 'UTC', event: of, rejection }]);
      await intake.submit([event('E2')]);
      expect(await open()).toEqual(['E1']);
    });
    await withIntake((intake) => intake.submit([event('E1')]));
    expect(await open()).toEqual([]);
  });

  it('and not by another event, source or case, nor an earlier revision, nor with what it came with', async () => {
    await withIntake(async (intake) => {
      await intake.submit([event('E1', { type: 'x', revision: 2 })]);
      await intake.submit([
        event('E2', { case_id: 'C-E1' }),
        event('E1', { source: 'web' }),
        event('E1', { case_id: 'C-other' }),
        event('E1', { revision: 1 }),
      ]);
      expect(await open()).toEqual(['E1']);
      await intake.submit([event('E1', { revision: 3 }), event('E3'), event('E3', { type: 'x' })]);
      expect(await open()).toEqual(['E3']);
    });
  });

  it('where what refused it were blanks at the ends of its codes, its source among them', async () => {
    await withIntake(async (intake) => {
      await intake.submit([event('E1', { source: 'hall ' }), event('E2 ', { case_id: 'C-E2' })]);
      expect(await open()).toEqual(['E1', 'E2']);
      await intake.submit([event('E1'), event('E2', { case_id: 'C-E2' })]);
      expect(await open()).toEqual([]);
    });
  });

  it('where its codes came as numbers', async () => {
    await withIntake(async (intake) => {
      await intake.submit([event('E1', { event_id: 7, case_id: 2026030001 })]);
      expect(await open()).toEqual(['7']);
      await intake.submit([event('E1', { event_id: '7', case_id: '2026030001' })]);
      expect(await open()).toEqual([]);
    });
  });

  it('also one that is refused while others of its case are closed', async () => {
    let isRefusing = false;
    let intakeOf: Intake;
    const rejection = { code: 'row_code', field: 'outcome', message: 'No.' } as const;
    const of = { case_id: 'C-E1', event_id: 'E9', revision: 0 };
    const racing: Store = {
      ...store,
      async insert(table, ...given) {
        if (table === 'ingest_rejects' && isRefusing) {
          isRefusing = false;
          await intakeOf.refuse([{ source: 'hall', line: 2, text: '{"办件":"9"}', zone: 'UTC', event: of, rejection }]);
        }
        return store.insert(table, ...given);
      },
    };
    await withIntake(
      async (intake) => {
        intakeOf = intake;
        await intake.submit([event('E1', { type: 'x' })]);
        isRefusing = true;
        await intake.submit([event('E1')]);
        expect(await open()).toEqual(['E9']);
        await intake.submit([event('E9', { case_id: 'C-E1' })]);
        expect(await open()).toEqual([]);
      },
      { store: racing },
    );
  });

  it('whoever else refused it, where several store events', async () => {
    const shared = { store: { ...store, kind: 'server' } as Store };
    await withIntake(async (intake) => {
      await withIntake((other) => other.submit([event('E1', { type: 'x' })]), { ...shared, worker: 'w2' });
      time += 61_000;
      await intake.submit([event('E1')]);
      expect(await open()).toEqual([]);
    }, shared);
  });
});

it('everything acknowledged is refreshed when settled says so', async () => {
  const refresher = recorder();
  await withIntake(
    async (intake) => {
      void intake.submit([event('E1')]);
      await intake.settled();
      expect(refresher.touched).toEqual(['C-E1']);
    },
    { refresher },
  );
});
