/**
 * The messages that wait to be sent, as this process knows them: read from the store, where everything done with one is
 * written down; claimed before they are sent, so that of several processes one sends; put off when they are not taken.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Store } from '@mingcha/sql';
import type { Answer } from './channels/channel.ts';
import {
  backOff,
  type Delivery,
  type DeliveryAction,
  type DeliveryRow,
  deliveryOf,
  insertDeliveries,
  readDeliveries,
  readWaiting,
} from './delivery.ts';
import type { CardToTell, Entry, ReportToTell } from './entry.ts';
import { queueMessages } from './queue.ts';
import { reportRow } from './report-message.ts';
import { withinHours } from './working-hours.ts';

export interface Waiting {
  /** Of all receivers; what is queued or taken out while one goes through them shows. */
  all(): Iterable<Delivery>;
  /** When a message may be sent by this process, in milliseconds of the epoch. */
  dueAt(delivery: Delivery): number;
  /** Reads them anew, but for the receivers that are being sent to. */
  look(isBusy: (receiver: string) => boolean): Promise<void>;
  /** Writes down who is to be told of these cards. */
  queue(cards: readonly CardToTell[]): Promise<void>;
  /** Writes down that these receivers are told of a report; those that are already stay as they are. */
  queueReport(report: ReportToTell, receivers: readonly string[]): Promise<void>;
  /** Of these the messages nobody else claimed first, and that are still to be sent. */
  claim(deliveries: readonly Delivery[]): Promise<Delivery[]>;
  /** Writes down what came of them; they no longer wait. */
  record(deliveries: readonly Delivery[], action: DeliveryAction, more: Partial<DeliveryRow>): Promise<void>;
  /** Writes down that they were not taken; they wait for another try, unless they are a week old. */
  putOff(deliveries: readonly Delivery[], answer: Answer, more: Partial<DeliveryRow>): Promise<void>;
  /** The receiver is there again: what waits for another try needs to wait no longer. */
  awaken(receiver: string, calendars: ReadonlySet<string>): void;
}

const CALENDAR_OF_REPORTS = 'default';
/** How long a claim holds: two minutes, longer than any receiver may take. */
const CLAIM_MS = 120_000;
const KEPT_FOR_MS = 7 * 86_400_000;
/** Claims of other processes are seen after this. One process has an embedded store for itself. */
const SETTLE_MS = { embedded: 0, server: 500 };

export function openWaiting(store: Store, clock: () => Date): Waiting {
  const worker = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  /** By number of the message. */
  const waiting = new Map<string, Delivery>();

  function row(delivery: Delivery, action: DeliveryAction, more: Partial<DeliveryRow> = {}): DeliveryRow {
    const { message_id, sequence, receiver, case_id, grade } = delivery;
    const common = { message_id, sequence, action, worker, receiver, case_id, grade, at: clock().toISOString() };
    return { ...common, not_before: null, post: '', status: 0, answer: '', detail: '', ...more };
  }

  async function look(isBusy: (receiver: string) => boolean): Promise<void> {
    const before = [...waiting.values()];
    const stored = await readWaiting(store, clock());
    // Of a receiver that is busy more is known here than there.
    for (const { message_id, receiver } of before) {
      if (!stored.has(message_id) && !isBusy(receiver)) waiting.delete(message_id);
    }
    for (const [id, delivery] of stored) if (!isBusy(delivery.receiver)) waiting.set(id, delivery);
  }

  async function queue(cards: readonly CardToTell[]): Promise<void> {
    for (const queued of await queueMessages(store, cards, clock())) {
      const mine = waiting.get(queued.message_id);
      if (mine === undefined) waiting.set(queued.message_id, deliveryOf([queued])!);
      // Another object: what is being sent right now is the old one.
      else waiting.set(queued.message_id, { ...mine, entry: JSON.parse(queued.detail) as Entry });
    }
  }

  async function queueReport(report: ReportToTell, receivers: readonly string[]): Promise<void> {
    const now = clock();
    // A report is about no one centre: people are told within the hours of the default calendar.
    const notBefore = await withinHours(store, CALENDAR_OF_REPORTS, now);
    const rows = receivers.map((receiver) => reportRow(receiver, report, CALENDAR_OF_REPORTS, now, notBefore));
    const known = await readDeliveries(
      store,
      rows.map(({ message_id }) => message_id),
    );
    const fresh = rows.filter(({ message_id }) => !known.has(message_id));
    await insertDeliveries(store, fresh);
    for (const row of fresh) waiting.set(row.message_id, deliveryOf([row])!);
  }

  function dueAt({ notBefore, claim }: Delivery): number {
    const claimed = claim !== undefined && claim.worker !== worker ? claim.until.getTime() : 0;
    return Math.max(notBefore.getTime(), claimed);
  }

  async function claim(deliveries: readonly Delivery[]): Promise<Delivery[]> {
    if (deliveries.length === 0) return [];
    const until = new Date(clock().getTime() + CLAIM_MS).toISOString();
    const claims = deliveries.map((each) =>
      row({ ...each, sequence: each.sequence + 1 }, 'claimed', { not_before: until }),
    );
    await insertDeliveries(store, claims);
    const settleMs = SETTLE_MS[store.kind];
    if (settleMs > 0) await new Promise((resolve) => setTimeout(resolve, settleMs));
    const ids = claims.map(({ message_id }) => message_id);
    const stored = await readDeliveries(store, ids);
    const mine: Delivery[] = [];
    for (const { message_id, attempts } of deliveries) {
      waiting.delete(message_id);
      const delivery = stored.get(message_id);
      if (delivery?.state !== 'waiting') continue;
      waiting.set(message_id, delivery);
      // Another try than those known here: another process was there first, and it failed.
      if (delivery.claim?.worker === worker && delivery.attempts === attempts) mine.push(delivery);
    }
    return mine;
  }

  async function record(deliveries: readonly Delivery[], action: DeliveryAction, more: Partial<DeliveryRow>) {
    await insertDeliveries(
      store,
      deliveries.map((each) => row(each, action, more)),
    );
    for (const each of deliveries) {
      if (waiting.get(each.message_id) === each) waiting.delete(each.message_id);
    }
  }

  async function putOff(deliveries: readonly Delivery[], answer: Answer, more: Partial<DeliveryRow>): Promise<void> {
    const now = clock();
    const action = answer.outcome;
    const isOld = (each: Delivery) => now.getTime() - each.since.getTime() >= KEPT_FOR_MS;
    const old = deliveries.filter(isOld);
    const rows: DeliveryRow[] = [];
    for (const each of deliveries) {
      const waitMs = Math.max(backOff(each.attempts + 1), answer.waitMs ?? 0);
      const notBefore = await withinHours(store, each.entry.calendar, new Date(now.getTime() + waitMs));
      rows.push(row(each, action, { ...more, not_before: notBefore.toISOString() }));
      each.notBefore = notBefore;
      each.attempts += 1;
      if (action === 'refused') each.refusals += 1;
      each.claim = undefined;
    }
    await insertDeliveries(store, rows);
    await record(old, 'dropped', { answer: 'Not taken for a week; the tries before say why.' });
  }

  function awaken(code: string, calendars: ReadonlySet<string>): void {
    const now = clock();
    for (const each of waiting.values()) {
      const isHeldUp = each.receiver === code && each.attempts > 0 && each.refusals === 0;
      if (isHeldUp && calendars.has(each.entry.calendar) && each.notBefore > now) each.notBefore = now;
    }
  }

  return { all: () => waiting.values(), dueAt, look, queue, queueReport, claim, record, putOff, awaken };
}
