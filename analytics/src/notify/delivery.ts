/**
 * A message as its actions make it: a pure function from what happened to whether and when it is sent, and the table the
 * actions are kept in.
 *
 * A message tells one receiver of one case in one grade, or of one act on a card of it. It is queued, claimed by the process that sends it, and answered:
 * delivered, refused (the receiver answered and did not take it) or unreachable (no usable answer). One that became untrue or
 * old before it could be told is dropped, and can be queued again; one delivered is never sent again.
 */
import { hash } from 'node:crypto';
import type { Store } from '@mingcha/sql';
import type { CardGrade } from '../contract/codes.ts';
import type { Entry } from './entry.ts';

export type DeliveryAction = 'queued' | 'claimed' | 'delivered' | 'refused' | 'unreachable' | 'dropped';

export interface DeliveryRow {
  message_id: string;
  sequence: number;
  action: DeliveryAction;
  worker: string;
  receiver: string;
  case_id: string;
  grade: CardGrade;
  /** ISO moment. */
  at: string;
  not_before: string | null;
  post: string;
  status: number;
  answer: string;
  /** JSON of an Entry in queued rows. */
  detail: string;
}

export interface Delivery {
  readonly message_id: string;
  readonly receiver: string;
  readonly case_id: string;
  readonly grade: CardGrade;
  state: 'waiting' | 'delivered' | 'dropped';
  /** Of the last action. */
  sequence: number;
  entry: Entry;
  /** When it could be told first; what is old counts from here. */
  since: Date;
  notBefore: Date;
  attempts: number;
  refusals: number;
  claim: { worker: string; sequence: number; at: string; until: Date } | undefined;
}

/**
 * The number of the message that tells a receiver of a case in a grade, or of one act on a card of it: 32 hexadecimal digits.
 */
export function messageId(receiver: string, caseId: string, grade: CardGrade, act = ''): string {
  return hash('sha256', [receiver, caseId, grade, ...(act === '' ? [] : [act])].join('\t')).slice(0, 32);
}

/** A claim comes before its outcome; they share a sequence. */
const PLACE: Record<DeliveryAction, number> = {
  claimed: 0,
  queued: 1,
  unreachable: 2,
  refused: 2,
  dropped: 3,
  delivered: 4,
};

/** The message after all its actions, in whatever order they come; undefined where it was never queued. */
export function deliveryOf(rows: readonly DeliveryRow[]): Delivery | undefined {
  const ordered = [...rows].sort(
    (a, b) => a.sequence - b.sequence || PLACE[a.action] - PLACE[b.action] || (a.at < b.at ? -1 : 1),
  );
  let delivery: Delivery | undefined;
  for (const row of ordered) {
    const moment = new Date(row.not_before ?? row.at);
    if (row.action === 'queued' && (delivery === undefined || delivery.state === 'dropped')) {
      const { message_id, receiver, case_id, grade, sequence } = row;
      const entry = JSON.parse(row.detail) as Entry;
      const start = { state: 'waiting', attempts: 0, refusals: 0, claim: undefined } as const;
      delivery = { message_id, receiver, case_id, grade, sequence, entry, since: moment, notBefore: moment, ...start };
    } else if (delivery !== undefined && delivery.state !== 'delivered') {
      delivery.sequence = row.sequence;
      apply(delivery, row, moment);
    }
  }
  return delivery;
}

function apply(delivery: Delivery, row: DeliveryRow, moment: Date): void {
  switch (row.action) {
    case 'queued':
      delivery.entry = JSON.parse(row.detail) as Entry;
      break;
    case 'claimed': {
      const { claim } = delivery;
      const isFirst = claim?.sequence !== row.sequence || `${row.at} ${row.worker}` < `${claim.at} ${claim.worker}`;
      if (isFirst) delivery.claim = { worker: row.worker, sequence: row.sequence, at: row.at, until: moment };
      break;
    }
    case 'refused':
    case 'unreachable':
      delivery.attempts += 1;
      if (row.action === 'refused') delivery.refusals += 1;
      delivery.notBefore = moment;
      delivery.claim = undefined;
      break;
    case 'delivered':
    case 'dropped':
      delivery.state = row.action;
      delivery.claim = undefined;
  }
}

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** How long to wait after the n-th attempt that failed: half a minute, doubled each time, an hour at most. */
export function backOff(attempts: number): number {
  return Math.min(HOUR, 30 * SECOND * 2 ** (attempts - 1));
}

const COLUMNS = [
  'message_id',
  'sequence',
  'action',
  'worker',
  'receiver',
  'case_id',
  'grade',
  'at',
  'not_before',
  'post',
  'status',
  'answer',
  'detail',
] as const satisfies (keyof DeliveryRow)[];

/** An ISO moment in UTC as a store takes it in. */
const stored = (moment: string | null) => moment?.replace('T', ' ').replace('Z', '') ?? null;

export async function insertDeliveries(store: Store, rows: readonly DeliveryRow[]): Promise<void> {
  if (rows.length === 0) return;
  const text = rows.map((row) => JSON.stringify({ ...row, at: stored(row.at), not_before: stored(row.not_before) }));
  await store.insert('deliveries', COLUMNS, text.join('\n'), 'JSONEachRow');
}

/** Ids in one statement: each is 32 letters of its text. */
const MOST_IDS = 10_000;

/** The messages of these numbers that were ever queued. */
export async function readDeliveries(store: Store, ids: readonly string[]): Promise<Map<string, Delivery>> {
  const rows: DeliveryRow[] = [];
  for (let from = 0; from < ids.length; from += MOST_IDS) {
    const some = ids.slice(from, from + MOST_IDS);
    rows.push(
      ...(await store.query<DeliveryRow>(
        `select ${COLUMNS.join(', ')} from deliveries where message_id in {ids:Array(String)}`,
        { ids: some },
      )),
    );
  }
  return byMessage(rows);
}

/** What a message can last: the longest holiday and the days it is tried for, with room. */
const DAYS_BACK = 60;

/** The messages that wait to be sent. */
export async function readWaiting(store: Store, now: Date): Promise<Map<string, Delivery>> {
  const rows = await store.query<DeliveryRow>(
    `select ${COLUMNS.join(', ')} from deliveries
    where at > {from:DateTime64(3, 'UTC')} and message_id in (
        select message_id from deliveries where at > {from:DateTime64(3, 'UTC')} group by message_id
        having countIf(action = 'delivered') = 0
            and maxIf(sequence, action = 'queued') > maxIf(sequence, action = 'dropped')
    )`,
    { from: new Date(now.getTime() - DAYS_BACK * 24 * HOUR) },
  );
  const all = byMessage(rows);
  for (const [id, { state }] of all) if (state !== 'waiting') all.delete(id);
  return all;
}

function byMessage(rows: readonly DeliveryRow[]): Map<string, Delivery> {
  const grouped = new Map<string, DeliveryRow[]>();
  for (const row of rows) {
    const own = grouped.get(row.message_id);
    if (own === undefined) grouped.set(row.message_id, [row]);
    else own.push(row);
  }
  const all = new Map<string, Delivery>();
  for (const [id, own] of grouped) {
    const delivery = deliveryOf(own);
    if (delivery !== undefined) all.set(id, delivery);
  }
  return all;
}
