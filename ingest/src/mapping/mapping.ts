/** What a mapping says, once it has been read and checked (see ../../mappings/README.md for the language). */
import { CaseEvent } from '../event.ts';
import type { Mistake } from './yaml-reading.ts';

export type EventField = keyof CaseEvent;
export const EVENT_FIELDS = Object.keys(CaseEvent.properties) as EventField[];

export type Format = 'csv' | 'tsv' | 'ndjson';
export type Encoding = 'utf-8' | 'gb18030';

export interface Mapping {
  name: string;
  description: string;
  format: Format;
  encoding: Encoding;
  delimiter: string;
  source: string;
  zone: string;
  /** Texts that count as empty, the empty text among them. */
  empty: ReadonlySet<string>;
  tables: Table[];
  /** Of the text of the mapping: another text is another mapping, and files are read again. */
  hash: string;
  /** File it came from, for messages. */
  path: string;
}

/** One kind of file: which files, and the events each of its rows makes. */
export interface Table {
  name: string;
  /** File name patterns with * and ?; none means every file. */
  files: string[];
  events: EventRule[];
}

export interface EventRule {
  line: number;
  when: Condition[];
  fields: FieldRule[];
}

export interface Condition {
  column: string;
  /** The column may be missing from the file; then it counts as empty. */
  optional: boolean;
  test: 'present' | 'empty' | 'in' | 'not_in';
  values: readonly string[];
  line: number;
  key: string;
}

/** Text with columns in braces, taken apart. */
export interface Template {
  text: string;
  parts: ({ constant: string } | { column: string; optional: boolean })[];
}

export interface FieldRule {
  field: EventField;
  template: Template;
  codes?: CodeTable | undefined;
  times: readonly string[];
  zone: string;
  line: number;
  key: string;
}

export interface CodeTable {
  name: string;
  values: ReadonlyMap<string, string>;
  /** What becomes of a code that is not listed. */
  otherwise: { do: 'reject' } | { do: 'keep' } | { do: 'omit' } | { do: 'use'; value: string };
}

/** A mapping that cannot be used; every mistake in it, with line and key. */
export class MappingError extends Error {
  override name = 'MappingError';
  readonly path: string;
  readonly mistakes: readonly Mistake[];

  constructor(path: string, mistakes: readonly Mistake[]) {
    const lines = mistakes.map(({ line, key, message }) => `  line ${line}${key ? `, ${key}` : ''}: ${message}`);
    super(`The mapping ${path} cannot be used:\n${lines.join('\n')}`);
    this.path = path;
    this.mistakes = mistakes;
  }
}
