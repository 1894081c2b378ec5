/** Shared data loaded as a newcomer would: directory import, then ingest through the shipped mapping, into one store. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Engine, openEngine } from '@mingcha/analytics';
import {
  type FileSummary,
  importDirectory,
  ingestFiles,
  intakeSink,
  memoryCursors,
  openMapping,
} from '@mingcha/ingest';
import { sharedFile } from './mapped-files.ts';

const directoryOf = (mapping: string) =>
  fileURLToPath(new URL(`../../ingest/mappings/directories/${mapping}.yaml`, import.meta.url));

export interface LoadedCity extends Engine {
  summary: FileSummary;
  remove(): Promise<void>;
}

export async function loadCity(mappingName: string, path: string): Promise<LoadedCity> {
  const folder = await mkdtemp(join(tmpdir(), `mingcha-${mappingName}-`));
  const engine = await openEngine(`file:${join(folder, 'store')}`, (error) => {
    throw error;
  });
  await importDirectory(engine.store, [directoryOf(mappingName)]);
  const mapping = await openMapping(mappingName);
  const { files } = await ingestFiles({
    files: [sharedFile(path)],
    mapping,
    cursors: memoryCursors(),
    sink: intakeSink(engine.intake, engine.store, mapping.zone),
  });
  const [summary] = files;
  if (summary?.error) throw summary.error;
  await engine.intake.settled();
  return {
    ...engine,
    summary: summary!,
    async remove() {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
