/**
 * Sees to it that people are told of all that is done with cards: at once as it is done here, and, after a start, after a
 * failure and from time to time, from the store, of what nobody came to tell. The store keeps through which moment it was
 * told; the mark moves on only when everything until then was, so that a process killed, or away for days, loses nothing.
 */
import type { Rule, Store } from '@mingcha/sql';
import type { Cards } from '../supervision/cards.ts';
import { readMark, writeMark } from '../supervision/marks.ts';
import { openTurns } from '../turns.ts';
import { cardsToldSince, cardsToTell } from './issued.ts';
import { type Notifier, timer } from './notifier.ts';

export interface Telling {
  /** Ends it; resolves when what was begun is written down. */
  stop(): Promise<void>;
}

export interface TellingOptions {
  store: Store;
  cards: Pick<Cards, 'onCards'>;
  rules: readonly Rule[];
  notifier: Pick<Notifier, 'tell'>;
  onFault: (error: unknown) => void;
  clock?: () => Date;
  schedule?: (run: () => void, afterMs: number) => { cancel: () => void };
}

/** How often the store is looked through. */
const EVERY_MS = 600_000;
/** What failed is tried again after this, twice as long each time, up to the above. */
const AGAIN_MS = 15_000;
/** How long after the moment it names an act may come into the store, other machines' clocks included. */
const ON_ITS_WAY_MS = 600_000;
/** How far back a store is looked through that knows no mark yet. */
const AT_FIRST_MS = 3_600_000;

/** Resolves when what was done before was told, or is to be tried again. */
export async function openTelling(options: TellingOptions): Promise<Telling> {
  const { store, cards, rules, notifier, onFault, clock = () => new Date(), schedule = timer } = options;
  // One after the other, so that what fails is not overtaken by a mark behind it.
  const inTurn = openTurns(1);
  let failures = 0;
  let isStopping = false;
  let next: { cancel: () => void } | undefined;

  async function tellFromStore(): Promise<void> {
    const now = clock().getTime();
    const through = (await readMark(store, 'told')) ?? now - AT_FIRST_MS;
    await notifier.tell(await cardsToldSince(store, rules, new Date(through - ON_ITS_WAY_MS)));
    await writeMark(store, 'told', now);
    failures = 0;
  }

  function failed(error: unknown): void {
    failures += 1;
    onFault(error);
  }

  function plan(): void {
    next?.cancel();
    if (isStopping) return;
    const afterMs = failures === 0 ? EVERY_MS : Math.min(AGAIN_MS * 2 ** failures, EVERY_MS);
    next = schedule(() => void inTurn(tellFromStore).catch(failed).then(plan), afterMs);
  }

  const stopListening = cards.onCards((changes) => {
    void inTurn(async () => notifier.tell(await cardsToTell(store, changes, rules))).catch((error) => {
      failed(error);
      plan();
    });
  });
  await inTurn(tellFromStore).catch(failed);
  plan();
  return {
    async stop() {
      isStopping = true;
      next?.cancel();
      stopListening();
      await inTurn(async () => undefined);
    },
  };
}
