/**
 * Which events the store already has: the same case, source, event, revision and content.
 *
 * Asked by content first, because hardly any but a resent event has the same, and by case, because that is how the rows
 * lie; an event's own key is compared here. Content is told apart by the mark of its hash, which is enough to leave out nearly
 * every event that is new.
 */
import { buffer, text } from 'node:stream/consumers';
import type { Store } from '@mingcha/sql';
import { markOf } from './check.ts';
import type { EventRows } from './event-rows.ts';

/** Events asked for in one statement: some 2 MB of text. */
const EVENTS_PER_QUERY = 50_000;

/**
 * Of more events, the marks of all that is stored of their cases come first: few cases have more than some tens of events, and
 * the engine takes longer to read a list of all marks asked for than to answer those it has.
 */
const FEW = 1000;
const MARKS = `select toUInt32(bitShiftRight(content_hash, 33)) from case_events where case_id in {cases:Array(String)}`;
const MARK_BYTES = 4;

const STORED = `select case_id, source, event_id, revision, content_hash from case_events
prewhere bitShiftRight(content_hash, 33) in {marks:Array(UInt64)} where case_id in {cases:Array(String)}`;

interface Row {
  rows: EventRows;
  at: number;
}

/** Events by content and key. A key is made only where two have the same mark. */
export class EventKeys {
  readonly #byMark = new Map<number, Row | Set<string>>();

  has(rows: EventRows, at: number): boolean {
    const mark = rows.marks[at]!;
    return this.#byMark.has(mark) && this.#keys(mark).has(rows.key(at));
  }

  /** Answers whether it is new here. */
  add(rows: EventRows, at: number): boolean {
    const mark = rows.marks[at]!;
    if (!this.#byMark.has(mark)) {
      this.#byMark.set(mark, { rows, at });
      return true;
    }
    const keys = this.#keys(mark);
    const before = keys.size;
    return keys.add(rows.key(at)).size > before;
  }

  addKey(key: string): void {
    this.#keys(markOf(BigInt(key.slice(key.lastIndexOf('\t') + 1)))).add(key);
  }

  /** Keys of the events with this mark. */
  #keys(mark: number): Set<string> {
    const found = this.#byMark.get(mark);
    if (found instanceof Set) return found;
    const keys = new Set(found ? [found.rows.key(found.at)] : []);
    this.#byMark.set(mark, keys);
    return keys;
  }
}

/** Those stored events that may be one of these. */
export async function knownKeys(store: Store, events: readonly EventRows[]): Promise<EventKeys> {
  const known = new EventKeys();
  const allMarks = events.flatMap(({ marks }) => marks);
  const allCases = events.flatMap(({ caseIds }) => caseIds);
  for (let from = 0; from < allCases.length; from += EVENTS_PER_QUERY) {
    let marks = allMarks.slice(from, from + EVENTS_PER_QUERY);
    let cases = allCases.slice(from, from + EVENTS_PER_QUERY);
    if (marks.length > FEW) {
      const stored = await storedMarks(store, [...new Set(cases)]);
      cases = cases.filter((_, at) => stored.has(marks[at]!));
      marks = marks.filter((mark) => stored.has(mark));
    }
    if (marks.length === 0) continue;
    // A row of this format is a key as it stands: none of its columns can hold a tab or a line break.
    const rows = await text(await store.stream(STORED, 'TabSeparatedRaw', { cases: [...new Set(cases)], marks }));
    for (const key of rows.split('\n')) if (key !== '') known.addKey(key);
  }
  return known;
}

/** Marks of all stored events of these cases. */
async function storedMarks(store: Store, cases: readonly string[]): Promise<Set<number>> {
  const bytes = await buffer(await store.stream(MARKS, 'RowBinary', { cases }));
  const marks = new Set<number>();
  for (let at = 0; at < bytes.length; at += MARK_BYTES) marks.add(bytes.readUInt32LE(at));
  return marks;
}
