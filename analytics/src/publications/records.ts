/** What the store knows of publications: the seal each had when it was published. */
import type { Store } from '@mingcha/sql';
import type { Bundle } from './folder.ts';

/** Durable when it resolves. The same again changes nothing. */
export async function record(store: Store, { manifest, sha256 }: Bundle, at: Date): Promise<void> {
  const moment = (iso: string) => iso.replace('T', ' ').replace('Z', '');
  const row = JSON.stringify({
    number: manifest.number,
    sha256,
    published_at: moment(manifest.published_at),
    recorded_at: moment(at.toISOString()),
  });
  const columns = ['number', 'sha256', 'published_at', 'recorded_at'];
  await store.insert('publication_records', columns, row, 'JSONEachRow');
}

/** The seals on record for a number: one, unless something was changed. */
export async function readRecords(store: Pick<Store, 'query'>, number: string): Promise<string[]> {
  const rows = await store.query<{ sha256: string }>(
    'select sha256 from publication_records final where number = {number:String} order by recorded_at, sha256',
    { number },
  );
  return rows.map(({ sha256 }) => sha256);
}

/**
 * Puts the publication before on record where it is not: a process may have been killed between sealing and recording. The next
 * one names its seal all the same; what merely lies in the folder is no record of anything.
 */
export async function recordIfMissing(store: Store, before: Bundle, at: Date): Promise<void> {
  if ((await readRecords(store, before.manifest.number)).length === 0) await record(store, before, at);
}
