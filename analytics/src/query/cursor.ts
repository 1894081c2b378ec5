/**
 * Cursors: where a page ended, sealed into one opaque word. A cursor keeps the report's moment, so that all pages of
 * a list look from the same moment, and a mark of the question, so that it cannot be used on another one.
 */
import { createHash } from 'node:crypto';
import type { After, KeyValue, OrderKey, Select } from './select.ts';

export interface Cursor {
  after: After;
  asOf: Date;
}

export function writeCursor(select: Select, cursor: Cursor): string {
  const content = { a: cursor.after, t: cursor.asOf.toISOString(), q: markOf(select) };
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** The least there is of each type: a list goes on after them with its first row. */
const LEAST: Readonly<Record<OrderKey['type'], KeyValue>> = {
  String: '',
  Date: '1970-01-01',
  UInt8: 0,
  UInt32: 0,
  Int64: Number.MIN_SAFE_INTEGER,
  Float64: -Number.MAX_VALUE,
};

/** A cursor of this question with all its rows still to come. */
export function firstCursor(select: Select, asOf: Date): string {
  return writeCursor(select, { after: select.order.map(({ type }) => LEAST[type]), asOf });
}

/** The cursor a word holds, or undefined when it holds none for this question. */
export function readCursor(select: Select, word: string): Cursor | undefined {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(word, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (content === null || typeof content !== 'object') return undefined;
  const { a: after, t: moment, q: mark } = content as Record<string, unknown>;
  if (mark !== markOf(select) || !isAfter(select, after) || typeof moment !== 'string') return undefined;
  const asOf = new Date(moment);
  return Number.isNaN(asOf.getTime()) ? undefined : { after, asOf };
}

function isAfter(select: Select, after: unknown): after is KeyValue[] {
  return (
    Array.isArray(after) &&
    after.length === select.order.length &&
    after.every((value) => typeof value === 'string' || typeof value === 'number')
  );
}

function markOf(select: Select): string {
  const question = JSON.stringify([select.from, select.where ?? [], select.order, select.parameters]);
  return createHash('sha256').update(question).digest('base64url').slice(0, 12);
}
