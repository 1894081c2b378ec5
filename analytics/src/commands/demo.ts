/** The demo city beside the server: founded in an empty store, gone on with while alone, left out of everybody else's. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importDirectory, runDemo } from '@mingcha/ingest';
import type { Store } from '@mingcha/sql';
import type { DemoState } from '../contract/index.ts';
import type { Engine } from '../engine.ts';

export interface Demo {
  /** What readers have to know of it. */
  state(): DemoState;
  /** Ends it; what it sent is stored. */
  stop(): Promise<void>;
}

/**
 * Starts the city and returns at once. `wanted`: true also in a store that holds other data, false never, undefined
 * only in an empty store or one that holds nothing but the city.
 */
export function startDemo(
  engine: Engine,
  wanted: boolean | undefined,
  say: (sentence: string) => void,
  onFault: (error: unknown) => void,
): Demo {
  if (wanted === false) return { state: () => 'none', stop: async () => {} };
  const stopping = new AbortController();
  let state: DemoState = 'none';
  const running = runDemo({
    intake: engine.intake,
    store: engine.store,
    importDirectory: (files) => importTexts(engine.store, files),
    signal: stopping.signal,
    evenIfNotEmpty: wanted === true,
    onFault,
    onBegin: () => {
      state = 'founding';
    },
    onReady: ({ events, isResumed }) => {
      state = 'running';
      say(
        isResumed
          ? `The demo city goes on; ${events} events of the time between were caught up with.`
          : `The demo city is founded: ${events} events of its last thirteen weeks; its days go on from here.`,
      );
    },
  });
  running.then((ended) => {
    if (ended !== 'left') return;
    state = 'left';
    say(
      'Events of other sources have come in beside the demo city, so it does not go on; its invented cases still count. ' +
        'For real cases alone, start with another data directory (MINGCHA_DATA); to go on with the city, with --demo.',
    );
  }, onFault);
  return {
    state: () => state,
    async stop() {
      stopping.abort();
      await running.catch(() => undefined);
    },
  };
}

/** Imports directory files given as name → text, as if they lay in a folder. */
async function importTexts(store: Store, files: Record<string, string>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-city-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await importDirectory(store, [folder]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
