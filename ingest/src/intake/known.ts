/**
 * Which events the store already has: the same case, source, event, revision and content.
 * Asked by case, because that is how the rows lie; an event's own key is compared here.
 */
import { text } from 'node:stream/consumers';
import type { Store } from '@mingcha/sql';
import type { Accepted } from './check.ts';

/** Cases asked for in one statement: some 300 kB of text. */
const CASES_PER_QUERY = 10_000;

/** The keys (`Accepted.key`) of stored events of these events' cases. */
export async function knownKeys(store: Store, events: readonly Accepted[]): Promise<Set<string>> {
  const cases = [...new Set(events.map(({ event }) => event.case_id))];
  const keys = new Set<string>();
  for (let from = 0; from < cases.length; from += CASES_PER_QUERY) {
    // A row of this format is a key as it stands: none of its columns can hold a tab or a line break.
    const rows = await store.stream(
      'select case_id, source, event_id, revision, content_hash from case_events where case_id in {cases:Array(String)}',
      'TabSeparatedRaw',
      { cases: cases.slice(from, from + CASES_PER_QUERY) },
    );
    for (const key of (await text(rows)).split('\n')) keys.add(key);
  }
  return keys;
}
