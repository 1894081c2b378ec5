/**
 * Sums of the days that are over (schema/027_day_sums.sql), so that a week or a year is read without going through its cases.
 * They follow from the facts and from nothing else: from the first day of a case whose facts are newer than the sums, every
 * day is summed anew, whole. Until it is, whoever asks `isSummed` reads it from the facts, so no answer is ever behind them.
 */
import { hash } from 'node:crypto';
import { checksumsOf } from './catalogue.ts';
import { inlineView } from './inline.ts';
import { openPause } from './pause.ts';
import type { Refresher } from './refresh.ts';
import type { Store } from './store.ts';
import { whileUnchanged } from './unchanged.ts';

/** For `inlineView`: reads the sums where a mart reads the cases of its days. */
export const DAYS_FROM_SUMS = { unit_days: 'unit_days_summed' } as const;
/** The same, and how backlogs moved where it reads the cases that stood open. */
export const FROM_SUMS = { ...DAYS_FROM_SUMS, unit_steps: 'unit_steps_summed' } as const;
/** No case is older: a backlog depends on every day from here to its own. */
export const FIRST_DAY = '1970-01-01';

/** ISO days, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const PLACE = ['county', 'centre', 'department', 'window', 'staff', 'item'];
const MEASURES = [
  ...['received', 'accepted', 'refused', 'decided', 'completed', 'delivered', 'withdrawn', 'completed_with_limit'],
  ...['early', 'on_time', 'overdue', 'commitment_received', 'commitment_completed', 'commitment_early'],
  ...['instant_accepted', 'commitment_accepted', 'online_received', 'used_days_sum', 'promised_days_sum'],
  ...['statutory_used_days_sum', 'statutory_days_sum', 'used_days', 'rated', 'satisfied', 'praised', 'timed_events'],
  'timely_events',
];
const MEASURED = `(${MEASURES.map((name) => (name === 'used_days' ? 'arraySort(used_days)' : name)).join(', ')})`;
const ANYWHERE = PLACE.map((name) => `${name}=''`).join(', ');
const COUNTED = inlineView(`unit_days(
  from_day={from:Date}, to_day={to:Date}, by='place', as_of={as_of:DateTime64(3, 'UTC')},
  kinds=['received', 'accepted', 'decided', 'refused', 'withdrawn', 'delivered', 'rated'], ${ANYWHERE}
)`);
/** Its first day, the one before those that are summed, tells all that stood open at its end. */
const STEPPED = inlineView(
  `unit_steps(from_day={before:Date}, to_day={to:Date}, by='place', as_of={as_of:DateTime64(3, 'UTC')}, ${ANYWHERE})`,
);
const NOT_COUNTED = `(${MEASURES.map((name) => (name === 'used_days' ? '[]' : '0')).join(', ')})`;
const NO_STEPS = '(toInt32(0), toInt32(0))';
/**
 * Counts days of one month anew and writes what is other than it stood: the rest is most of it. One thread, and behind all
 * others, since nobody waits for it.
 */
const SUM = `insert into day_sums (
  day, ${PLACE.join(', ')}, computed, is_gone, ${MEASURES.join(', ')}, opened, lapsed, open_before, overdue_before
)
select
  day, ${PLACE.map((_, index) => `place[${index + 1}]`).join(', ')}, {computed:UInt64}, is_gone,
  ${MEASURES.map((_, index) => `counted.${index + 1}`).join(', ')}, stepped.1, stepped.2, stood.1, stood.2
from (
  select
    day, JSONExtract(unit, 'Array(String)') as place, countIf(told != 'written') = 0 as is_gone,
    anyIf(measured, told = 'counted') as counted, anyIf(steps, told = 'stepped') as stepped, anyIf(before, told = 'stood') as stood
  from (
    select day, unit, 'counted' as told, ${MEASURED} as measured, ${NO_STEPS} as steps, ${NO_STEPS} as before from ${COUNTED}
    union all
    select
      greatest(day, {from:Date}), unit, if(day < {from:Date}, 'stood', 'stepped'), ${NOT_COUNTED},
      (opened, lapsed), (opened, lapsed)
    from ${STEPPED} where day >= {from:Date} or toDayOfMonth({from:Date}) = 1
    union all
    select
      day, unit_of('place', ${PLACE.join(', ')}), 'written', ${MEASURED},
      (opened, lapsed), (open_before, overdue_before)
    from day_sums final where day between {from:Date} and {to:Date}
  )
  group by day, unit
  having (counted, stepped, stood)
    != (anyIf(measured, told = 'written'), anyIf(steps, told = 'written'), anyIf(before, told = 'written'))
)
settings max_threads = 1, os_threads_nice_value_query = 10, do_not_merge_across_partitions_select_final = 1`;

/** The first day of the cases whose facts are newer than the sums; days on which one was overdue may be any after it. */
const FIRST_CHANGED = `select toString(minOrNull(first_on)) as first
from case_facts where version > {version:UInt64} and first_on <= {through:Date}`;

const HOW_FAR = `select through, toFloat64(version) as version, models from days_summed final where what = 'day_sums'`;
/** Computations are counted, so that one made by a clock set back does not lose against one before. */
const LAST_COMPUTED =
  'select toFloat64(max(computed)) as last from (select computed from day_sums union all select computed from days_summed)';

/** A case of these days whose facts are newer than the sums. */
const NEWER_CASE = `select 1 as one
from case_facts where version > {version:UInt64} and first_on <= {to:Date} and last_on >= {from:Date} limit 1`;

const DAY_MS = 86_400_000;
const isoDay = (moment: number) => new Date(moment).toISOString().slice(0, 10);
/** The last day that is over wherever a centre is, as marts/01_unit_days.sql has it. */
const lastOver = (moment: Date) => isoDay(moment.getTime() - 2 * DAY_MS);

interface HowFar {
  /** The last day summed. */
  through: string;
  /** Of the newest facts that are in the sums. */
  version: number;
  models: string;
}

async function howFar(store: Store): Promise<HowFar | undefined> {
  const [told] = await store.query<HowFar>(HOW_FAR);
  return told;
}

let begun = 0;
/** How many passes over the days began to write in this process: another number after a read is another moment's sums. */
export const passesBegun = (): number => begun;

let fingerprint: string | undefined;
/** Of what the sums are defined by, but for the facts, whose every change is seen: the views are written out in the statement. */
async function definitions(): Promise<string> {
  fingerprint ??= hash('sha256', `${SUM}${await checksumsOf(/^marts\/00_unit_functions\.sql$/)}`);
  return fingerprint;
}

/** Whether every day of a period is over as of a moment, summed, and no fact of it newer than the sums; on a server none is. */
export async function isSummed(store: Store, { from, to }: Days, asOf: Date): Promise<boolean> {
  if (store.kind === 'server' || to > lastOver(asOf)) return false;
  const models = await definitions();
  // Known by itself, it needs no look while cases come in. Sums that got further since only look older than they are.
  const far = await whileUnchanged(store, 'how far days are summed', () => howFar(store), 'settled');
  if (far === undefined || far.models !== models || to > far.through) return false;
  return whileUnchanged(store, `are ${from} to ${to} summed since ${far.version}`, async () => {
    const newer = await store.query(NEWER_CASE, { from, to, version: far.version });
    return newer.length === 0;
  });
}

export interface SumDaysOptions {
  /** Now: days after the last one that is over are not summed. */
  now: Date;
  /** Whether facts are being written just now, or are about to be. */
  isWriting?: () => boolean;
  /** Gives up between two statements; what is not summed yet is summed the next time. */
  isClosing?: () => boolean;
}

/**
 * Sums anew the days that changed, and those that ended since. Answers how many. Cut off at any moment it loses nothing: the
 * days it was at are still those of facts newer than the sums. Facts may be written meanwhile, by one writer at a time.
 */
export async function sumDays(store: Store, options: SumDaysOptions): Promise<{ days: number }> {
  const { now, isWriting = () => false, isClosing = () => false } = options;
  const models = await definitions();
  const through = lastOver(now);
  const told = await howFar(store);
  const isKnown = told?.models === models;
  const from = isKnown ? told : { through: FIRST_DAY, version: 0 };
  const [facts] = await store.query<{ newest: number }>(
    'select toFloat64(max(version)) as newest from case_facts where version >= {version:UInt64}',
    { version: from.version },
  );
  const newest = facts?.newest ?? 0;
  if (isKnown && newest === from.version && through === from.through) return { days: 0 };
  // Of facts being written some may be there already and others not: those are newer than the sums.
  const version = Math.max(from.version, newest - (isWriting() ? 1 : 0));

  const [{ last } = { last: 0 }] = await store.query<{ last: number }>(LAST_COMPUTED);
  const computed = last + 1;
  // Sums by other definitions are nobody's from here on, also when this is cut off and the release before comes back.
  if (told !== undefined && !isKnown) await record(store, { models, through: FIRST_DAY, version: 0, computed });
  const [changed] = await store.query<{ first: string | null }>(FIRST_CHANGED, { version: from.version, through });
  // Nothing is summed yet at version 0: then the first case's first day is where to begin.
  const ended = from.version > 0 ? dayAfter(from.through) : undefined;
  const [begin = dayAfter(through)] = [changed?.first, ended].filter((day) => typeof day === 'string').sort();
  begun += 1;
  for (const month of byMonth(begin, through)) {
    if (isClosing()) return { days: 0 };
    await store.command(SUM, { ...month, computed, before: dayAfter(month.from, -1), as_of: now });
  }
  await record(store, { models, through, version, computed: computed + 1 });
  return { days: Math.round((Date.parse(through) - Date.parse(begin)) / DAY_MS) + 1 };
}

async function record(
  store: Store,
  { models, through, version, computed }: HowFar & { computed: number },
): Promise<void> {
  const row = ['day_sums', models, through, version, computed].join('\t');
  await store.insert('days_summed', ['what', 'models', 'through', 'version', 'computed'], `${row}\n`, 'TabSeparated');
}

const dayAfter = (day: string, days = 1) => isoDay(Date.parse(day) + days * DAY_MS);

/** The days from the first to the last, cut where a month ends; none when the last lies before the first. */
function* byMonth(first: string, last: string): Generator<Days> {
  for (let from = first; from <= last; ) {
    const next = `${dayAfter(`${from.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
    yield { from, to: next <= last ? dayAfter(next, -1) : last };
    from = next;
  }
}

/** Between two looks for days that changed. */
const REST_MS = 15_000;
/** Of one processor, at most a twentieth goes into sums. */
const REST_PER_WORK = 19;
/** So many cases waiting are history coming in: its days would be summed again and again. */
const MANY_WAITING = 2_000;

export interface DaySums {
  close(): Promise<void>;
}

/**
 * Keeps the sums up to date in the process that writes the facts. A store on a server has other writers, whose facts could
 * come late with an earlier version: there is nothing kept there, and all is read from the facts.
 */
export function openDaySums(
  store: Store,
  { refresher, clock, onFault }: { refresher: Refresher; clock: () => Date; onFault: (error: unknown) => void },
): DaySums {
  if (store.kind === 'server') return { close: async () => undefined };
  let isClosing = false;
  const pause = openPause();

  async function run(): Promise<void> {
    while (!isClosing) {
      const started = performance.now();
      if (refresher.waiting < MANY_WAITING) {
        await sumDays(store, {
          now: clock(),
          isWriting: () => refresher.waiting > 0,
          isClosing: () => isClosing,
        }).catch((error) => {
          if (!isClosing) onFault(error);
        });
      }
      if (!isClosing) await pause.take(Math.max(REST_MS, (performance.now() - started) * REST_PER_WORK));
    }
  }
  const running = run();

  return {
    async close() {
      isClosing = true;
      pause.end();
      await running;
    },
  };
}
