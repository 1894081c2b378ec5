/**
 * A table of a mapping, made ready for the columns of one file: rows in, events out.
 *
 * A row is taken wholly or not at all: when one of its events cannot be made, the row is refused with the
 * column, the text found there and what to do, and none of its events is sent.
 */
import { type CaseEvent, REQUIRED_BY_TYPE } from '../event.ts';
import type { EventOfLine } from '../intake/rejects.ts';
import { nearest } from '../nearest.ts';
import { kindOf, readValue } from './event-fields.ts';
import type { CodeTable, Condition, EventField, EventRule, FieldRule, Mapping, Table, Template } from './mapping.ts';
import { MappingError } from './mapping.ts';
import { constantOf } from './template.ts';
import { timeReader } from './time-formats.ts';
import type { Mistake } from './yaml-reading.ts';

export interface RowFault {
  code: 'row_missing' | 'row_time' | 'row_value' | 'row_code';
  field: string;
  message: string;
  /** The event that could not be made, where the rest of the row says which. */
  event?: EventOfLine | undefined;
}

export type MappedRow = { events: CaseEvent[] } | { fault: RowFault };
export type RowReader = (row: readonly string[]) => MappedRow;

type Value = string | number | boolean | undefined;
type MakeValue = (row: readonly string[]) => Value;

class Fault extends Error {
  readonly fault: RowFault;
  constructor(fault: RowFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Columns a table reads, in order of first mention; `optional` ones may be missing from a file. */
export function columnsOf(table: Table): Map<string, { optional: boolean; line: number; key: string }> {
  const columns = new Map<string, { optional: boolean; line: number; key: string }>();
  const add = (column: string, optional: boolean, line: number, key: string) => {
    const known = columns.get(column);
    if (!known || (known.optional && !optional)) columns.set(column, { optional, line, key });
  };
  for (const event of table.events) {
    for (const condition of event.when) add(condition.column, condition.optional, condition.line, condition.key);
    for (const rule of event.fields) {
      for (const part of rule.template.parts) {
        if ('column' in part) add(part.column, part.optional, rule.line, rule.key);
      }
    }
  }
  return columns;
}

/** What is wrong with a file whose header falls into one column because its values are separated by something else. */
function separatedOtherwise(header: string, file: string, { format, delimiter }: Mapping): string | undefined {
  if (/^sep=.?$/i.test(header)) {
    return `${file} begins with “${header}”, a line that Excel reads and nobody else; take that line out.`;
  }
  if (header.includes('\t')) {
    return `${file} is separated by tabs; the mapping says format: ${format}. Write format: tsv for it.`;
  }
  const other = [';', '|', ','].find((each) => each !== delimiter && header.includes(each));
  if (other === undefined) return undefined;
  const said = format === 'csv' ? `delimiter: "${delimiter}"` : `format: ${format}`;
  return `${file} is separated by “${other}”; the mapping says ${said}. Write format: csv and delimiter: "${other}" for it.`;
}

/** Throws MappingError when the file lacks a column the table names, with the line and key that name it. */
export function rowReader(mapping: Mapping, table: Table, header: readonly string[], file: string): RowReader {
  const mistakes: Mistake[] = [];
  for (const [column, { optional, line, key }] of columnsOf(table)) {
    const found = header.filter((name) => name === column).length;
    if (found > 1) {
      mistakes.push({ line, key, message: `Column “${column}” stands twice in ${file}; rename one in the header.` });
    }
    if (optional || found > 0) continue;
    const separated = header.length === 1 ? separatedOtherwise(header[0]!, file, mapping) : undefined;
    if (separated !== undefined) throw new MappingError(mapping.path, [{ line, key, message: separated }]);
    const near = nearest(column, header);
    mistakes.push({
      line,
      key,
      message: `Column “${column}” is not in ${file}${near ? `; did you mean “${near}”?` : '.'} The file has ${header.join(', ')}. Write {${column}?} if it may be missing.`,
    });
  }
  if (mistakes.length > 0) throw new MappingError(mapping.path, mistakes);

  const compiler = new TableCompiler(mapping, header);
  const rules = table.events.map((rule) => ({ make: compiler.event(rule), name: compiler.name(rule) }));
  return (row) => {
    const events: CaseEvent[] = [];
    for (const { make, name } of rules) {
      try {
        const event = make(row);
        if (event) events.push(event);
      } catch (error) {
        if (error instanceof Fault) return { fault: { ...error.fault, event: name(row) } };
        throw error;
      }
    }
    return { events };
  };
}

class TableCompiler {
  readonly #mapping: Mapping;
  readonly #positions: ReadonlyMap<string, number>;
  readonly #moments = new Map<string, MakeValue>();

  constructor(mapping: Mapping, header: readonly string[]) {
    this.#mapping = mapping;
    this.#positions = new Map(header.map((name, index) => [name, index]));
  }

  event(rule: EventRule): (row: readonly string[]) => CaseEvent | undefined {
    const conditions = rule.when.map((condition) => this.#condition(condition));
    const fields = rule.fields.map((field) => ({ field: field.field, make: this.#field(field), rule: field }));
    const required = new Set<EventField>(['event_id', 'type', 'case_id', 'occurred_at']);
    const source = this.#mapping.source;
    return (row) => {
      for (const holds of conditions) if (!holds(row)) return undefined;
      const event: Record<string, Value> = { source };
      for (const { field, make, rule: from } of fields) {
        const value = make(row);
        if (value !== undefined) event[field] = value;
        else if (required.has(field)) throw missing(from, event['type']);
      }
      const type = event['type'] as CaseEvent['type'];
      for (const field of REQUIRED_BY_TYPE[type] ?? []) {
        if (event[field] === undefined) {
          const from = rule.fields.find((each) => each.field === field);
          throw from
            ? missing(from, type)
            : new Fault({
                code: 'row_missing',
                field,
                message: `The event “${type}” needs “${field}”, and the mapping (line ${rule.line}) gives none.`,
              });
        }
      }
      return event as unknown as CaseEvent;
    };
  }

  /** Which event it is, of a row of which it cannot be made. */
  name(rule: EventRule): (row: readonly string[]) => EventOfLine | undefined {
    const told = (name: EventField) => {
      const found = rule.fields.find(({ field }) => field === name);
      const make = found && this.#field(found);
      return (row: readonly string[]): Value => {
        try {
          return make?.(row);
        } catch {
          return undefined;
        }
      };
    };
    const [caseId, eventId, revision] = [told('case_id'), told('event_id'), told('revision')];
    return (row) => {
      const [case_id, event_id] = [caseId(row), eventId(row)];
      if (typeof case_id !== 'string' || typeof event_id !== 'string') return undefined;
      return { case_id, event_id, revision: Number(revision(row) ?? 0) };
    };
  }

  #condition({ column, test, values }: Condition): (row: readonly string[]) => boolean {
    const cell = this.#cell(column);
    const set = new Set(values);
    switch (test) {
      case 'present':
        return (row) => cell(row) !== '';
      case 'empty':
        return (row) => cell(row) === '';
      case 'in':
        return (row) => set.has(cell(row));
      case 'not_in':
        return (row) => !set.has(cell(row));
    }
  }

  /** A column's text without the spaces around it; '' when it counts as empty or is not in the file. */
  #cell(column: string): (row: readonly string[]) => string {
    const position = this.#positions.get(column);
    if (position === undefined) return () => '';
    const empty = this.#mapping.empty;
    return (row) => {
      const text = row[position]!.trim();
      return empty.has(text) ? '' : text;
    };
  }

  /** The text of a template; '' when a column in it is empty: half a value is none. */
  #text(template: Template): (row: readonly string[]) => string {
    const constant = constantOf(template);
    if (constant !== undefined) return () => constant;
    const parts = template.parts.map((part) => ('column' in part ? this.#cell(part.column) : part.constant));
    if (parts.length === 1) return parts[0] as (row: readonly string[]) => string;
    return (row) => {
      let text = '';
      for (const part of parts) {
        if (typeof part === 'string') {
          text += part;
          continue;
        }
        const cell = part(row);
        if (cell === '') return '';
        text += cell;
      }
      return text;
    };
  }

  #field(rule: FieldRule): MakeValue {
    const kind = kindOf(rule.field);
    if (kind.kind === 'moment' || (rule.times.length > 0 && rule.field === 'revision')) return this.#moment(rule);
    const text = this.#text(rule.template);
    const coded = rule.codes ? this.#coded(rule, rule.codes, text) : text;
    if (kind.kind === 'text') return (row) => coded(row) || undefined;
    return (row) => {
      const found = coded(row);
      if (found === '') return undefined;
      const read = readValue(kind, found);
      if (typeof read !== 'string') return read.value;
      throw new Fault({
        code: 'row_value',
        field: rule.field,
        message: `${where(rule)}: ${read}; correct it in the source, or translate it with a code table.`,
      });
    };
  }

  #coded(
    rule: FieldRule,
    codes: CodeTable,
    text: (row: readonly string[]) => string,
  ): (row: readonly string[]) => string {
    const { values, otherwise } = codes;
    return (row) => {
      const found = text(row);
      const value = values.get(found);
      if (value !== undefined) return value;
      if (found === '' || otherwise.do === 'omit') return '';
      if (otherwise.do === 'keep') return found;
      if (otherwise.do === 'use') return otherwise.value;
      throw new Fault({
        code: 'row_code',
        field: rule.field,
        message: `${where(rule)}: the code “${found}” is not in the code table${codes.name ? ` “${codes.name}”` : ''} (line ${rule.line} of the mapping); add it there, or correct the source. Known: ${[...values.keys()].filter(Boolean).join(', ')}.`,
      });
    };
  }

  /** Rules that read the same column the same way share one reader, which remembers the last text it read. */
  #moment(rule: FieldRule): MakeValue {
    const key = JSON.stringify([rule.template.text, rule.times, rule.zone, rule.field === 'revision']);
    const known = this.#moments.get(key);
    if (known) return known;
    const text = this.#text(rule.template);
    const read = timeReader(rule.times, rule.zone);
    let last = '';
    let lastValue: Value;
    const make: MakeValue = (row) => {
      const found = text(row);
      if (found === '') return undefined;
      if (found === last) return lastValue;
      const milliseconds = read(found);
      if (milliseconds === undefined) {
        throw new Fault({
          code: 'row_time',
          field: rule.field,
          message: `${where(rule)}: “${found}” is no time of the form ${rule.times.join(' or ')}; correct it in the source, or add its form to “times”.`,
        });
      }
      lastValue = rule.field === 'revision' ? Math.floor(milliseconds / 1000) : new Date(milliseconds).toISOString();
      last = found;
      return lastValue;
    };
    this.#moments.set(key, make);
    return make;
  }
}

const columnNames = (rule: FieldRule) =>
  rule.template.parts.flatMap((part) => ('column' in part ? [part.column] : [])).join(', ');

function where(rule: FieldRule): string {
  const columns = columnNames(rule);
  return columns ? `Column ${columns} (for ${rule.field})` : `Field ${rule.field}`;
}

function missing(rule: FieldRule, type: Value): Fault {
  const columns = columnNames(rule);
  return new Fault({
    code: 'row_missing',
    field: rule.field,
    message: columns
      ? `Column ${columns} is empty, and ${type ? `the event “${type}”` : 'an event'} needs it as ${rule.field}; fill it in the source, or add a “when” to the mapping.`
      : `The mapping gives ${rule.field} no value (line ${rule.line}).`,
  });
}
