/** Cases that are not as they were, told from two bundles' evidence, with the events that made them so. */
import { join } from 'node:path';
import type { Store } from '@mingcha/sql';
import type { RestatedCase } from '../../contract/index.ts';
import { speechOf } from '../../words/speech.ts';
import { changeWords, columnWords } from '../column-words.ts';
import { evidenceFile } from '../evidence.ts';

import { openScratch } from '../verification/second-engine.ts';

/** Cases told one by one. */
const MOST_CASES = 2_000;
/** Moments that count on their own day. */
const MOMENTS = [
  'received_at',
  'clock_from_at',
  'on_clock_at',
  'accepted_at',
  'refused_at',
  'withdrawn_at',
  'decided_at',
  'delivered_at',
  'rated_at',
];
/** What is judged of a case, or leads there, once it is closed; of one still open a publication counts whether it was due. */
const JUDGED = [
  'outcome',
  'stops',
  'extensions',
  'stated_dues',
  'promised_limit',
  'used',
  'verdict',
  'statutory_limit',
  'statutory_used',
  'statutory_verdict',
  'working_days_used',
  'timed_events',
  'timely_events',
];
const CLOSED_BY = ['refused_at', 'withdrawn_at', 'decided_at'];

/** The rows of a table as they stood at the end of a day: what came to pass later, and what follows from it, is nothing. */
function asOfDay(table: string, { day, zone }: End): string {
  const isBy = (moment: string) => `timezone('${zone.replaceAll("'", "''")}', ${moment})::date <= date '${day}'`;
  const isClosed = `coalesce(${CLOSED_BY.map(isBy).join(' or ')}, false)`;
  const isDue = `coalesce(${isClosed} or due_on <= date '${day}', false)`;
  return `select * exclude (entries, last_ingested_at) replace (
      ${[
        ...MOMENTS.map((moment) => `case when ${isBy(moment)} then ${moment} end as ${moment}`),
        `case when ${isBy('rated_at')} then rating end as rating`,
        ...JUDGED.map((column) => `case when ${isClosed} then "${column}" end as "${column}"`),
        ...['due_on', 'due_at'].map((column) => `case when ${isDue} then ${column} end as ${column}`),
      ].join(',\n      ')}
    ) from "${table}"`;
}

/** The last day that is published, in the zone of its calendar. */
export interface End {
  day: string;
  zone: string;
}

type Value = RestatedCase['columns'][number]['old'];
interface Changed {
  case_id: string;
  department: string;
  columns: RestatedCase['columns'];
  /** Arrival of the newest event the publication knew of; null where it knew nothing of the case. */
  known: string | null;
}

/** `2026-03-02 02:15:00+00` as an ISO moment; lists as their text. */
function plainOf(value: unknown): Value {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/.test(value))
    return new Date(value.replace(' ', 'T').replace('+00', 'Z')).toISOString();
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return (value ?? null) as Value;
}

async function changedCases(old: string, now: string, end: End): Promise<{ changed: Changed[]; found: number }> {
  const scratch = await openScratch();
  try {
    await scratch.load('was', join(old, evidenceFile('cases')));
    await scratch.load('is', join(now, evidenceFile('cases')));
    const told = (table: string) => `select case_id, to_json(t)::varchar as row from (${asOfDay(table, end)}) as t`;
    const rows = await scratch.query(`
      select coalesce(a.case_id, b.case_id) as case_id, a.row as was, b.row as now, epoch_ms(was.last_ingested_at) as known,
        count(*) over () as found
      from (${told('was')}) as a
      full join (${told('is')}) as b on b.case_id = a.case_id
      left join was on was.case_id = a.case_id
      where a.row is distinct from b.row
      order by 1 limit ${MOST_CASES}`);
    const changed = rows.map((row) => {
      const [before, after] = [row['was'], row['now']].map((text) =>
        text === null ? undefined : JSON.parse(String(text)),
      );
      const known = row['known'] === null ? null : new Date(Number(row['known'])).toISOString();
      return changedCase(String(row['case_id']), before, after, known);
    });
    return { changed, found: Number(rows[0]?.['found'] ?? 0) };
  } finally {
    scratch.close();
  }
}

type Row = Record<string, unknown> | undefined;

function changedCase(case_id: string, before: Row, after: Row, known: string | null): Changed {
  const department = String((after ?? before)?.['department'] ?? '');
  const names = Object.keys(before ?? after ?? {}).filter((name) => name !== 'case_id');
  const columns = names.flatMap((column) => {
    const [old, now] = [plainOf(before?.[column]), plainOf(after?.[column])];
    return before !== undefined && after !== undefined && old === now ? [] : [{ column, old, new: now }];
  });
  const whole = before === undefined || after === undefined;
  return {
    case_id,
    department,
    columns: whole ? [{ column: 'row', old: before !== undefined, new: after !== undefined }] : columns,
    known,
  };
}

interface Arrived {
  case_id: string;
  type: string;
  source: string;
  occurred_at: string;
  recorded_at: string | null;
  ingested_at: string;
  is_retracted: boolean;
}

/** Events of the cases, in order of arrival. */
async function eventsOf(store: Pick<Store, 'query'>, cases: readonly string[]): Promise<Map<string, Arrived[]>> {
  const rows = await store.query<Arrived>(
    `select case_id, toString(type) as type, toString(source) as source, occurred_at, recorded_at, ingested_at, is_retracted
    from case_events final where case_id in {cases:Array(String)} order by case_id, ingested_at, occurred_at, event_id`,
    { cases: [...cases] },
  );
  const byCase = new Map<string, Arrived[]>();
  for (const row of rows) byCase.set(row.case_id, [...(byCase.get(row.case_id) ?? []), row]);
  return byCase;
}

/**
 * `old` and `now` are folders with the evidence of a publication and of today. What came to pass after the end of the period is no
 * reason: a case open then and closed since is as it was. `found` counts those beyond the first thousands too.
 */
export async function restatedCases(
  store: Pick<Store, 'query'>,
  old: string,
  now: string,
  end: End,
): Promise<{ cases: RestatedCase[]; found: number }> {
  const { changed, found } = await changedCases(old, now, end);
  if (changed.length === 0) return { cases: [], found };
  const { zone } = end;
  const events = await eventsOf(
    store,
    changed.map(({ case_id }) => case_id),
  );
  const [zh, en] = [speechOf('zh', zone), speechOf('en', zone)];
  const cases = changed.map(({ case_id, department, columns, known }) => {
    const arrived = (events.get(case_id) ?? []).filter(({ ingested_at }) => known === null || ingested_at > known);
    const told = arrived.map(({ case_id: _, ...event }) => event);
    const what = columns.map(({ column, old, new: now }) => {
      const [was, is] = changeWords(column, old, now, [zh, en]);
      return { name: columnWords(column), was, is };
    });
    const whatZh = what.map(({ name, was, is }) => `${name.zh}由${was.zh}变为${is.zh}`).join('，');
    const whatEn = what.map(({ name, was, is }) => `${name.en} was ${was.en} and is ${is.en}`).join(', ');
    const whyZh = told.map(
      (event) =>
        `${zh.moment(event.ingested_at)}到达的${event.is_retracted ? '撤销' : ''}“${zh.code('event', event.type)}”（发生于${zh.moment(event.occurred_at)}）`,
    );
    const whyEn = told.map(
      (event) =>
        `${event.is_retracted ? 'taken back: ' : ''}${en.code('event', event.type)} of ${en.moment(event.occurred_at)}, which arrived on ${en.moment(event.ingested_at)}`,
    );
    return {
      case_id,
      department,
      columns,
      events: told,
      zh: `办件${case_id}：${whatZh}。${told.length > 0 ? `依据：${whyZh.join('、')}。` : '没有新到的事件：时限、名录、日历或计算方法有变。'}`,
      en: `Case ${case_id}: ${whatEn}. ${told.length > 0 ? `Because of: ${whyEn.join('; ')}.` : 'No event arrived: limits, directory, calendar or models changed.'}`,
    };
  });
  return { cases, found };
}
