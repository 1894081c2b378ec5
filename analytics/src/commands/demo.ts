/** The demo city beside the server: founded in an empty store, gone on with while alone, left out of everybody else's. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importDirectory, isDemoToRun, lookForDemo, runDemo } from '@mingcha/ingest';
import type { Store } from '@mingcha/sql';
import type { DemoState } from '../contract/index.ts';
import type { Engine } from '../engine.ts';

export interface Demo {
  /** What readers have to know of it. */
  state(): DemoState;
  /** Founds the city, or goes on with it, where it is to run. */
  start(): void;
  /** Ends it; what it sent is stored. */
  stop(): Promise<void>;
}

export interface DemoOptions {
  /** True also in a store that holds other data, false never, undefined only in an empty store or one that holds nothing else. */
  wanted: boolean | undefined;
  say: (sentence: string) => void;
  onFault: (error: unknown) => void;
}

/** Looks what there is of it in the store, so that it is known before anybody asks. */
export async function openDemo(
  { store, intake }: Pick<Engine, 'store' | 'intake'>,
  { wanted, say, onFault }: DemoOptions,
): Promise<Demo> {
  const found = await lookForDemo(store);
  const isToRun = isDemoToRun(found, wanted);
  const isResumed = found.founded !== null;
  let state: DemoState = found.isInvented ? 'still' : 'none';
  if (isToRun) state = isResumed ? 'running' : 'founding';
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    try {
      await runDemo({
        intake,
        store,
        founded: found.founded,
        importDirectory: (files) => importTexts(store, files),
        signal: stopping.signal,
        onFault,
        onReady: ({ events }) => {
          state = 'running';
          say(
            isResumed
              ? `The demo city goes on; ${events} events of the time between were caught up with.`
              : `The demo city is founded: ${events} events of its last thirteen weeks; its days go on from here.`,
          );
        },
      });
    } catch (error) {
      // What it sent so far counts, and no more comes.
      state = 'still';
      onFault(error);
    }
  }

  return {
    state: () => state,
    start() {
      if (isToRun) running ??= run();
      else if (isResumed && found.hasOthers && wanted === undefined) {
        say(
          'Events of other sources have come in beside the demo city, so it does not go on; its invented cases still count. ' +
            'For real cases alone start with another data directory (MINGCHA_DATA); to go on with the city, with --demo.',
        );
      }
    },
    async stop() {
      stopping.abort();
      await running;
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
