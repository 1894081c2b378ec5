/** What every part of the benchmark works on, and a store of its own for each. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Generated } from '@mingcha/ingest';
import { type EngineProcess, startEngine } from './engine-process.ts';

export interface Bench {
  readonly city: Generated;
  /** Where parts may leave files; removed at the end. */
  readonly folder: string;
  /** Seconds of visibility. */
  readonly seconds: number;
  /** Reads per mart. */
  readonly runs: number;
  readonly postgres: string;
  /** Largest resident set of each part's process, in bytes. */
  readonly memory: [part: string, bytes: number][];
  /** Adds to the report; at once, so that a run cut short is not for nothing. */
  print(...texts: string[]): void;
  /** Opens a store and a server in a process of its own for the length of a part. */
  part<Result>(name: string, work: (engine: EngineProcess) => Promise<Result>): Promise<Result>;
}

export function openBench(given: Omit<Bench, 'memory' | 'print' | 'part'>): Bench {
  const memory: Bench['memory'] = [];
  return {
    ...given,
    memory,
    print(...texts) {
      process.stdout.write(`${texts.join('\n')}\n`);
    },
    async part(name, work) {
      progress(`${name} …`);
      const directory = join(given.folder, name.replaceAll(/\W+/g, '-'));
      const engine = await startEngine(directory);
      await engine.run('importDirectory', given.city.directory);
      const result = await work(engine);
      memory.push([name, await engine.run('peakMemory')]);
      await engine.close();
      await rm(directory, { recursive: true });
      return result;
    },
  };
}

/** How far the benchmark is, beside its report. */
export function progress(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
