/**
 * What was refused, kept: line by line with its reason, personal data removed, listed and replayed after a fix.
 * The same bad line from the same source is one reject however often it comes; `received_at` is when it last came.
 */
import { hash } from 'node:crypto';
import type { Store } from '@mingcha/sql';
import { MAX_LINE_BYTES } from '../event.ts';
import { escapeText } from './check.ts';
import type { Rejection } from './explain.ts';
import { momentText } from './moment.ts';
import { withoutPersonalData } from './personal.ts';

const COLUMNS = [
  'reject_id',
  'received_at',
  'source',
  'line',
  'code',
  'field',
  'message',
  'text',
  'zone',
  'replayed_at',
  'version',
] as const;

/** A refused line on its way into `ingest_rejects`. */
export interface Refused {
  /** Who sent it, as far as can be told; empty otherwise. */
  source: string;
  /** Line within the request or file, from 1. */
  line: number;
  /** As sent; what is personal is removed before it is stored. */
  text: string;
  /** Zone its moments without one are read in. */
  zone: string;
  rejection: Rejection | { code: string; field: string; message: string };
}

/** Stores refused lines; returns once they are durable. Storing the same line again replaces it. */
export async function storeRejects(store: Store, refused: readonly Refused[], at: Date): Promise<void> {
  const rows = refused.map(({ source, line, text, zone, rejection }) => {
    const kept = withoutPersonalData(text.length > MAX_LINE_BYTES ? `${text.slice(0, MAX_LINE_BYTES)}…` : text);
    return rejectLine({
      reject_id: hash('md5', `${source}\n${kept}`, 'hex'),
      received_at: momentText(at.getTime()),
      source,
      line,
      code: rejection.code,
      field: rejection.field,
      message: rejection.message,
      text: kept,
      zone,
      replayed_at: null,
      version: String(at.getTime()),
    });
  });
  if (rows.length > 0) await store.insert('ingest_rejects', COLUMNS, rows.join(''), 'TabSeparated');
}

/** A row of `ingest_rejects`; moments as text, `version` as text because it has 64 bits. */
export interface KeptReject {
  reject_id: string;
  received_at: string;
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

/** Stores rows again as replayed at that moment. */
export async function markReplayed(store: Store, rejects: readonly KeptReject[], at: Date): Promise<void> {
  const rows = rejects.map((reject) =>
    rejectLine({
      ...reject,
      received_at: momentText(Date.parse(reject.received_at)),
      replayed_at: momentText(at.getTime()),
      version: String(Math.max(at.getTime(), Number(reject.version) + 1)),
    }),
  );
  if (rows.length > 0) await store.insert('ingest_rejects', COLUMNS, rows.join(''), 'TabSeparated');
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
  code?: string | undefined;
  /** Only those not yet replayed. */
  open?: boolean;
}

/** Kept rejects, the last to come first. Throws a RangeError for a cursor that no page gave. */
export async function listRejects(
  store: Store,
  filter: RejectFilter = {},
): Promise<{ rows: KeptReject[]; next_cursor: string | null }> {
  const limit = filter.limit ?? 1000;
  const [receivedAt, rejectId] = readCursor(filter.cursor);
  const rows = await store.query<KeptReject>(
    `select ${COLUMNS.join(', ')}
     from ingest_rejects final
     where ({source:String} = '' or source = {source:String})
       and ({code:String} = '' or code = {code:String})
       and (not {open:Bool} or replayed_at is null)
       and ({received_at:String} = '' or (received_at, reject_id) <
            (parseDateTime64BestEffortOrZero({received_at:String}, 3, 'UTC'), {reject_id:String}))
     order by received_at desc, reject_id desc
     limit {limit:UInt32}`,
    {
      source: filter.source ?? '',
      code: filter.code ?? '',
      open: filter.open ?? false,
      received_at: receivedAt,
      reject_id: rejectId,
      limit: limit + 1,
    },
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next_cursor: rows.length > limit && last ? writeCursor(last) : null };
}

function writeCursor({ received_at, reject_id }: KeptReject): string {
  return Buffer.from(`${received_at} ${reject_id}`).toString('base64url');
}

function readCursor(cursor: string | undefined): [string, string] {
  if (cursor === undefined) return ['', ''];
  const parts = /^(\S+Z) ([0-9a-f]{32})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!parts) throw new RangeError('cursor is not one that a page of rejects gave; leave it out to begin anew.');
  return [parts[1]!, parts[2]!];
}
