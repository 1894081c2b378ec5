/**
 * The line as programs write it, read straight from its bytes into the row for the store: a flat object, no escapes, at
 * most one space after colons and commas, whole numbers, each field once, everything as the contract has it.
 *
 * This is the path of nearly every event. It refuses nothing: a line it does not take is read by checkLine, which says
 * what is wrong with it or finds that it is good after all. What it does take gets the row checkLine would make of it.
 */
import { CaseEvent, REQUIRED_BY_TYPE } from '../event.ts';
import { type CheckContext, contentHash, EARLIEST, EVENT_COLUMNS, LATEST_DUE, markOf } from './check.ts';
import { copy } from './event-rows.ts';
import type { LineBytes } from './line-bytes.ts';
import { type Characters, parseMoment, writeMoment } from './moment.ts';

type Field = keyof CaseEvent;

interface Rule {
  readonly kind: 'text' | 'choice' | 'moment' | 'number' | 'boolean';
  readonly name: Uint8Array;
  /** Of a text in bytes, which are never fewer than its characters. */
  readonly longest: number;
  readonly choices: readonly Uint8Array[];
  readonly least: number;
  readonly most: number;
  /** May have no blank at its end. */
  readonly isCode: boolean;
  /** May hold numbers of persons or their masks, which only the text can tell. */
  readonly mayBePersonal: boolean;
  /** What stands in the row where the field is missing. */
  readonly absent: Uint8Array;
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text);

/** Fields in the order of their columns. */
const FIELDS = EVENT_COLUMNS.map((column) => (column === 'is_retracted' ? 'retracted' : column)).filter(
  (column): column is Field => column in CaseEvent.properties,
);
const MAY_BE_PERSONAL: readonly Field[] = ['staff', 'applicant_token', 'reason'];
const slotOf = (field: Field): number => FIELDS.indexOf(field);
const RULES: readonly Rule[] = FIELDS.map(ruleOf);

const [CASE_ID, SOURCE, EVENT_ID, REVISION, TYPE] = (
  ['case_id', 'source', 'event_id', 'revision', 'type'] as const
).map(slotOf) as [number, number, number, number, number];
const [DUE_AT, FEE, TOKEN] = (['due_at', 'fee', 'applicant_token'] as const).map(slotOf) as [number, number, number];

const maskOf = (fields: readonly string[]): number =>
  fields.reduce((mask, field) => mask | (1 << slotOf(field as Field)), 0);
const REQUIRED = maskOf(CaseEvent.required);
/** By place of the type among the choices. */
const REQUIRED_OF_TYPE = CaseEvent.properties.type.enum.map((type) => maskOf(REQUIRED_BY_TYPE[type] ?? []));

function ruleOf(field: Field): Rule {
  const schema = CaseEvent.properties[field] as {
    type?: string;
    enum?: readonly string[];
    maxLength?: number;
    pattern?: string;
    minimum?: number;
    maximum?: number;
  };
  const isMoment = field.endsWith('_at');
  const isNumber = schema.type === 'integer' || schema.type === 'number';
  const isBoolean = schema.type === 'boolean';
  return {
    kind: schema.enum ? 'choice' : isMoment ? 'moment' : isNumber ? 'number' : isBoolean ? 'boolean' : 'text',
    name: bytesOf(field),
    longest: schema.maxLength ?? 0,
    choices: (schema.enum ?? []).map(bytesOf),
    least: schema.minimum ?? 0,
    most: schema.maximum ?? 0,
    isCode: schema.pattern !== undefined,
    mayBePersonal: MAY_BE_PERSONAL.includes(field),
    absent: bytesOf(isMoment || field === 'fee' ? '\\N' : isNumber ? '0' : isBoolean ? 'false' : ''),
  };
}

/** Fields by length, first and last letter of their names, which no two have in common; then the name is compared. */
const SLOTS = new Int8Array(1 << 15).fill(-1);
const signature = (length: number, first: number, last: number) =>
  ((length & 31) << 10) | ((first & 31) << 5) | (last & 31);
for (const [slot, { name }] of RULES.entries()) {
  const place = signature(name.length, name[0]!, name.at(-1)!);
  if (SLOTS[place] !== -1) throw new Error(`${FIELDS[slot]} and ${FIELDS[SLOTS[place]!]} cannot be told apart here.`);
  SLOTS[place] = slot;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const SPACE = 32;
const BACKSLASH = 92;
const DELETE = 127;
const OPEN = 123;
const CLOSE = 125;
const TAB = 9;
const ZERO = 48;
const BRACKET = 91;
/** First bytes of U+FFFD, which stands for bytes that were lost. */
const LOST = [0xef, 0xbf] as const;
/** Digits together from which a number of a person can be made out. */
const PERSONAL_DIGITS = 11;

/** Longer lines are rare, and the row of such a one fits into the room below. */
const LONGEST_LINE = 4096;
/** Where the content stands in the room; before it, there is room for the key. */
const CONTENT_AT = 1024;

/** A moment's place in a line, read as if it were a text. */
class BytesAsText implements Characters {
  bytes: Uint8Array = new Uint8Array();
  from = 0;
  length = 0;
  charCodeAt(at: number): number {
    return at < this.length ? this.bytes[this.from + at]! : Number.NaN;
  }
}

/** Reads one line at a time; what it found stays until the next is read. */
export class PlainLines {
  /** Holds the row of the line last read, without the end of the line. */
  readonly room = Buffer.alloc(CONTENT_AT + 2 * LONGEST_LINE);
  rowFrom = 0;
  rowTo = 0;
  /** Of the hash of its content. */
  mark = 0;
  /** Where each field's value stands in the bytes. */
  readonly #starts = new Int32Array(FIELDS.length);
  readonly #ends = new Int32Array(FIELDS.length);
  readonly #values = new Float64Array(FIELDS.length);
  readonly #text = new BytesAsText();
  #seen = 0;

  /** Whether it is a plain line and a good event. */
  read(line: LineBytes, context: CheckContext): boolean {
    return this.#scan(line) && this.#check(line.bytes, context) && this.#write(line.bytes);
  }

  caseId({ bytes }: LineBytes): string {
    return bytes.toString('utf8', this.#starts[CASE_ID]!, this.#ends[CASE_ID]!);
  }

  /** Finds where each field's value stands. */
  #scan({ bytes, from, to }: LineBytes): boolean {
    if (to - from > LONGEST_LINE || bytes[from] !== OPEN || bytes[to - 1] !== CLOSE) return false;
    const last = to - 1;
    let seen = 0;
    let at = from + 1;
    for (;;) {
      if (bytes[at] !== QUOTE) return false;
      const nameFrom = at + 1;
      at = nameFrom;
      while (at < last && bytes[at] !== QUOTE) at += 1;
      const slot = slotAt(bytes, nameFrom, at);
      if (slot < 0 || (seen & (1 << slot)) !== 0) return false;
      seen |= 1 << slot;
      if (bytes[at + 1] !== COLON) return false;
      at += bytes[at + 2] === SPACE ? 3 : 2;
      if (bytes[at] === QUOTE) {
        at += 1;
        this.#starts[slot] = at;
        for (; ; at += 1) {
          const byte = bytes[at]!;
          if (byte === QUOTE) break;
          if (byte < SPACE || byte === BACKSLASH || byte === DELETE || at >= last) return false;
          if (byte === LOST[0] && bytes[at + 1] === LOST[1]) return false;
        }
        this.#ends[slot] = at;
        at += 1;
        const { kind } = RULES[slot]!;
        if (kind === 'number' || kind === 'boolean') return false;
      } else {
        this.#starts[slot] = at;
        while (at < last && bytes[at] !== COMMA && bytes[at] !== SPACE) at += 1;
        this.#ends[slot] = at;
        const { kind } = RULES[slot]!;
        if (kind !== 'number' && kind !== 'boolean') return false;
      }
      if (at === last) break;
      if (bytes[at] !== COMMA) return false;
      at += bytes[at + 1] === SPACE ? 2 : 1;
    }
    this.#seen = seen;
    return (seen & REQUIRED) === REQUIRED;
  }

  /** Whether every value is as the contract has it; keeps the moments. */
  #check(bytes: Uint8Array, context: CheckContext): boolean {
    for (let slot = 0; slot < RULES.length; slot += 1) {
      if ((this.#seen & (1 << slot)) === 0) continue;
      const rule = RULES[slot]!;
      const from = this.#starts[slot]!;
      const to = this.#ends[slot]!;
      switch (rule.kind) {
        case 'text':
          if (to === from || to - from > rule.longest) return false;
          if (mayBeBlank(bytes[from]!) || (rule.isCode && mayBeBlank(leadOfLast(bytes, to)))) return false;
          if (rule.mayBePersonal && mayBePersonal(bytes, from, to, slot === TOKEN)) return false;
          break;
        case 'choice': {
          const place = placeIn(rule.choices, bytes, from, to);
          if (place < 0) return false;
          this.#values[slot] = place;
          break;
        }
        case 'moment': {
          this.#text.bytes = bytes;
          this.#text.from = from;
          this.#text.length = to - from;
          const moment = to - from > rule.longest ? Number.NaN : parseMoment(this.#text, context.zone);
          const isInTime = slot === DUE_AT ? moment < LATEST_DUE : moment <= context.latest;
          if (!(moment >= EARLIEST && isInTime)) return false;
          this.#values[slot] = moment;
          break;
        }
        case 'number': {
          const value = wholeNumber(bytes, from, to);
          if (!(value >= rule.least && value <= rule.most)) return false;
          break;
        }
        case 'boolean':
          if (!isSame(TRUE, bytes, from, to) && !isSame(FALSE, bytes, from, to)) return false;
      }
    }
    const required = REQUIRED_OF_TYPE[this.#values[TYPE]!]!;
    return (this.#seen & required) === required;
  }

  /** The content first, because its hash stands before it in the row. */
  #write(bytes: Uint8Array): true {
    const { room } = this;
    let at = CONTENT_AT;
    for (let slot = TYPE; slot < RULES.length; slot += 1) {
      if (slot > TYPE) room[at++] = TAB;
      const rule = RULES[slot]!;
      if ((this.#seen & (1 << slot)) === 0) at = copy(rule.absent, 0, rule.absent.length, room, at);
      else if (rule.kind === 'moment') at = writeMoment(this.#values[slot]!, room, at);
      else {
        at = copy(bytes, this.#starts[slot]!, this.#ends[slot]!, room, at);
        if (slot === FEE) at = copy(NO_CENTS, 0, NO_CENTS.length, room, at);
      }
    }
    this.rowTo = at;
    const hash = contentHash(room.subarray(CONTENT_AT, at));
    this.mark = markOf(hash);
    const digits = hash.toString();
    const key = digits.length + 1;
    at = CONTENT_AT - key - this.#keyBytes();
    this.rowFrom = at;
    for (const slot of [CASE_ID, SOURCE, EVENT_ID, REVISION]) {
      const isMissing = (this.#seen & (1 << slot)) === 0;
      at = isMissing
        ? copy(ABSENT_REVISION, 0, 1, room, at)
        : copy(bytes, this.#starts[slot]!, this.#ends[slot]!, room, at);
      room[at++] = TAB;
    }
    for (let digit = 0; digit < digits.length; digit += 1) room[at++] = digits.charCodeAt(digit);
    room[at] = TAB;
    return true;
  }

  /** Of the columns before the hash. */
  #keyBytes(): number {
    let bytes = (this.#seen & (1 << REVISION)) === 0 ? 1 : 0;
    for (const slot of [CASE_ID, SOURCE, EVENT_ID, REVISION]) {
      if ((this.#seen & (1 << slot)) !== 0) bytes += this.#ends[slot]! - this.#starts[slot]!;
      bytes += 1;
    }
    return bytes;
  }
}

const TRUE = bytesOf('true');
const FALSE = bytesOf('false');
const NO_CENTS = bytesOf('.00');
const ABSENT_REVISION = bytesOf('0');

function slotAt(bytes: Uint8Array, from: number, to: number): number {
  if (to === from) return -1;
  const slot = SLOTS[signature(to - from, bytes[from]!, bytes[to - 1]!)]!;
  return slot >= 0 && isSame(RULES[slot]!.name, bytes, from, to) ? slot : -1;
}

function isSame(wanted: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (wanted.length !== to - from) return false;
  for (let at = 0; at < wanted.length; at += 1) if (wanted[at] !== bytes[from + at]) return false;
  return true;
}

function placeIn(choices: readonly Uint8Array[], bytes: Uint8Array, from: number, to: number): number {
  for (let place = 0; place < choices.length; place += 1) if (isSame(choices[place]!, bytes, from, to)) return place;
  return -1;
}

/** Of digits as JSON writes a whole number, at most ten of them; else NaN. */
function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  if (to === from || to - from > 10 || (bytes[from] === ZERO && to - from > 1)) return Number.NaN;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The first byte of the character that ends before a place. */
function leadOfLast(bytes: Uint8Array, to: number): number {
  let at = to - 1;
  while ((bytes[at]! & 0xc0) === 0x80) at -= 1;
  return bytes[at]!;
}

/** Whether a character that begins with the byte may be a blank, of which UTF-8 knows many. */
function mayBeBlank(first: number): boolean {
  return first === SPACE || first === 0xc2 || (first >= 0xe1 && first <= 0xe3) || first === LOST[0];
}

/** Whether numbers of a person, masks of such or, where told, a name could stand there. */
function mayBePersonal(bytes: Uint8Array, from: number, to: number, orNames: boolean): boolean {
  let digits = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]!;
    digits = byte >= ZERO && byte <= ZERO + 9 ? digits + 1 : 0;
    if (digits === PERSONAL_DIGITS || byte === BRACKET || (orNames && byte >= 0x80)) return true;
  }
  return false;
}
