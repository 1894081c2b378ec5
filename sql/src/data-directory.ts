/**
 * A data directory belongs to one process, and a process has one data directory: both are rules of the engine.
 * Said here in words before the engine says them in its own.
 */
import { accessSync, constants, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDirectory } from './make-directory.ts';
import { StoreError } from './store-error.ts';

/** Where Linux lists the locks held on files. */
const lockTable = '/proc/locks';

/** How often the directory is open in this process. */
const claims = new Map<string, number>();

/** Directories swept since they were claimed. */
const swept = new Set<string>();

/** Where an insert's rows stand while the engine reads them; `number` is the inserting connection's own. */
export const rowsFile = (directory: string, number: number) => join(directory, `insert-${number}.rows`);

/**
 * Removes what a kill left of inserts that were acknowledged to nobody. To be called once the engine holds the directory: only
 * then is it certain everywhere that no other process has rows there.
 */
export function sweepRows(directory: string): void {
  if (swept.has(directory)) return;
  swept.add(directory);
  for (const name of readdirSync(directory)) if (/^insert-\d+\.rows$/.test(name)) rmSync(join(directory, name));
}

/** `file:./data`, `file:data` and `file:///data` as an absolute path. */
function pathOf(url: string): string {
  if (url.startsWith('file://')) return fileURLToPath(url);
  const path = url.slice('file:'.length);
  if (path === '') throw new StoreError('"file:" names no directory; give file:PATH, e.g. file:./data.');
  return resolve(decodeURIComponent(path));
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The process that holds the engine's lock on the directory, where the system tells (Linux). The process number the
 * engine leaves in the file proves nothing by itself: it may be another's by now.
 */
function holder(directory: string): number | undefined {
  const status = join(directory, 'status');
  const locks = readIfPresent(lockTable);
  if (readIfPresent(status) === undefined || locks === undefined) return undefined;
  const inode = statSync(status).ino;
  for (const line of locks.split('\n')) {
    const [, kind, , , pid, file] = line.trim().split(/\s+/);
    if (kind === 'FLOCK' && file?.split(':')[2] === String(inode)) return Number(pid);
  }
  return undefined;
}

function inUse(directory: string, cause?: unknown): StoreError {
  return new StoreError(
    `The data directory ${directory} is in use by another process; stop it or choose another with MINGCHA_DATA.`,
    { code: 76, isRetryable: false, cause },
  );
}

/** Makes the directory if need be and answers its absolute path; throws a StoreError where it cannot be used. */
export function claimDirectory(url: string): string {
  const directory = pathOf(url);
  // An insert reads a file there by its path: as a pattern it would find none, or another's, and store what it found.
  if (/[*?{}]/.test(directory)) {
    throw new StoreError(
      `The data directory ${directory} has one of * ? { } in its path, which the engine reads as a pattern; rename it or choose another with MINGCHA_DATA.`,
    );
  }
  const other = [...claims.keys()].find((claimed) => claimed !== directory);
  if (other !== undefined) {
    throw new StoreError(
      `This process already has the data directory ${other} open and can have only one; close it before opening ${directory}.`,
    );
  }
  try {
    makeDirectory(directory);
    accessSync(directory, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new StoreError(
      `The data directory ${directory} cannot be written (${(error as Error).message}); give it the right owner or choose another with MINGCHA_DATA.`,
      { cause: error },
    );
  }
  const pid = claims.has(directory) ? undefined : holder(directory);
  if (pid !== undefined && pid !== process.pid) throw inUse(directory);
  claims.set(directory, (claims.get(directory) ?? 0) + 1);
  return directory;
}

/** Why the engine would not open the directory, as far as can be known: it tells only its own log. */
export function openingFailure(directory: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const pid = holder(directory);
  const isLocked = existsSync(lockTable)
    ? pid !== undefined && pid !== process.pid
    : existsSync(join(directory, 'status'));
  if (isLocked) return inUse(directory, error);
  return new StoreError(
    `The engine cannot open the data directory ${directory} (its own message stands above); restore it from a backup or choose another with MINGCHA_DATA.`,
    { cause: error },
  );
}

export function releaseDirectory(directory: string): void {
  const left = (claims.get(directory) ?? 1) - 1;
  if (left > 0) claims.set(directory, left);
  else {
    claims.delete(directory);
    swept.delete(directory);
  }
}
