/**
 * Whether a line names a field twice. JSON.parse keeps the last of the two in silence, and which one the sender meant is
 * not known.
 *
 * Every event is asked, so what programs write is told by its length alone: a line without escapes is exactly as long as its
 * names and values, with no spaces or with one after each colon and comma. Any other line is told by its quotes, which
 * stand around every name and every text. (Some spaces, and a repeated field just as long as the missing ones: only by
 * hand, and by chance, would a line pass that should not.)
 */
import type { CaseEvent } from '../event.ts';

/** The shortest field with its value, comma included: `"fee":0,`. */
const SHORTEST_FIELD = 8;
const SPACE = 32;

/** Whether the text, of which JSON.parse made the event, names a field twice. The event is flat, as the contract has it. */
export function hasRepeatedField(line: string, event: CaseEvent): boolean {
  let length = 1;
  let fields = 0;
  let texts = 0;
  let spared = 0;
  for (const name in event) {
    const value = event[name as keyof CaseEvent];
    fields += 1;
    length += name.length + 4;
    if (typeof value === 'string') {
      length += value.length + 2;
      texts += 1;
    } else {
      const digits = String(value).length;
      length += digits;
      // A number may be written shorter than here: 1e9.
      if (digits > 3) spared += digits - 3;
    }
  }
  if (spared < SHORTEST_FIELD) {
    if (line.length === length) return false;
    if (line.length === length + 2 * fields - 1 && line.charCodeAt(line.indexOf(':') + 1) === SPACE) return false;
  }
  return quotesIn(line) > 2 * (fields + texts);
}

/** Quotes that begin or end a text. */
function quotesIn(line: string): number {
  let quotes = 0;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (line.charCodeAt(at - 1 - backslashes) === 92) backslashes += 1;
    if (backslashes % 2 === 0) quotes += 1;
  }
  return quotes;
}

/** The first field the text names a second time. Call it only for text that parses. */
export function repeatedField(line: string): string {
  const names = new Set<string>();
  let depth = 0;
  for (const [token] of line.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && token.endsWith(':')) {
      const name = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)) as string;
      if (names.has(name)) return name;
      names.add(name);
    }
  }
  return '';
}
