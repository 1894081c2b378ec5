/** Supervision beside the server: the rules are evaluated, and people told of the cards that are issued. */
import type { Rule } from '@mingcha/sql';
import type { Engine } from '../engine.ts';
import { cardsToldSince, cardsToTell } from '../notify/issued.ts';
import { type Notifier, openNotifier } from '../notify/notifier.ts';
import { openBadRatings } from '../rectification/bad-ratings.ts';
import type { Ledger } from '../rectification/ledger.ts';
import type { Cards } from '../supervision/cards.ts';
import { openSupervisor } from '../supervision/supervisor.ts';

export interface Supervision {
  /** Tells people, of cards and of what else there is to tell. */
  notifier: Notifier;
  /** Ends it; cards issued are stored, and messages not sent yet are sent after the next start. */
  stop(): Promise<void>;
}

export interface SupervisionOptions {
  cards: Cards;
  ledger: Ledger;
  rules: readonly Rule[];
  /** The dashboard's address as people reach it; without it messages carry no links. */
  platform?: string;
  onFault: (error: unknown) => void;
}

/** Cards issued so long ago may not have been told of: whoever issued them was killed right after. */
const TELL_AGAIN_MS = 3_600_000;

export async function startSupervision(engine: Engine, options: SupervisionOptions): Promise<Supervision> {
  const { store } = engine;
  const { cards, ledger, rules, platform, onFault } = options;
  const notifier = await openNotifier({ store, onFault, ...(platform !== undefined && { platform }) });
  let telling: Promise<unknown> = Promise.resolve();
  const stopTelling = cards.onCards((changes) => {
    telling = telling.then(async () => notifier.tell(await cardsToTell(store, changes, rules))).catch(onFault);
  });
  await notifier.tell(await cardsToldSince(store, rules, new Date(Date.now() - TELL_AGAIN_MS)));

  const { follow } = openBadRatings({ store, ledger, rules });
  const supervisor = openSupervisor({ store, cards, rules, onFault, follow });
  const stopTouching = engine.onRefreshed((caseIds) => supervisor.touch(caseIds));
  supervisor.start();
  return {
    notifier,
    async stop() {
      stopTouching();
      await supervisor.stop();
      stopTelling();
      await telling;
      await notifier.close();
    },
  };
}
