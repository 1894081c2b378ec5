/**
 * Which events the store already has: the same case, source, event, revision and content.
 * Asked by case, because that is how the rows lie; an event's own key is compared here.
 */
import type { Store } from '@mingcha/sql';
import type { Accepted } from './check.ts';
import { escapeText } from './check.ts';

/** Cases asked for in one statement: some 300 kB of text. */
const CASES_PER_QUERY = 10_000;

interface KnownRow {
  case_id: string;
  source: string;
  event_id: string;
  revision: number;
  content_hash: string;
}

/** The keys (`Accepted.key`) of stored events of these events' cases. */
export async function knownKeys(store: Store, events: readonly Accepted[]): Promise<Set<string>> {
  const cases = [...new Set(events.map(({ event }) => event.case_id))];
  const keys = new Set<string>();
  for (let from = 0; from < cases.length; from += CASES_PER_QUERY) {
    const rows = await store.query<KnownRow>(
      `select case_id, source, event_id, revision, toString(content_hash) as content_hash
       from case_events
       where case_id in {cases:Array(String)}`,
      { cases: cases.slice(from, from + CASES_PER_QUERY) },
    );
    for (const row of rows) {
      const identity = [row.case_id, row.source, row.event_id].map(escapeText).join('\t');
      keys.add(`${identity}\t${row.revision}\t${row.content_hash}`);
    }
  }
  return keys;
}
