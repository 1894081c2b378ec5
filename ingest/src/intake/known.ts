/**
 * Which events the store already has: the same case, source, event, revision and content.
 *
 * Asked by content first, because hardly any but a resent event has the same, and by case, because that is how the rows
 * lie; an event's own key is compared here.
 */
import { text } from 'node:stream/consumers';
import type { Store } from '@mingcha/sql';
import type { EventRows } from './event-rows.ts';

/** Events asked for in one statement: some 2 MB of text. */
const EVENTS_PER_QUERY = 50_000;

const STORED = `select case_id, source, event_id, revision, content_hash from case_events
prewhere content_hash in {hashes:Array(UInt64)} where case_id in {cases:Array(String)}`;

interface Row {
  rows: EventRows;
  at: number;
}

/** Events by content and key. A key is made only where two have the same content. */
export class EventKeys {
  readonly #byHash = new Map<string, Row | Set<string>>();

  has(rows: EventRows, at: number): boolean {
    const hash = rows.hashes[at]!;
    return this.#byHash.has(hash) && this.#keys(hash).has(rows.key(at));
  }

  /** Answers whether it is new here. */
  add(rows: EventRows, at: number): boolean {
    const hash = rows.hashes[at]!;
    if (!this.#byHash.has(hash)) {
      this.#byHash.set(hash, { rows, at });
      return true;
    }
    const keys = this.#keys(hash);
    const before = keys.size;
    return keys.add(rows.key(at)).size > before;
  }

  addKey(key: string): void {
    this.#keys(key.slice(key.lastIndexOf('\t') + 1)).add(key);
  }

  /** Keys of the events with this content. */
  #keys(hash: string): Set<string> {
    const found = this.#byHash.get(hash);
    if (found instanceof Set) return found;
    const keys = new Set(found ? [found.rows.key(found.at)] : []);
    this.#byHash.set(hash, keys);
    return keys;
  }
}

/** Those stored events that may be one of these. */
export async function knownKeys(store: Store, events: readonly EventRows[]): Promise<EventKeys> {
  const known = new EventKeys();
  const allHashes = events.flatMap(({ hashes }) => hashes);
  const allCases = events.flatMap(({ caseIds }) => caseIds);
  for (let from = 0; from < allCases.length; from += EVENTS_PER_QUERY) {
    const cases = [...new Set(allCases.slice(from, from + EVENTS_PER_QUERY))];
    const hashes = allHashes.slice(from, from + EVENTS_PER_QUERY);
    // A row of this format is a key as it stands: none of its columns can hold a tab or a line break.
    const rows = await text(await store.stream(STORED, 'TabSeparatedRaw', { cases, hashes }));
    for (const key of rows.split('\n')) if (key !== '') known.addKey(key);
  }
  return known;
}
