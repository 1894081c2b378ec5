/** Shared data loaded as a newcomer would: directory import, then ingest through the shipped mapping, into one store. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CaseRefresher,
  type IngestSummary,
  importDirectory,
  ingestFiles,
  intakeSink,
  memoryCursors,
  openIntake,
  openMapping,
} from '@mingcha/ingest';
import { openRefresher, openStore, rebuild, type Store } from '@mingcha/sql';
import { emptyStore } from '../empty-store.ts';
import { sharedFile } from './mapped-files.ts';

const directoryOf = (mapping: string) =>
  fileURLToPath(new URL(`../../ingest/mappings/directories/${mapping}.yaml`, import.meta.url));

export interface LoadedCity {
  store: Store;
  summary: IngestSummary['files'][number];
  remove(): Promise<void>;
}

/** Refreshes nothing while events come in: the whole history is computed at the end. */
const AT_THE_END: CaseRefresher = { touch: () => undefined, waiting: 0, aside: 0, settled: async () => undefined };

/** `facts`: computed for the touched cases as events come in, or, for a long history, all at the end by a rebuild. */
export async function loadCity(name: string, path: string, facts: 'as_it_comes' | 'at_the_end'): Promise<LoadedCity> {
  const folder = await mkdtemp(join(tmpdir(), `mingcha-${name}-`));
  const store = await openStore(await emptyStore(folder));
  await importDirectory(store, [directoryOf(name)]);
  const refresher = facts === 'at_the_end' ? AT_THE_END : await openRefresher(store);
  const intake = await openIntake({ store, refresher });
  const mapping = await openMapping(name);
  const sink = intakeSink(intake, mapping.zone);
  const { files } = await ingestFiles({ files: [sharedFile(path)], mapping, cursors: memoryCursors(), sink });
  const [summary] = files;
  if (summary?.error) throw summary.error;
  await intake.settled();
  if (facts === 'at_the_end') await rebuild(store);
  return {
    store,
    summary: summary!,
    async remove() {
      await intake.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
