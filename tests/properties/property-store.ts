/** What a property is tried on: a store of its own with the directory it needs, and whatever went wrong behind the scenes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, openEngine } from '@mingcha/analytics';
import { importDirectory } from '@mingcha/ingest';
import { emptyStore } from '../empty-store.ts';

export interface PropertyStore {
  engine: Engine;
  /** Failures nobody waited for, such as a refresh that has to be tried again. */
  faults: unknown[];
  /** Closes the engine and takes its folder away. */
  close(): Promise<void>;
}

/** Opens it in a new temporary folder; `directory` is the YAML of a directory file. */
export async function openPropertyStore(directory: string): Promise<PropertyStore> {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-property-'));
  const faults: unknown[] = [];
  const engine = await openEngine(await emptyStore(folder), (error) => faults.push(error));
  const file = join(folder, 'directory.yaml');
  await writeFile(file, directory);
  await importDirectory(engine.store, [file]);
  return {
    engine,
    faults,
    async close() {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
