/**
 * Checked events as the bytes the store takes, one row after another.
 *
 * A batch waits for the one before it to be stored. As objects and texts its events would outlive many collections of
 * young objects, each of which copies them; as bytes they weigh nothing there, and go to the engine as they stand.
 */
import type { CaseEvent } from '../event.ts';
import { type Accepted, EVENT_COLUMNS, escapeText } from './check.ts';
import { momentText } from './moment.ts';

/** What a listener hears of a stored event. */
export interface StoredEvent {
  case_id: string;
  type: CaseEvent['type'];
  /** RFC 3339 in UTC. */
  occurred_at: string;
  department: string;
  window: string;
  item: string;
}

/** Of a row, about: what is set aside for each before it is known. */
const ROW_BYTES = 320;
/** Of a UTF-16 code unit in UTF-8. */
const MOST_BYTES_PER_UNIT = 3;
/** Columns that say which event it is. */
const KEY_COLUMNS = 5;
const EVENT_ID = EVENT_COLUMNS.indexOf('event_id');
const TAB = 9;
const ESCAPES: Record<string, string> = { '\\\\': '\\', '\\t': '\t', '\\n': '\n', '\\r': '\r' };

function unescaped(value: string): string {
  return value.includes('\\') ? value.replace(/\\[\\tnr]/g, (pair) => ESCAPES[pair]!) : value;
}

/** Answers the place behind the copy. Of some hundred bytes it costs less than setting a view of them. */
export function copy(source: Uint8Array, from: number, to: number, target: Uint8Array, targetAt: number): number {
  let at = targetAt;
  for (let next = from; next < to; next += 1) target[at++] = source[next]!;
  return at;
}

export class EventRows {
  /** Case of each row. */
  readonly caseIds: string[] = [];
  /** Of the content hash of each row. */
  readonly marks: number[] = [];
  /** Where each row ends. */
  readonly #ends: number[] = [];
  #bytes: Buffer;
  /** The columns after the event's own; the moment of storing is written over later, any moment's text being as long. */
  readonly #tail: Buffer;

  /** `worker`: name of the process that stores them; `expected`: how many will be about. */
  constructor(worker: string, expected: number) {
    this.#bytes = Buffer.allocUnsafe(expected * ROW_BYTES);
    this.#tail = Buffer.from(`\t${momentText(0)}\t${escapeText(worker)}\n`);
  }

  get length(): number {
    return this.#ends.length;
  }

  push({ event, mark, row }: Accepted): void {
    const start = this.#roomFor(row.length * MOST_BYTES_PER_UNIT);
    const end = start + this.#bytes.write(row, start);
    this.#finish(end, event.case_id, mark);
  }

  /** The same of a row that is bytes already: those of `room` between two places. */
  pushBytes(caseId: string, mark: number, room: Buffer, from: number, to: number): void {
    const start = this.#roomFor(to - from);
    copy(room, from, to, this.#bytes, start);
    this.#finish(start + to - from, caseId, mark);
  }

  /** Where the next row starts, once there is room for it. */
  #roomFor(bytes: number): number {
    const start = this.#start(this.length);
    const most = start + bytes + this.#tail.length;
    if (most > this.#bytes.length) this.#grow(most, start);
    return start;
  }

  #finish(end: number, caseId: string, mark: number): void {
    copy(this.#tail, 0, this.#tail.length, this.#bytes, end);
    this.#ends.push(end + this.#tail.length);
    this.caseIds.push(caseId);
    this.marks.push(mark);
  }

  /** Case, source, event, revision and hash of the content, with tabs between: the same key is the same event sent again. */
  key(at: number): string {
    return this.#columns(at).slice(0, KEY_COLUMNS).join('\t');
  }

  eventId(at: number): string {
    let from = this.#start(at);
    for (let column = 0; column < EVENT_ID; column += 1) from = this.#bytes.indexOf(TAB, from) + 1;
    return unescaped(this.#bytes.toString('utf8', from, this.#bytes.indexOf(TAB, from)));
  }

  identity(at: number): { source: string; event_id: string; revision: number } {
    const [, source = '', event_id = '', revision] = this.#columns(at);
    return { source, event_id, revision: Number(revision) };
  }

  stored(at: number): StoredEvent {
    const values = this.#columns(at);
    const column = (name: (typeof EVENT_COLUMNS)[number]) => values[EVENT_COLUMNS.indexOf(name)]!;
    return {
      case_id: column('case_id'),
      type: column('type') as CaseEvent['type'],
      occurred_at: `${column('occurred_at').replace(' ', 'T')}Z`,
      department: column('department'),
      window: column('window'),
      item: column('item'),
    };
  }

  /** The named rows, in their order, as stored at this moment: TabSeparated by EVENT_COLUMNS. */
  bytes(rows: readonly number[], storedAt: number): Buffer {
    const moment = Buffer.from(momentText(storedAt));
    for (const end of this.#ends) this.#bytes.set(moment, end - this.#tail.length + 1);
    if (rows.length === this.length) return this.#bytes.subarray(0, this.#start(this.length));
    const stretches: Buffer[] = [];
    for (let index = 0; index < rows.length; ) {
      const first = index;
      index += 1;
      while (index < rows.length && rows[index] === rows[index - 1]! + 1) index += 1;
      stretches.push(this.#bytes.subarray(this.#start(rows[first]!), this.#ends[rows[index - 1]!]));
    }
    return Buffer.concat(stretches);
  }

  #start(at: number): number {
    return at === 0 ? 0 : this.#ends[at - 1]!;
  }

  #row(at: number): Buffer {
    return this.#bytes.subarray(this.#start(at), this.#ends[at]);
  }

  #columns(at: number): string[] {
    const values = this.#row(at).toString('utf8').split('\t');
    return values.map(unescaped);
  }

  #grow(least: number, used: number): void {
    const bytes = Buffer.allocUnsafe(Math.max(least, this.#bytes.length * 2));
    this.#bytes.copy(bytes, 0, 0, used);
    this.#bytes = bytes;
  }
}
