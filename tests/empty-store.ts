/**
 * Stores to begin a test with. Making one takes some four seconds, copying one a third of a second: the first test that needs
 * one makes it, and the others of the run get copies. As Vitest's global setup it gives the run a place for it.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureFacts, migrate, openStore, reloadDirectory } from '@mingcha/sql';

const PLACE = 'MINGCHA_TEST_STORES';

export default function setUp(): () => void {
  const place = mkdtempSync(join(tmpdir(), 'mingcha-stores-'));
  process.env[PLACE] = place;
  return () => rmSync(place, { recursive: true, force: true });
}

/** Lays a store of this release, migrated and with the calendars laid out, into a folder; answers its URL. */
export async function emptyStore(folder: string): Promise<string> {
  const place = process.env[PLACE];
  if (place === undefined) throw new Error('Tests of the whole run through tests/vitest.config.ts.');
  const store = join(folder, 'store');
  if (!(await copied(join(place, 'made'), store))) {
    const making = await mkdtemp(join(place, 'making-'));
    const made = await openStore(`file:${making}`);
    await migrate(made);
    await reloadDirectory(made);
    await ensureFacts(made);
    await made.close();
    // Another test may have been first; one made is like the other.
    await rename(making, join(place, 'made')).catch(() => undefined);
    if (!(await copied(join(place, 'made'), store))) throw new Error(`The store made in ${place} cannot be copied.`);
  }
  return `file:${store}`;
}

/** Node's own copying takes four times as long for the thousand files of a store. */
const copied = (from: string, to: string): Promise<boolean> =>
  promisify(execFile)('cp', ['-R', '-P', from, to]).then(
    () => true,
    () => false,
  );
