/** Opens a store with everything that works on it — schema, refresh, intake — and closes it in the right order. */
import { type Intake, openIntake } from '@mingcha/ingest';
import {
  ensureFacts,
  migrate,
  openRefresher,
  openStore,
  type Refresher,
  reloadDirectory,
  type Store,
} from '@mingcha/sql';

export interface Engine {
  readonly store: Store;
  readonly refresher: Refresher;
  readonly intake: Intake;
  /** Hears of the cases brought up to date, after each refresh; answers how to stop listening. */
  onRefreshed(listener: (caseIds: readonly string[]) => void): () => void;
  /** Finishes what was submitted, brings its cases up to date, and lets go of the store. */
  close(): Promise<void>;
}

/**
 * Opens and migrates the store of a URL (`file:PATH`, `http(s)://…`). Rejects with a sentence when it cannot.
 * `onRebuild` hears of the cases computed so far, of all, when a new release counts otherwise than the one before.
 */
export async function openEngine(
  url: string,
  onFault: (error: unknown) => void,
  onRebuild: (done: number, all: number) => void = () => undefined,
): Promise<Engine> {
  const store = await openStore(url);
  try {
    await migrate(store);
    // Lays out the calendars, without which no clock runs; a release may bring a new year of them.
    await reloadDirectory(store);
    await ensureFacts(store, { onProgress: onRebuild });
    const listeners = new Set<(caseIds: readonly string[]) => void>();
    const onRefreshed = (caseIds: readonly string[]) => {
      for (const listener of listeners) listener(caseIds);
    };
    const refresher = await openRefresher(store, { onFault, onRefreshed });
    const intake = await openIntake({ store, refresher, onFault });
    return {
      store,
      refresher,
      intake,
      onRefreshed(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async close() {
        await intake.close();
        await refresher.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
