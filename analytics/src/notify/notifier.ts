/**
 * Tells people about cards. `tell` writes down who is to be told of what and returns; sending is done beside, for each
 * receiver on its own, so that one that is down delays nobody.
 *
 * A receiver hears once of a case in a grade. Outside the opening hours of the centre's calendar nothing is sent; what came
 * up then goes together at the next opening. What is not taken is tried again, later and later, across restarts, until it is
 * a week old. What is no longer true when it could be told is dropped.
 *
 * At least once: a process killed between a receiver's answer and its record sends again; webhooks see the same `webhook-id`,
 * mailboxes the same Message-ID. Processes on one store claim a message before they send it.
 */
import { hash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Store } from '@mingcha/sql';
import { isInEffect } from '../supervision/card.ts';
import { readCards } from '../supervision/kept-cards.ts';
import { openTurns } from '../turns.ts';
import type { Answer } from './channels/channel.ts';
import { channels } from './channels/index.ts';
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
import type { CardToTell, Entry, Finding } from './entry.ts';
import { openPoster } from './poster.ts';
import { queueMessages } from './queue.ts';
import { GRADES_TOLD, type Receiver, readReceivers } from './receivers.ts';
import { withinHours } from './working-hours.ts';

export interface Notifier {
  /** Resolves when it is written down who is told of these cards; telling them again changes nothing. */
  tell(cards: readonly CardToTell[]): Promise<void>;
  /** Sends what is due, as the notifier does by itself; resolves when all receivers answered or were given up. */
  sendDue(): Promise<void>;
  /** Lets go of receivers that do not answer within a second; what they were sent is tried again after the next start. */
  close(): Promise<void>;
}

export interface NotifierOptions {
  store: Store;
  /** The dashboard's address as people reach it; without it messages carry no links. */
  platform?: string;
  environment?: Readonly<Record<string, string | undefined>>;
  onFault: (error: unknown) => void;
  clock?: () => Date;
  schedule?: (run: () => void, afterMs: number) => { cancel: () => void };
  /** How long a receiver may take to answer. */
  answerWithinMs?: number;
}

const MINUTE = 60_000;
/** How long a claim holds: longer than any receiver may take. */
const CLAIM_MS = 2 * MINUTE;
/** After this many refusals a message goes alone, so that one the receiver never takes holds up no other. */
const TOGETHER_UNTIL = 3;
const MOST_TOGETHER = 500;
const KEPT_FOR_MS = 7 * 24 * 60 * MINUTE;
/** How long receivers have for their answers when the process stops. */
const CLOSE_WITHIN_MS = 1_000;
/** How often other processes' messages are looked for, in case one died. */
const LOOK_EVERY_MS = MINUTE;
/** Claims of other processes are seen after this. One process has an embedded store for itself. */
const SETTLE_MS = { embedded: 0, server: 500 };

export async function openNotifier(options: NotifierOptions): Promise<Notifier> {
  const { store, onFault, environment = process.env, clock = () => new Date(), schedule = timer } = options;
  const { answerWithinMs = 15_000 } = options;
  const platform = options.platform?.replace(/\/+$/, '');
  const worker = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const poster = openPoster({ environment, platform, answerWithinMs });
  let isClosing = false;
  /** Messages that wait, by number, and receivers being sent to, by code. */
  const waiting = new Map<string, Delivery>();
  const lanes = new Map<string, Promise<void>>();
  /** When a receiver may be sent to again, by code. */
  const restUntil = new Map<string, number>();
  let lookedAt = 0;
  let next: { cancel: () => void } | undefined;
  // One after the other, so that the second finds what the first wrote down.
  const inTurn = openTurns(1);

  async function look(): Promise<void> {
    lookedAt = clock().getTime();
    const before = [...waiting.values()];
    const stored = await readWaiting(store, clock());
    // Of a receiver being sent to right now more is known here than there.
    for (const { message_id, receiver } of before) {
      if (!stored.has(message_id) && !lanes.has(receiver)) waiting.delete(message_id);
    }
    for (const [id, delivery] of stored) if (!lanes.has(delivery.receiver)) waiting.set(id, delivery);
  }

  function row(delivery: Delivery, action: DeliveryAction, more: Partial<DeliveryRow> = {}): DeliveryRow {
    const { message_id, sequence, receiver, case_id, grade } = delivery;
    const common = { message_id, sequence, action, worker, receiver, case_id, grade, at: clock().toISOString() };
    return { ...common, not_before: null, post: '', status: 0, answer: '', detail: '', ...more };
  }

  async function queue(cards: readonly CardToTell[]): Promise<void> {
    for (const queued of await queueMessages(store, cards, clock())) {
      const mine = waiting.get(queued.message_id);
      if (mine === undefined) waiting.set(queued.message_id, deliveryOf([queued])!);
      // Another object: what is being sent right now is the old one.
      else waiting.set(queued.message_id, { ...mine, entry: JSON.parse(queued.detail) as Entry });
    }
    plan();
  }

  const isDue = (delivery: Delivery, now: number) => dueAt(delivery) <= now;
  function dueAt({ notBefore, claim, receiver }: Delivery): number {
    const claimed = claim !== undefined && claim.worker !== worker ? claim.until.getTime() : 0;
    return Math.max(notBefore.getTime(), claimed, restUntil.get(receiver) ?? 0);
  }

  async function sendDue(): Promise<void> {
    if (isClosing) return;
    if (store.kind === 'server' && clock().getTime() - lookedAt >= LOOK_EVERY_MS) await look();
    const now = clock().getTime();
    const due = new Set([...waiting.values()].filter((each) => isDue(each, now)).map(({ receiver }) => receiver));
    const free = [...due].filter((receiver) => !lanes.has(receiver));
    if (free.length > 0) {
      const receivers = new Map((await readReceivers(store)).map((each) => [each.receiver, each]));
      if (isClosing) return;
      for (const code of free) {
        if (lanes.has(code)) continue;
        const lane = send(code, receivers.get(code))
          .catch((error: unknown) => {
            restUntil.set(code, clock().getTime() + MINUTE);
            onFault(error);
          })
          .finally(() => {
            lanes.delete(code);
            plan();
          });
        lanes.set(code, lane);
      }
    }
    plan();
    await Promise.all(lanes.values());
  }

  /**
   * What goes in the next post: all that is due, or of what was refused again and again one alone. What became due while
   * no process was there, and whose centre has closed since, waits until it opens.
   */
  async function together(code: string): Promise<Delivery[]> {
    const now = clock();
    const due: Delivery[] = [];
    const openings = new Map<string, Date>();
    for (const each of waiting.values()) {
      if (each.receiver !== code || !isDue(each, now.getTime())) continue;
      const { calendar } = each.entry;
      const opening = openings.get(calendar) ?? (await withinHours(store, calendar, now));
      openings.set(calendar, opening);
      if (opening > now) each.notBefore = opening;
      else due.push(each);
    }
    due.sort((a, b) => GRADES_TOLD.indexOf(a.grade) - GRADES_TOLD.indexOf(b.grade));
    const fresh = due.filter(({ refusals }) => refusals < TOGETHER_UNTIL);
    return fresh.length > 0 ? fresh.slice(0, MOST_TOGETHER) : due.slice(0, 1);
  }

  async function send(code: string, receiver: Receiver | undefined): Promise<void> {
    const claimed = await claim(await together(code));
    if (claimed.length === 0) return;
    if (receiver === undefined || !receiver.is_active) {
      await record(claimed, 'dropped', { answer: `The receiver ${code} was taken out.` });
      return;
    }
    const [still, untrue] = await inEffect(claimed);
    await record(untrue, 'dropped', { answer: 'The card was lapsed, cancelled or revoked before anybody was told.' });
    if (still.length === 0) return;
    const ids = still.map(({ message_id }) => message_id).sort();
    const post = hash('sha256', ids.join(' ')).slice(0, 32);
    const answer = await poster.post(receiver, post, still, clock());
    const rest = Math.max(channels[receiver.channel].gapMs, answer.waitMs ?? 0);
    restUntil.set(code, clock().getTime() + rest);
    const { status, text } = answer;
    if (answer.outcome === 'delivered') {
      await record(still, 'delivered', { post, status, answer: text });
      awaken(code, new Set(still.map(({ entry }) => entry.calendar)));
    } else {
      await putOff(still, answer, { post, status, answer: text });
    }
  }

  /** Of those nobody else claimed first, and that are still to be sent. */
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

  /** Apart: messages of which a card still counts, with only those quoted, and the others. */
  async function inEffect(deliveries: readonly Delivery[]): Promise<[Delivery[], Delivery[]]> {
    const ids = deliveries.flatMap(({ entry }) => entry.findings.map(({ card_id }) => card_id));
    const cards = await readCards(store, ids);
    // One the store does not know counts: whoever told of it did.
    const counts = ({ card_id }: Finding) => {
      const card = cards.get(card_id);
      return card === undefined || isInEffect(card.state);
    };
    const still: Delivery[] = [];
    const untrue: Delivery[] = [];
    for (const delivery of deliveries) {
      const findings = delivery.entry.findings.filter(counts);
      delivery.entry = { ...delivery.entry, findings };
      (findings.length > 0 ? still : untrue).push(delivery);
    }
    return [still, untrue];
  }

  /** Writes down what came of it; the messages no longer wait. */
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

  /** The receiver is there again: what waits for another try needs to wait no longer. */
  function awaken(code: string, calendars: ReadonlySet<string>): void {
    const now = clock();
    for (const each of waiting.values()) {
      const isHeldUp = each.receiver === code && each.attempts > 0 && each.refusals === 0;
      if (isHeldUp && calendars.has(each.entry.calendar) && each.notBefore > now) each.notBefore = now;
    }
  }

  function plan(): void {
    next?.cancel();
    next = undefined;
    if (isClosing) return;
    const free = [...waiting.values()].filter(({ receiver }) => !lanes.has(receiver)).map(dueAt);
    const soonest = free.reduce((least, moment) => Math.min(least, moment), Number.POSITIVE_INFINITY);
    const lookAt = store.kind === 'server' ? lookedAt + LOOK_EVERY_MS : Number.POSITIVE_INFINITY;
    const at = Math.min(soonest, lookAt);
    if (at === Number.POSITIVE_INFINITY) return;
    // A machine's clock can be set, so that no timer is trusted for longer than a minute.
    const afterMs = Math.min(Math.max(at - clock().getTime(), 0), MINUTE);
    next = schedule(() => void sendDue().catch(onFault), afterMs);
  }

  await look();
  plan();
  return {
    tell: (cards) => inTurn(() => queue(cards)),
    sendDue,
    async close() {
      isClosing = true;
      next?.cancel();
      await inTurn(async () => undefined);
      const answered = Promise.all(lanes.values());
      const patience = setTimeout(() => poster.giveUp(), CLOSE_WITHIN_MS);
      await answered;
      clearTimeout(patience);
    },
  };
}

function timer(run: () => void, afterMs: number) {
  const handle = setTimeout(run, afterMs);
  handle.unref();
  return { cancel: () => clearTimeout(handle) };
}
