/** Supervision beside the server: the rules are evaluated, and people told of the cards that are issued. */
import type { Rule } from '@mingcha/sql';
import type { Engine } from '../engine.ts';
import { type Notifier, openNotifier } from '../notify/notifier.ts';
import { openTelling } from '../notify/telling.ts';
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

export async function startSupervision(engine: Engine, options: SupervisionOptions): Promise<Supervision> {
  const { store } = engine;
  const { cards, ledger, rules, platform, onFault } = options;
  const notifier = await openNotifier({ store, onFault, ...(platform !== undefined && { platform }) });
  const telling = await openTelling({ store, cards, rules, notifier, onFault });

  const { follow } = openBadRatings({ store, ledger, rules });
  const supervisor = openSupervisor({ store, cards, rules, onFault, follow });
  const stopTouching = engine.onRefreshed((caseIds) => supervisor.touch(caseIds));
  supervisor.start();
  return {
    notifier,
    async stop() {
      stopTouching();
      await supervisor.stop();
      await telling.stop();
      await notifier.close();
    },
  };
}
