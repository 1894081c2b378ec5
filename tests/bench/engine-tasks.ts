/** What the process that owns a data directory measures about itself. */
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '@mingcha/analytics';
import { importDirectory, ingestFiles, intakeSink, memoryCursors, openIntake, storedCursors } from '@mingcha/ingest';
import { type DaySums, mergeFacts, openDaySums, rebuild, type Store, sumDays } from '@mingcha/sql';
import { supervisionTasks } from './supervision-tasks.ts';
import { quantile, timed } from './timing.ts';

/** A refresher for intake without refresh: history first, facts by one rebuild. */
const noRefresh = { touch: () => undefined, waiting: 0, aside: 0, settled: async () => undefined };

export interface RawInsert {
  events: number;
  /** Making the rows out of the file's lines as `mingcha ingest` does, the store left out. */
  checkSeconds: number;
  /** The engine's insert of the same rows, durable like the intake's, one after another. */
  insertSeconds: number;
}

/** The intake's own rows of a file, caught before the store and inserted as they are. */
async function rawInsert({ store }: Engine, file: string): Promise<RawInsert> {
  const texts: { columns: readonly string[]; text: string | Buffer }[] = [];
  const catching: Store = {
    ...store,
    query: async () => [],
    stream: async () => Readable.from([]),
    insert: async (table, columns, text) => {
      if (table === 'case_events') texts.push({ columns, text });
    },
  };
  const intake = await openIntake({ store: catching, refresher: noRefresh, worker: 'raw' });
  const check = await timed(() =>
    ingestFiles({ files: [file], sink: intakeSink(intake, 'Asia/Shanghai'), cursors: memoryCursors() }),
  );
  await intake.close();
  await store.command('create table raw_events as case_events');
  const insert = await timed(async () => {
    for (const { columns, text } of texts) await store.insert('raw_events', columns, text, 'TabSeparated');
  });
  await store.command('drop table raw_events');
  const [read] = check.result.files;
  if (!read || read.error) throw read?.error ?? new Error(`${file} was not read.`);
  return { events: read.stored + read.known, checkSeconds: check.seconds, insertSeconds: insert.seconds };
}

export interface FileIntake {
  events: number;
  bytes: number;
  seconds: number;
  /** Until every case is up to date; as `seconds` without refresh. */
  settledSeconds: number;
}

/** Reads a file as `mingcha ingest` does, its cases refreshed on the way or left to a rebuild. */
async function fileIntake(engine: Engine, file: string, isRefreshing: boolean): Promise<FileIntake> {
  const { store } = engine;
  const intake = isRefreshing ? engine.intake : await openIntake({ store, refresher: noRefresh, worker: 'history' });
  const started = performance.now();
  const summary = await ingestFiles({
    files: [file],
    sink: intakeSink(intake, 'Asia/Shanghai'),
    cursors: storedCursors(store),
  });
  const seconds = (performance.now() - started) / 1000;
  const [read] = summary.files;
  if (read?.error) throw read.error;
  if (!read || read.rejected > 0) throw new Error(`${read?.rejected} events were refused: ${JSON.stringify(summary)}`);
  await intake.settled();
  const settledSeconds = (performance.now() - started) / 1000;
  if (!isRefreshing) await intake.close();
  return { events: read.stored + read.known, bytes: (await stat(file)).size, seconds, settledSeconds };
}

export interface Rebuilt {
  cases: number;
  seconds: number;
}

async function rebuildAll({ store }: Engine, casesPerStatement?: number): Promise<Rebuilt> {
  const { result, seconds } = await timed(() => rebuild(store, casesPerStatement ? { casesPerStatement } : {}));
  return { cases: result.cases, seconds };
}

/** Median milliseconds to bring so many cases, taken from everywhere, up to date. */
async function refreshCases({ store, refresher }: Engine, cases: number, runs: number): Promise<number> {
  const took: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const rows = await store.query<{ case_id: string }>(
      'select case_id from case_facts order by cityHash64(case_id, {run:UInt32}) limit {cases:UInt32}',
      { run, cases },
    );
    const { seconds } = await timed(async () => {
      refresher.touch(rows.map((row) => row.case_id));
      await refresher.settled();
    });
    if (run > 0) took.push(seconds * 1000);
  }
  return quantile(
    took.sort((a, b) => a - b),
    0.5,
  );
}

/** Waits until the engine merges nothing more by itself, as a store that has stood a while. */
async function quiet({ store }: Engine): Promise<void> {
  for (let calm = 0; calm < 5; ) {
    const [row] = await store.query<{ merges: number }>('select toUInt32(count()) as merges from system.merges');
    calm = row?.merges === 0 ? calm + 1 : 0;
    await sleep(200);
  }
}

let kept: DaySums | undefined;
/** Sums of days kept up to date meanwhile, as a server does; until the next call. */
async function keepSums({ store, refresher }: Engine, isKept: boolean): Promise<void> {
  await kept?.close();
  const onFault = (error: unknown) => {
    throw error;
  };
  kept = isKept ? openDaySums(store, { refresher, clock: () => new Date(), onFault }) : undefined;
}

export interface Disk {
  table: string;
  rows: number;
  bytes: number;
  parts: number;
}

async function disk({ store }: Engine): Promise<Disk[]> {
  return store.query<Disk>(
    `select table, sum(rows)::Float64 as rows, sum(bytes_on_disk)::Float64 as bytes, toUInt32(count()) as parts
    from system.parts where active and database = currentDatabase() and table in ('case_events', 'case_facts', 'open_cases', 'day_sums')
    group by table order by table`,
  );
}

/** Facts and the national calendar as Parquet, with plain columns, for other engines. */
async function exportFacts({ store }: Engine, facts: string, calendar: string): Promise<void> {
  await store.command(
    `insert into function file({path:String}, 'Parquet')
    select
      case_id, toString(county) as county, toString(department) as department, toString(window) as window,
      toString(staff) as staff, toString(item) as item, toString(case_kind) as case_kind, toString(channel) as channel,
      received_at, toDate32(received_on) as received_on, accepted_at, toDate32(accepted_on) as accepted_on,
      toDate32(refused_on) as refused_on, toDate32(withdrawn_on) as withdrawn_on, decided_at,
      toDate32(decided_on) as decided_on, delivered_at, toDate32(delivered_on) as delivered_on,
      closed_at, toDate32(closed_on) as closed_on, is_completed, toString(verdict) as verdict,
      on_clock_at, toString(limit_unit) as limit_unit, promised_limit, used, working_days_used,
      toDate32(due_on) as due_on, toDate32(lapses_on) as lapses_on, due_at, statutory_due_at, stopped_from, toString(axis) as axis,
      toDate32(rated_on) as rated_on, rating, timed_events, timely_events
    from case_facts final where received_at is not null
    order by received_at`,
    { path: facts },
  );
  await store.command(
    `insert into function file({path:String}, 'Parquet')
    select toDate32(toDate('2024-12-01') + number) as day,
      working_index(dictGet('calendar_number', 'calendar_no', 'default'), toDate('2024-12-01') + number) as working_index
    from numbers(900)`,
    { path: calendar },
  );
}

/** The reader's own look at how far the facts are, which a list makes where something was written since the last one. */
async function watermark({ store }: Engine): Promise<void> {
  await store.query('select maxOrNull(last_ingested_at) as watermark from case_facts');
}

export const engineTasks = {
  rawInsert,
  fileIntake,
  rebuildAll,
  refreshCases,
  quiet,
  mergeFacts: ({ store }: Engine) => timed(() => mergeFacts(store)),
  sumDays: ({ store }: Engine) => timed(() => sumDays(store, { now: new Date() })),
  keepSums,
  disk,
  exportFacts,
  watermark,
  ...supervisionTasks,
  importDirectory: async ({ store }: Engine, directory: string) => {
    await importDirectory(store, [directory]);
  },
  settled: ({ intake }: Engine) => intake.settled(),
  /** Largest resident set of this process so far, in bytes. */
  peakMemory: async () => process.resourceUsage().maxRSS * 1024,
};

export type EngineTasks = typeof engineTasks;
export type TaskName = keyof EngineTasks;
