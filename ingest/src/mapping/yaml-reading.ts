/**
 * Reads a YAML file so that every mistake can be named by line and key.
 *
 * All scalars stay text (failsafe schema): a code `01` must not become the number 1.
 * Mistakes are collected, not thrown one by one: whoever writes the file sees all of them at once.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { nearest } from '../nearest.ts';

export interface Mistake {
  /** From 1. */
  line: number;
  /** Where in the file, e.g. `events[1].occurred_at`. */
  key: string;
  /** What is wrong and what to do. */
  message: string;
}

/** A place in the file: a value with the key that leads to it. */
export interface Spot {
  node: Node | null;
  key: string;
  line: number;
}

export class YamlReading {
  readonly mistakes: Mistake[] = [];
  readonly root: Spot;
  readonly #lines = new LineCounter();
  readonly #document;

  constructor(text: string) {
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      schema: 'failsafe',
      prettyErrors: false,
      // Told by `map`, which knows where it is.
      uniqueKeys: false,
    });
    for (const { pos, message } of this.#document.errors) {
      const line = this.#lineAt(pos[0]);
      const columns = columnsBefore(text, pos);
      this.mistakes.push(
        columns === undefined
          ? { line, key: '', message: `Not valid YAML: ${message}` }
          : { line, key: keyOn(text, pos[0]), message: needsQuotes(columns) },
      );
    }
    this.root = { node: this.#document.contents as Node | null, key: '', line: 1 };
  }

  #lineAt(offset: number): number {
    return Math.max(1, this.#lines.linePos(offset).line);
  }

  #spot(node: unknown, key: string, fallback: number): Spot {
    const resolved = isAlias(node) ? node.resolve(this.#document) : (node as Node | null);
    const offset = (node as Node | null)?.range?.[0];
    return { node: resolved ?? null, key, line: offset === undefined ? fallback : this.#lineAt(offset) };
  }

  wrong(spot: Pick<Spot, 'line' | 'key'>, message: string): undefined {
    this.mistakes.push({ line: spot.line, key: spot.key, message });
    return undefined;
  }

  /** Entries of a map in the order written; a key outside `known` is a mistake. Spots of entries lie on the key's line. */
  map(spot: Spot, known?: readonly string[]): Map<string, Spot> {
    const entries = new Map<string, Spot>();
    if (!isMap(spot.node)) {
      this.wrong(spot, `Must be a map of keys and values${known ? ` (${known.join(', ')})` : ''}.`);
      return entries;
    }
    for (const pair of spot.node.items) {
      const name = isScalar(pair.key) ? String(pair.key.value ?? '') : undefined;
      const line = this.#spot(pair.key, '', spot.line).line;
      if (name === undefined) {
        this.wrong({ line, key: spot.key }, 'A key must be plain text; put quotes around it.');
        continue;
      }
      const key = spot.key ? `${spot.key}.${name}` : name;
      const first = entries.get(name);
      if (first) {
        this.wrong(
          { line, key },
          `“${name}” stands here a second time, after line ${first.line}; keep one of the two.`,
        );
        continue;
      }
      if (known && !known.includes(name)) {
        const near = nearest(name, known);
        this.wrong(
          { line, key },
          `“${name}” is not known here${near ? `; did you mean “${near}”?` : '.'} Known: ${known.join(', ')}.`,
        );
        continue;
      }
      entries.set(name, { ...this.#spot(pair.value, key, line), line });
    }
    return entries;
  }

  list(spot: Spot): Spot[] {
    if (!isSeq(spot.node)) {
      this.wrong(spot, 'Must be a list.');
      return [];
    }
    return spot.node.items.map((item, index) => this.#spot(item, `${spot.key}[${index}]`, spot.line));
  }

  /** Text of a scalar; a missing value reads as empty text. */
  text(spot: Spot): string | undefined {
    if (spot.node === null) return '';
    if (isScalar(spot.node)) return String(spot.node.value ?? '');
    const columns = this.unquoted(spot);
    return this.wrong(spot, columns === undefined ? 'Must be text.' : `Must be text. ${needsQuotes(columns)}`);
  }

  /** One text or a list of them. */
  texts(spot: Spot): string[] {
    const spots = isSeq(spot.node) ? this.list(spot) : [spot];
    return spots.map((each) => this.text(each)).filter((text) => text !== undefined);
  }

  /** Columns in braces that YAML took for a map, as written: `{no}`. */
  unquoted({ node }: Spot): string | undefined {
    if (!isMap(node) || !node.flow || node.items.length !== 1) return undefined;
    const { key, value } = node.items[0]!;
    const isBare = value === null || (isScalar(value) && value.source === '');
    return isScalar(key) && isBare ? `{${String(key.value)}}` : undefined;
  }

  isMap(spot: Spot): boolean {
    return isMap(spot.node);
  }

  isList(spot: Spot): boolean {
    return isSeq(spot.node);
  }
}

function needsQuotes(value: string): string {
  return `A value that starts with “{” needs quotes around it: "${value}".`;
}

/** Columns in braces, read as a map, with the rest of the value at which the reading broke off: `{no}-accepted`. */
function columnsBefore(text: string, [from, to]: [number, number]): string | undefined {
  const open = text.lastIndexOf('{', from - 1);
  const value = text.slice(open, to);
  return open >= 0 && /^\{[^{}:,\n]+\}[^\n]+$/.test(value) && text[from - 1] === '}' ? value : undefined;
}

/** The key of the line a place is on. */
function keyOn(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return /^[\s-]*(["']?)([^"':{}]+)\1\s*:/.exec(line)?.[2] ?? '';
}
