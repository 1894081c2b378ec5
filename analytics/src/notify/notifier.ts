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
import { hash } from 'node:crypto';
import type { Store } from '@mingcha/sql';
import { isInEffect } from '../supervision/card.ts';
import { readCards } from '../supervision/kept-cards.ts';
import { openTurns } from '../turns.ts';
import { channels } from './channels/index.ts';
import type { Delivery } from './delivery.ts';
import type { CardToTell, Finding, ReportToTell } from './entry.ts';
import { openPoster } from './poster.ts';
import { GRADES_TOLD, type Receiver, readReceivers } from './receivers.ts';
import { openWaiting } from './waiting.ts';
import { withinHours } from './working-hours.ts';

export interface Notifier {
  /** Resolves when it is written down who is told of these cards; telling them again changes nothing. */
  tell(cards: readonly CardToTell[]): Promise<void>;
  /** Resolves when it is written down that these receivers are told of a report; telling of it again changes nothing. */
  tellOfReport(report: ReportToTell, receivers: readonly string[]): Promise<void>;
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
/** After this many refusals a message goes alone, so that one the receiver never takes holds up no other. */
const TOGETHER_UNTIL = 3;
const MOST_TOGETHER = 500;
/** How long receivers have for their answers when the process stops. */
const CLOSE_WITHIN_MS = 1_000;
/** How often other processes' messages are looked for, in case one died. */
const LOOK_EVERY_MS = MINUTE;

export async function openNotifier(options: NotifierOptions): Promise<Notifier> {
  const { store, onFault, environment = process.env, clock = () => new Date(), schedule = timer } = options;
  const { answerWithinMs = 15_000 } = options;
  const platform = options.platform?.replace(/\/+$/, '');
  const poster = openPoster({ environment, platform, answerWithinMs });
  let isClosing = false;
  const waiting = openWaiting(store, clock);
  /** Receivers being sent to, by code. */
  const lanes = new Map<string, Promise<void>>();
  /** When a receiver may be sent to again, by code. */
  const restUntil = new Map<string, number>();
  let lookedAt = 0;
  let next: { cancel: () => void } | undefined;
  // One after the other, so that the second finds what the first wrote down.
  const inTurn = openTurns(1);

  async function look(): Promise<void> {
    lookedAt = clock().getTime();
    await waiting.look((receiver) => lanes.has(receiver));
  }

  const dueAt = (each: Delivery) => Math.max(waiting.dueAt(each), restUntil.get(each.receiver) ?? 0);
  const isDue = (each: Delivery, now: number) => dueAt(each) <= now;

  async function sendDue(): Promise<void> {
    if (isClosing) return;
    if (store.kind === 'server' && clock().getTime() - lookedAt >= LOOK_EVERY_MS) await look();
    const now = clock().getTime();
    const due = new Set([...waiting.all()].filter((each) => isDue(each, now)).map(({ receiver }) => receiver));
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
    for (const each of waiting.all()) {
      if (each.receiver !== code || !isDue(each, now.getTime())) continue;
      const { calendar } = each.entry;
      const opening = openings.get(calendar) ?? (await withinHours(store, calendar, now));
      openings.set(calendar, opening);
      if (opening > now) each.notBefore = opening;
      else due.push(each);
    }
    // Reports have words of their own, and go without cards.
    const cards = due.filter(({ entry }) => entry.report === undefined);
    if (cards.length > 0) due.splice(0, due.length, ...cards);
    due.sort((a, b) => GRADES_TOLD.indexOf(a.grade) - GRADES_TOLD.indexOf(b.grade));
    const fresh = due.filter(({ refusals }) => refusals < TOGETHER_UNTIL);
    return fresh.length > 0 ? fresh.slice(0, MOST_TOGETHER) : due.slice(0, 1);
  }

  async function send(code: string, receiver: Receiver | undefined): Promise<void> {
    const claimed = await waiting.claim(await together(code));
    if (claimed.length === 0) return;
    if (receiver === undefined || !receiver.is_active) {
      await waiting.record(claimed, 'dropped', { answer: `The receiver ${code} was taken out.` });
      return;
    }
    const [still, untrue] = await inEffect(claimed);
    await waiting.record(untrue, 'dropped', {
      answer: 'The card was lapsed, cancelled or revoked before anybody was told.',
    });
    if (still.length === 0) return;
    const ids = still.map(({ message_id }) => message_id).sort();
    const post = hash('sha256', ids.join(' ')).slice(0, 32);
    const answer = await poster.post(receiver, post, still, clock());
    const rest = Math.max(channels[receiver.channel].gapMs, answer.waitMs ?? 0);
    restUntil.set(code, clock().getTime() + rest);
    const { status, text } = answer;
    if (answer.outcome === 'delivered') {
      await waiting.record(still, 'delivered', { post, status, answer: text });
      waiting.awaken(code, new Set(still.map(({ entry }) => entry.calendar)));
    } else {
      await waiting.putOff(still, answer, { post, status, answer: text });
    }
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
      (findings.length > 0 || delivery.entry.report !== undefined ? still : untrue).push(delivery);
    }
    return [still, untrue];
  }

  function plan(): void {
    next?.cancel();
    next = undefined;
    if (isClosing) return;
    const free = [...waiting.all()].filter(({ receiver }) => !lanes.has(receiver)).map(dueAt);
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
    tell: (cards) =>
      inTurn(async () => {
        await waiting.queue(cards);
        plan();
      }),
    tellOfReport: (report, receivers) =>
      inTurn(async () => {
        await waiting.queueReport(report, receivers);
        plan();
      }),
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

export function timer(run: () => void, afterMs: number) {
  const handle = setTimeout(run, afterMs);
  handle.unref();
  return { cancel: () => clearTimeout(handle) };
}
