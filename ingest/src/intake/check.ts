/**
 * One line against the event contract: a row for the store, or what is wrong with it in a sentence.
 *
 * What plain-line.ts does not take comes here: it asks the compiled contract first and builds the row by concatenation; only
 * a refused line is looked at twice (explain.ts).
 */
import { hash } from 'node:crypto';
import Compile from 'typebox/compile';
import { CaseEvent, MAX_LINE_BYTES, REQUIRED_BY_TYPE } from '../event.ts';
import { explain, quoted, type Rejection } from './explain.ts';
import { momentProblem, momentText, parseMoment } from './moment.ts';
import { isPersonalNumber, jsonFault, maskNumbers } from './personal.ts';
import { hasRepeatedField, repeatedField } from './repeated.ts';
import type { Zone } from './zone.ts';

export type { Rejection } from './explain.ts';

/** Columns of `case_events` in the order rows are written. */
export const EVENT_COLUMNS = [
  'case_id',
  'source',
  'event_id',
  'revision',
  'content_hash',
  'type',
  'is_retracted',
  'occurred_at',
  'recorded_at',
  'centre',
  'department',
  'window',
  'staff',
  'owner_department',
  'item',
  'case_kind',
  'channel',
  'stage',
  'outcome',
  'reason',
  'special_kind',
  'special_id',
  'granted',
  'granted_unit',
  'due_at',
  'due_by',
  'rating',
  'fee',
  'applicant_token',
  'ingested_at',
  'worker',
] as const;

export interface Accepted {
  readonly event: CaseEvent;
  /** Of the hash of the content alone: events of other cases may have the same. */
  readonly mark: number;
  /** The columns up to `applicant_token` as TabSeparated, without the end of the line. */
  readonly row: string;
}

export interface CheckContext {
  /** Zone of moments that name none. */
  readonly zone: Zone;
  /** No event can have happened after this moment: now and the tolerance for clocks that run ahead. */
  readonly latest: number;
  /** Milliseconds by which a sender's clock may run ahead. */
  readonly tolerance: number;
}

/** Nothing electronic is older; earlier moments are defaults of the sender's database. */
export const EARLIEST = Date.UTC(1990, 0, 1);
/** The store keeps moments until 2299; a due moment past this is a sender's way to say "none". */
export const LATEST_DUE = Date.UTC(2200, 0, 1);

const contract = Compile(CaseEvent);

/** Checks raw JSON text, or an object already parsed. */
export function checkLine(line: string | object, context: CheckContext): Accepted | Rejection {
  let value: unknown = line;
  let mayNeedEscapes = true;
  if (typeof line === 'string') {
    const problem = textProblem(line);
    if (problem) return problem;
    try {
      value = JSON.parse(line);
    } catch (error) {
      return { code: 'not_json', field: '', message: notJson(line, error) };
    }
    // JSON text without a backslash holds no control character and no backslash anywhere.
    mayNeedEscapes = line.includes('\\');
  }
  if (!contract.Check(value)) return explain(value);
  if (typeof line === 'string' && hasRepeatedField(line, value)) return repeated(line);
  return checkContent(value, context, mayNeedEscapes);
}

function repeated(line: string): Rejection {
  const field = repeatedField(line);
  const message = `${field} stands twice in the line, and which of the two is meant is not known. Send each field once.`;
  return { code: 'repeated_field', field, message };
}

function textProblem(line: string): Rejection | undefined {
  if (line.length * 3 > MAX_LINE_BYTES && Buffer.byteLength(line) > MAX_LINE_BYTES) {
    const message = `The line has ${Buffer.byteLength(line)} bytes; an event has at most ${MAX_LINE_BYTES}. Send one event per line.`;
    return { code: 'too_long', field: '', message };
  }
  if (line.includes('\u0000')) {
    return { code: 'nul', field: '', message: 'The line holds a NUL character; text has none. Remove it.' };
  }
  if (line.includes('\ufffd')) {
    const message = 'The line is not UTF-8 (or holds U+FFFD, which stands for bytes that were lost). Send it as UTF-8.';
    return { code: 'broken_utf8', field: '', message };
  }
  return undefined;
}

function notJson(line: string, error: unknown): string {
  const reason = maskNumbers(jsonFault(error));
  const start = line.trimStart()[0];
  if (start === undefined) {
    return 'There is nothing here; an array has a comma too many before it or after it. Send one event as {…} in its place.';
  }
  if (start !== '{') {
    return `The line is not a JSON object: it starts with ${quoted(start)}. Send one event as {…} on each line.`;
  }
  return `The line is not valid JSON (${reason.replace(/\s+/g, ' ').slice(0, 100)}). Send one whole event as {…} on each line.`;
}

function checkContent(event: CaseEvent, context: CheckContext, mayNeedEscapes: boolean): Accepted | Rejection {
  const required = REQUIRED_BY_TYPE[event.type];
  if (required) {
    for (const field of required) {
      if (event[field] === undefined) {
        const message = `${field} is missing: an event of type ${event.type} must carry it.`;
        return { code: 'missing_field', field, message };
      }
    }
  }

  const occurredAt = parseMoment(event.occurred_at, context.zone);
  if (!(occurredAt >= EARLIEST && occurredAt <= context.latest)) return refuseMoment('occurred_at', event, context);
  const recordedAt = event.recorded_at === undefined ? 0 : parseMoment(event.recorded_at, context.zone);
  if (event.recorded_at !== undefined && !(recordedAt >= EARLIEST && recordedAt <= context.latest)) {
    return refuseMoment('recorded_at', event, context);
  }
  const dueAt = event.due_at === undefined ? 0 : parseMoment(event.due_at, context.zone);
  if (event.due_at !== undefined && !(dueAt >= EARLIEST && dueAt < LATEST_DUE)) {
    return refuseMoment('due_at', event, context);
  }

  if (event.staff !== undefined && isPersonalNumber(event.staff)) return personalValue('staff');
  const token = event.applicant_token;
  if (token !== undefined && (isPersonalNumber(token) || /\p{Script=Han}/u.test(token))) {
    return personalValue('applicant_token');
  }

  let text = event;
  if (mayNeedEscapes) {
    const problem = controlProblem(event);
    if (problem) return problem;
    text = escaped(event);
  }
  const content = `${text.type}\t${text.retracted === true}\t${momentText(occurredAt)}\t${
    text.recorded_at === undefined ? '\\N' : momentText(recordedAt)
  }\t${text.centre ?? ''}\t${text.department ?? ''}\t${text.window ?? ''}\t${text.staff ?? ''}\t${
    text.owner_department ?? ''
  }\t${text.item ?? ''}\t${text.case_kind ?? ''}\t${text.channel ?? ''}\t${text.stage ?? ''}\t${text.outcome ?? ''}\t${
    text.reason === undefined ? '' : maskNumbers(text.reason)
  }\t${text.special_kind ?? ''}\t${text.special_id ?? ''}\t${text.granted ?? 0}\t${text.granted_unit ?? ''}\t${
    text.due_at === undefined ? '\\N' : momentText(dueAt)
  }\t${text.due_by ?? ''}\t${text.rating ?? 0}\t${text.fee === undefined ? '\\N' : text.fee.toFixed(2)}\t${
    text.applicant_token ?? ''
  }`;
  const digest = contentHash(content);
  const row = `${text.case_id}\t${text.source}\t${text.event_id}\t${text.revision ?? 0}\t${digest}\t${content}`;
  return { event, mark: markOf(digest), row };
}

/** First 8 bytes of the MD5 of the content in its canonical form, as the engine's UInt64. */
export function contentHash(content: string | Uint8Array): bigint {
  return BigInt(`0x${hash('md5', content, 'hex').slice(0, 16)}`);
}

/** The first 31 bits of a content's hash, which are a number that weighs nothing: by these contents are told apart at first. */
export function markOf(contentHash: bigint): number {
  return Number(contentHash >> 33n);
}

function refuseMoment(
  field: 'occurred_at' | 'recorded_at' | 'due_at',
  event: CaseEvent,
  context: CheckContext,
): Rejection {
  const text = event[field]!;
  const moment = parseMoment(text, context.zone);
  const came = `${field} ${quoted(text)}`;
  if (Number.isNaN(moment)) return { code: 'impossible_date', field, message: `${came} ${momentProblem(text)}.` };
  if (moment < EARLIEST) {
    const message = `${came} lies before 1990-01-01; send the real moment, or leave an optional one out.`;
    return { code: 'too_early', field, message };
  }
  if (field === 'due_at') {
    const message = `${came} lies after 2199-12-31; leave due_at out where no moment was promised.`;
    return { code: 'too_late', field, message };
  }
  const { zone, latest, tolerance } = context;
  const local = (at: number) => momentText(zone.toLocal(at)).slice(0, 19);
  const message = `${came} is ${local(moment)} in ${zone.name} and lies in the future: there it is ${local(latest - tolerance)}, and a sender's clock may run ahead by ${tolerance / 60_000} minutes. Check the sender's clock and zone.`;
  return { code: 'future', field, message };
}

function personalValue(field: string): Rejection {
  const message = `${field} holds a name, an ID number or a phone number; send a code or a pseudonym that says nothing about the person.`;
  return { code: 'personal_data', field, message };
}

const CONTROL = /[\\\t\n\r]/;

/** NULs and halves of surrogate pairs, which no store keeps as they are. Codes were checked by the contract. */
function controlProblem(event: CaseEvent): Rejection | undefined {
  for (const [field, value] of Object.entries(event)) {
    if (typeof value !== 'string') continue;
    if (value.includes('\u0000')) {
      return { code: 'nul', field, message: `${field} holds a NUL character; text has none. Remove it.` };
    }
    if (value.includes('\ufffd') || LONE_SURROGATE.test(value)) {
      const message = `${field} is not UTF-8 text (half a character, or U+FFFD). Send it as UTF-8.`;
      return { code: 'broken_utf8', field, message };
    }
  }
  return undefined;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** The event with its texts escaped for TabSeparated; the same object where nothing needs it. */
function escaped(event: CaseEvent): CaseEvent {
  let copy: Record<string, unknown> | undefined;
  for (const [field, value] of Object.entries(event)) {
    if (typeof value !== 'string' || !CONTROL.test(value)) continue;
    copy ??= { ...event };
    copy[field] = escapeText(value);
  }
  return (copy as CaseEvent | undefined) ?? event;
}

/** Text as TabSeparated writes it. */
export function escapeText(text: string): string {
  return CONTROL.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : text;
}
