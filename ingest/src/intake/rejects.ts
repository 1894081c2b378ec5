/**
 * What was refused, kept: line by line with its reason, personal data removed, listed and replayed after a fix.
 * The same bad line from the same source is one reject however often it comes: `received_at` is when it first came,
 * `last_refused_at` when it was refused the last time, `replayed_at` when what it tells of came in after all.
 */
import { hash } from 'node:crypto';
import type { Store } from '@mingcha/sql';
import { MAX_LINE_BYTES } from '../event.ts';
import { escapeText } from './check.ts';
import type { Rejection } from './explain.ts';
import { momentText } from './moment.ts';
import { maskNumbers, wasMasked, withoutPersonalData } from './personal.ts';
import type { RejectCode } from './reject-codes.ts';

const COLUMNS = [
  'reject_id',
  'received_at',
  'last_refused_at',
  'source',
  'line',
  'code',
  'field',
  'message',
  'text',
  'zone',
  'replayed_at',
  'version',
  'case_id',
  'event_id',
  'revision',
] as const;

/** Which event a line tells of, as far as it can be told: texts empty otherwise. */
export interface EventOfLine {
  case_id: string;
  event_id: string;
  revision: number;
}

/** A refused line on its way into `ingest_rejects`. */
export interface Refused {
  /** Who sent it, as far as can be told; empty otherwise. */
  source: string;
  /** Line within the request or file, from 1. */
  line: number;
  /** As sent; what is personal, and what fields hold that nobody knows, is removed before it is stored. */
  text: string;
  /** Fields that are known; those of the contract unless told. */
  known?: ReadonlySet<string> | undefined;
  /** Zone its moments without one are read in. */
  zone: string;
  /** Of a row that is no event itself, the one it was to make. */
  event?: EventOfLine | undefined;
  rejection: Rejection | { code: RejectCode; field: string; message: string };
}

/**
 * Stores refused lines; answers once they are durable with the events they tell of. A line that was refused before keeps the
 * moment it first came, and is open again.
 */
export async function storeRejects(
  store: Store,
  refused: readonly Refused[],
  at: Date,
): Promise<readonly EventOfLine[]> {
  if (refused.length === 0) return [];
  const rows = refused.map(({ source, line, text, known, zone, event, rejection }): KeptReject => {
    const kept = withoutPersonalData(text.length > MAX_LINE_BYTES ? `${text.slice(0, MAX_LINE_BYTES)}…` : text, known);
    return {
      reject_id: hash('md5', `${source}\n${kept}`, 'hex'),
      received_at: momentText(at.getTime()),
      last_refused_at: momentText(at.getTime()),
      source,
      line,
      code: rejection.code,
      field: rejection.field,
      message: maskNumbers(rejection.message),
      text: kept,
      zone,
      replayed_at: null,
      version: String(at.getTime()),
      ...withoutNumbers(event ?? eventIn(kept)),
    };
  });
  const before = await firstArrivals(
    store,
    rows.map(({ reject_id }) => reject_id),
  );
  const lines = rows.map((row) => {
    const first = before.get(row.reject_id);
    if (!first) return rejectLine(row);
    const version = Math.max(at.getTime(), Number(first.version) + 1);
    return rejectLine({ ...row, received_at: momentText(Date.parse(first.received_at)), version: String(version) });
  });
  await insertLines(store, lines);
  return rows;
}

/** The event a kept line tells of, read as the contract would have it. */
function eventIn(kept: string): EventOfLine {
  let line: Record<string, unknown> | null = null;
  try {
    line = JSON.parse(kept) as Record<string, unknown> | null;
  } catch {
    // Then it says nothing that can be relied on.
  }
  // A number is what the text is that it should have been.
  const text = (name: string) => {
    const value = line?.[name];
    return typeof value === 'string' ? value.trim() : Number.isSafeInteger(value) ? String(value) : '';
  };
  const revision = line?.['revision'];
  const isRevision = Number.isInteger(revision) && Number(revision) >= 0 && Number(revision) <= 4_294_967_295;
  return { case_id: text('case_id'), event_id: text('event_id'), revision: isRevision ? Number(revision) : 0 };
}

/** An event named by a number of a person cannot be told by what is kept of it. */
function withoutNumbers(event: EventOfLine): EventOfLine {
  const isTold = (text: string) => !wasMasked(maskNumbers(text));
  return isTold(event.case_id) && isTold(event.event_id) ? event : { case_id: '', event_id: '', revision: 0 };
}

/** Characters of one insert; a text can hold some 500 million, and lines of a MiB each may wait together. */
const CHARACTERS_PER_INSERT = 16_000_000;

async function insertLines(store: Store, lines: readonly string[]): Promise<void> {
  let from = 0;
  let characters = 0;
  for (const [at, line] of lines.entries()) {
    characters += line.length;
    if (characters < CHARACTERS_PER_INSERT && at < lines.length - 1) continue;
    await store.insert('ingest_rejects', COLUMNS, lines.slice(from, at + 1).join(''), 'TabSeparated');
    from = at + 1;
    characters = 0;
  }
}

const IDS_PER_QUERY = 10_000;

type Arrival = Pick<KeptReject, 'reject_id' | 'received_at' | 'version'>;

async function firstArrivals(store: Store, ids: readonly string[]): Promise<Map<string, Arrival>> {
  const arrivals = new Map<string, Arrival>();
  for (let from = 0; from < ids.length; from += IDS_PER_QUERY) {
    const rows = await store.query<Arrival>(
      `select reject_id, received_at, toString(version) as version from ingest_rejects final
       where reject_id in {ids:Array(String)}`,
      { ids: ids.slice(from, from + IDS_PER_QUERY) },
    );
    for (const row of rows) arrivals.set(row.reject_id, row);
  }
  return arrivals;
}

/** A row of `ingest_rejects`; moments as text, `version` as text because it has 64 bits. */
export interface KeptReject extends EventOfLine {
  reject_id: string;
  received_at: string;
  last_refused_at: string;
  source: string;
  line: number;
  code: string;
  field: string;
  message: string;
  text: string;
  zone: string;
  replayed_at: string | null;
  version: string;
}

/** Cases of the events that open rejects tell of. */
export async function casesOfOpenRejects(store: Store): Promise<Set<string>> {
  const rows = await store.query<Pick<KeptReject, 'case_id'>>(
    `select distinct case_id from ingest_rejects final where replayed_at is null and case_id != '' and event_id != ''`,
  );
  return new Set(rows.map(({ case_id }) => case_id));
}

/** Open rejects that tell of an event of these cases; by their keys, as FINAL would read all there are. */
export async function openRejectsOf(store: Store, cases: readonly string[]): Promise<KeptReject[]> {
  const found: KeptReject[] = [];
  for (let from = 0; from < cases.length; from += IDS_PER_QUERY) {
    const rows = await store.query<KeptReject>(
      `select ${COLUMNS.join(', ')} from ingest_rejects final
       where
         reject_id in (select reject_id from ingest_rejects where case_id in {cases:Array(String)})
         and replayed_at is null and event_id != '' and case_id in {cases:Array(String)}`,
      { cases: cases.slice(from, from + IDS_PER_QUERY) },
    );
    found.push(...rows);
  }
  return found;
}

/** Stores rows again as replayed at that moment. */
export async function markReplayed(store: Store, rejects: readonly KeptReject[], at: Date): Promise<void> {
  if (rejects.length === 0) return;
  const rows = rejects.map((reject) =>
    rejectLine({
      ...reject,
      received_at: momentText(Date.parse(reject.received_at)),
      last_refused_at: momentText(Date.parse(reject.last_refused_at)),
      replayed_at: momentText(at.getTime()),
      version: String(Math.max(at.getTime(), Number(reject.version) + 1)),
    }),
  );
  await insertLines(store, rows);
}

function rejectLine(reject: KeptReject): string {
  const values = COLUMNS.map((column) => {
    const value = reject[column];
    return value === null ? '\\N' : escapeText(String(value));
  });
  return `${values.join('\t')}\n`;
}

export interface RejectFilter {
  /** Rows of a page; 1000 unless told. */
  limit?: number;
  /** `next_cursor` of the page before. */
  cursor?: string | undefined;
  source?: string | undefined;
  code?: RejectCode | undefined;
  /** Only those not yet replayed. */
  open?: boolean;
}

/** Kept rejects: the last batch to come first, each in the order of its lines. Throws a RangeError for a cursor that no page gave. */
export async function listRejects(
  store: Store,
  filter: RejectFilter = {},
): Promise<{ rows: KeptReject[]; next_cursor: string | null }> {
  const limit = filter.limit ?? 1000;
  const after = readCursor(filter.cursor);
  const rows = await store.query<KeptReject>(
    `select ${COLUMNS.join(', ')}
     from ingest_rejects final
     where ({source:String} = '' or source = {source:String})
       and ({code:String} = '' or code = {code:String})
       and (not {open:Bool} or replayed_at is null)
       and (not {has_cursor:Bool} or (-toUnixTimestamp64Milli(received_at), toString(source), line, reject_id) >
            ({after_at:Int64}, {after_source:String}, {after_line:UInt32}, {after_id:String}))
     order by received_at desc, toString(source), line, reject_id
     limit {limit:UInt32}`,
    {
      source: filter.source ?? '',
      code: filter.code ?? '',
      open: filter.open ?? false,
      has_cursor: after !== undefined,
      after_at: after?.[0] ?? 0,
      after_source: after?.[1] ?? '',
      after_line: after?.[2] ?? 0,
      after_id: after?.[3] ?? '',
      limit: limit + 1,
    },
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next_cursor: rows.length > limit && last ? writeCursor(last) : null };
}

type Place = [at: number, source: string, line: number, id: string];

function writeCursor({ received_at, source, line, reject_id }: KeptReject): string {
  const place: Place = [-Date.parse(received_at), source, line, reject_id];
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function readCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Place;
    const [at, source, line, id] = place;
    if (Number.isInteger(at) && typeof source === 'string' && Number.isInteger(line) && /^[0-9a-f]{32}$/.test(id)) {
      return place;
    }
  } catch {
    // Falls to the same sentence.
  }
  throw new RangeError('cursor is not one that a page of rejects gave; leave it out to begin anew.');
}
