/** What the store knows of publications: the seal each had when it was published. */
import type { Store } from '@mingcha/sql';
import type { Bundle } from './folder.ts';

/** Durable when it resolves. The same again changes nothing. */
export async function record(store: Store, bundles: readonly Bundle[], at: Date): Promise<void> {
  if (bundles.length === 0) return;
  const moment = (iso: string) => iso.replace('T', ' ').replace('Z', '');
  const rows = bundles.map(({ manifest, sha256 }) =>
    JSON.stringify({
      number: manifest.number,
      sha256,
      published_at: moment(manifest.published_at),
      recorded_at: moment(at.toISOString()),
    }),
  );
  const columns = ['number', 'sha256', 'published_at', 'recorded_at'];
  await store.insert('publication_records', columns, rows.join('\n'), 'JSONEachRow');
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
 * Puts on record what lies in the folder and is not: a process may have been killed between sealing and recording, and a
 * bundle sealed is published.
 */
export async function recordMissing(store: Store, bundles: readonly Bundle[], at: Date): Promise<void> {
  const rows = await store.query<{ number: string }>('select distinct number from publication_records');
  const known = new Set(rows.map(({ number }) => number));
  await record(
    store,
    bundles.filter(({ manifest }) => !known.has(manifest.number)),
    at,
  );
}
