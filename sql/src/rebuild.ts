/** All of case_facts computed anew from all of case_events: on command, and when a release counts otherwise than the one before. */
import { hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { KNOWN_UNTIL, readListedDays } from './calendar.ts';
import { checksumsOf } from './catalogue.ts';
import { MOST_CASES } from './refresh.ts';
import { nextVersion, REBUILD, REFRESH, REPEATED } from './refresh-statement.ts';
import type { Store } from './store.ts';

/**
 * For statements of many cases, two side by side. Measured on two cores over 200,000 cases, when all their events were still
 * sorted: rows that flow on in large blocks, and one thread for each statement, took a sixth less processor time than what the
 * engine does by itself. Cases are gathered in the order their events lie in, and what is gathered handed on while it is still
 * near the processor: at 5 MB instead of the engine's 50 a sixth of the gathering is spared.
 */
const IN_BULK =
  'optimize_aggregation_in_order = 1, aggregation_in_order_max_block_bytes = 5000000, min_insert_block_size_rows_for_materialized_views = 1048576, min_insert_block_size_bytes_for_materialized_views = 1000000000';

/**
 * Tombstones for the cases that still stand open but are closed; see cases/08_open_cases.sql. Every open case has been told
 * again with this version or, by a refresh since, a higher one: what stands open with a lower one has closed. So may have what
 * was told as open with this one while a refresh, whose tombstone is cleaned out by now, knew better.
 */
const BURY_CLOSED = `insert into open_cases
select * from case_facts final
where is_closed and case_id in (
    select case_id from open_cases final where version < {version:UInt64}
    union all
    select case_id from case_facts where version > {version:UInt64} and is_closed
)`;

/**
 * Tables whose parts are left as they come while all cases are computed: merged meanwhile, they would be merged once more when
 * the last is there. Parts of older facts stay apart that way, and can be dropped without being read. The engine forgets it
 * when the process ends.
 */
const UNMERGED = ['case_facts', 'staff_entries'];
/** Statements, each of which leaves a part: from 1,000 parts of a table on the engine makes inserts wait. */
const MOST_UNMERGED = 500;

export interface RebuildOptions {
  /** Cases recomputed so far, of all. */
  onProgress?: (done: number, all: number) => void;
  /** Cases per statement; two statements run side by side. */
  casesPerStatement?: number;
}

/** Recomputes every case from its events. Readers see the old facts of a case until its new ones are there. */
export async function rebuild(store: Store, options: RebuildOptions = {}): Promise<{ cases: number }> {
  const { casesPerStatement = 200_000 } = options;
  const version = await nextVersion(store, 'rebuild');
  const bounds = await store.query<{ first: string; last: string; cases: number }>(
    `select min(case_id) as first, max(case_id) as last, toUInt32(count()) as cases
    from (
        select case_id, intDiv(row_number() over (order by case_id) - 1, {size:UInt32}) as slice
        from (select distinct case_id from case_events)
    )
    group by slice order by slice`,
    { size: casesPerStatement },
  );
  const all = bounds.reduce((sum, slice) => sum + slice.cases, 0);
  let done = 0;
  const queue = bounds.values();
  // A server knows its own processors; here each of the two statements gets half of them.
  const threads =
    store.kind === 'embedded' ? `, max_threads = ${Math.max(1, Math.floor(availableParallelism() / 2))}` : '';
  const settings = `settings ${IN_BULK}${threads}`;
  async function work(): Promise<void> {
    for (const { first, last, cases } of queue) {
      const slice = { from_case: first, to_case: last, cases: [] };
      const repeated = await store.query<{ case_id: string }>(`${REPEATED} ${settings}`, slice);
      // Where every tenth case has an event that came more than once, all events are sorted, as a refresh sorts them.
      if (repeated.length > MOST_CASES) await store.command(`${REFRESH} ${settings}`, { ...slice, version });
      else {
        const parameters = { ...slice, version, repeated: repeated.map(({ case_id }) => case_id) };
        await store.command(`${REBUILD} ${settings}`, parameters);
      }
      done += cases;
      options.onProgress?.(done, all);
    }
  }
  // A server's merges are its own business.
  const unmerged = store.kind === 'embedded' && bounds.length <= MOST_UNMERGED ? UNMERGED : [];
  try {
    for (const table of unmerged) await store.command(`system stop merges ${table}`);
    await Promise.all([work(), work()]);
    if (unmerged.length > 0) await dropOlder(store, version);
  } finally {
    for (const table of unmerged) await store.command(`system start merges ${table}`);
  }
  await store.command(BURY_CLOSED, { version });
  await store.command('optimize table open_cases final cleanup');
  const computed = ['case_facts', await factsFingerprint(), version].join('\t');
  await store.insert('facts_computed', ['what', 'models', 'version'], `${computed}\n`, 'TabSeparated');
  return { cases: all };
}

/**
 * Recomputes every case when the models all facts came from are no longer those of this release: after an update, or when a
 * rebuild was cut off. Answers undefined when nothing had to be done.
 */
export async function ensureFacts(store: Store, options: RebuildOptions = {}): Promise<{ cases: number } | undefined> {
  const [computed] = await store.query<{ models: string }>(
    "select models from facts_computed final where what = 'case_facts'",
  );
  if (computed?.models === (await factsFingerprint())) return undefined;
  const rebuilt = await rebuild(store, options);
  await mergeFacts(store);
  return rebuilt;
}

/**
 * Drops parts that hold nothing but older facts: of every case in them there is a newer one elsewhere. Where the engine keeps
 * one, its rows are merged away like any other.
 */
async function dropOlder(store: Store, version: number): Promise<void> {
  const parts = await store.query<{ part: string }>(
    'select _part as part from case_facts group by _part having max(version) < {version:UInt64}',
    { version },
  );
  for (const { part } of parts) {
    await store.command(`alter table case_facts drop part '${part}'`).catch(() => undefined);
  }
}

/**
 * Makes one part of those a rebuild left, and what it replaced is gone. Readers see the newest facts of each case with or
 * without it; without, they look for the newest among several: a week took ten times as long at 6 million cases.
 */
export async function mergeFacts(store: Store): Promise<void> {
  await store.command('optimize table case_facts final');
}

/** Of every model between the events and case_facts, and of the national calendar they are counted by. */
async function factsFingerprint(): Promise<string> {
  const models = await checksumsOf(/^(staging|cases)\//);
  return hash('sha256', models + KNOWN_UNTIL + JSON.stringify(readListedDays()));
}
