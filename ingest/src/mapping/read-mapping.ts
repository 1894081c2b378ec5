/** Reads the YAML of a mapping and checks it as a whole: what it returns can be used, what it cannot read it names. */
import { createHash } from 'node:crypto';
import { REQUIRED_BY_TYPE } from '../event.ts';
import { EARLIEST, LATEST_DUE } from '../intake/check.ts';
import { explainField } from '../intake/explain.ts';
import { zoneNamed } from '../intake/zone.ts';
import { nearest } from '../nearest.ts';
import { type FieldKind, kindOf, readValue } from './event-fields.ts';
import {
  type CodeTable,
  type Condition,
  type Encoding,
  EVENT_FIELDS,
  type EventField,
  type EventRule,
  type FieldRule,
  type Format,
  type Mapping,
  MappingError,
  type Table,
} from './mapping.ts';
import { namedCodeTable, readCodeTable } from './read-code-tables.ts';
import { readConditions } from './read-conditions.ts';
import { constantOf, readTemplate } from './template.ts';
import { timeFormatMistake, timeReader } from './time-formats.ts';
import { type Spot, YamlReading } from './yaml-reading.ts';

const MAPPING_KEYS = [
  'name',
  'description',
  'format',
  'encoding',
  'delimiter',
  'source',
  'zone',
  'times',
  'empty',
  'codes',
  'fields',
  'events',
  'tables',
] as const;
const ALWAYS_REQUIRED: readonly EventField[] = ['event_id', 'type', 'case_id', 'occurred_at'];
const DEFAULT_ZONE = 'Asia/Shanghai';

/** Throws MappingError with every mistake, each with its line and key. `path` is for the messages. */
export function readMapping(text: string, path: string): Mapping {
  const reading = new YamlReading(text);
  if (reading.mistakes.length > 0) throw new MappingError(path, reading.mistakes);
  const mapping = new MappingReader(reading).read(text, path);
  if (reading.mistakes.length > 0) {
    throw new MappingError(
      path,
      reading.mistakes.toSorted((a, b) => a.line - b.line),
    );
  }
  return mapping;
}

class MappingReader {
  readonly #yaml: YamlReading;
  #zone = DEFAULT_ZONE;
  #times: readonly string[] = [];
  readonly #codes = new Map<string, CodeTable>();

  constructor(yaml: YamlReading) {
    this.#yaml = yaml;
  }

  read(text: string, path: string): Mapping {
    const yaml = this.#yaml;
    const top = yaml.map(yaml.root, MAPPING_KEYS);
    const required = (key: 'name' | 'description' | 'source'): string => {
      const spot = top.get(key);
      const value = spot && yaml.text(spot)?.trim();
      if (!value) yaml.wrong(spot ?? { line: 1, key }, `“${key}” is missing; every mapping states it.`);
      return value ?? '';
    };
    const name = required('name');
    const description = required('description');
    const source = required('source');
    const sourceSpot = top.get('source');
    if (source && sourceSpot) this.#checkContract('source', source, sourceSpot);
    const format = this.#oneOf<Format>(top.get('format'), 'format', ['csv', 'tsv', 'ndjson']);
    const encoding = this.#oneOf<Encoding>(top.get('encoding'), 'encoding', ['utf-8', 'gb18030'], 'utf-8');
    const delimiter = this.#delimiter(top.get('delimiter'), format);
    this.#zone = this.#readZone(top.get('zone')) ?? DEFAULT_ZONE;
    this.#times = this.#readTimes(top.get('times')) ?? [];
    const emptySpot = top.get('empty');
    const empty = new Set(['', ...(emptySpot ? yaml.texts(emptySpot) : [])]);
    const codesSpot = top.get('codes');
    if (codesSpot) {
      for (const [table, spot] of yaml.map(codesSpot)) this.#codes.set(table, readCodeTable(yaml, table, spot));
    }
    return {
      name,
      description,
      format,
      encoding,
      delimiter,
      source,
      zone: this.#zone,
      empty,
      tables: this.#tables(top),
      hash: createHash('sha256').update(text).digest('hex'),
      path,
    };
  }

  #oneOf<T extends string>(spot: Spot | undefined, key: string, values: readonly T[], fallback?: T): T {
    if (!spot) {
      if (fallback === undefined) {
        this.#yaml.wrong({ line: 1, key }, `“${key}” is missing; one of ${values.join(', ')}.`);
      }
      return fallback ?? values[0]!;
    }
    const text = this.#yaml.text(spot)?.toLowerCase() as T | undefined;
    if (text !== undefined && values.includes(text)) return text;
    if (text !== undefined) this.#yaml.wrong(spot, `“${text}” is not known; one of ${values.join(', ')}.`);
    return values[0]!;
  }

  #delimiter(spot: Spot | undefined, format: Format): string {
    if (format === 'tsv') {
      if (spot) this.#yaml.wrong(spot, 'A tsv file is separated by tabs; leave “delimiter” out.');
      return '\t';
    }
    if (!spot) return ',';
    const text = this.#yaml.text(spot) ?? ',';
    if (text.length === 1 && !/["\r\n]/.test(text)) return text;
    this.#yaml.wrong(spot, 'Must be one character, such as "," or ";" or "|".');
    return ',';
  }

  #readZone(spot: Spot | undefined): string | undefined {
    const zone = spot && this.#yaml.text(spot);
    if (!spot || zone === undefined) return undefined;
    try {
      zoneNamed(zone);
      return zone;
    } catch {
      return this.#yaml.wrong(spot, `“${zone}” is no time zone; write one such as Asia/Shanghai.`);
    }
  }

  #readTimes(spot: Spot | undefined): readonly string[] | undefined {
    if (!spot) return undefined;
    const formats = this.#yaml.texts(spot);
    if (formats.length === 0) this.#yaml.wrong(spot, 'Names no time format; write one such as "YYYY-MM-DD HH:mm:ss".');
    for (const format of formats) {
      const mistake = timeFormatMistake(format);
      if (mistake) this.#yaml.wrong(spot, mistake);
    }
    return formats.filter((format) => timeFormatMistake(format) === undefined);
  }

  #tables(top: Map<string, Spot>): Table[] {
    const yaml = this.#yaml;
    const shared = this.#fields(top.get('fields'));
    const tables = top.get('tables');
    const events = top.get('events');
    if (tables && events) yaml.wrong(events, 'Either “events” (one table) or “tables”, not both.');
    if (tables) {
      const read = yaml.list(tables).map((spot) => {
        const entries = yaml.map(spot, ['name', 'files', 'fields', 'events']);
        const nameSpot = entries.get('name');
        const filesSpot = entries.get('files');
        const eventsSpot = entries.get('events');
        if (!nameSpot) yaml.wrong(spot, 'The table needs a “name”.');
        if (!filesSpot) yaml.wrong(spot, 'The table needs “files”: the pattern of its file names, such as "*受理*".');
        const fields = new Map([...shared, ...this.#fields(entries.get('fields'))]);
        return {
          name: (nameSpot && yaml.text(nameSpot)) ?? '',
          files: filesSpot ? yaml.texts(filesSpot) : [],
          events: this.#events(eventsSpot, spot, fields),
        };
      });
      if (read.length === 0 && yaml.isList(tables)) yaml.wrong(tables, 'Lists no table.');
      return read;
    }
    return [{ name: '', files: [], events: this.#events(events, { line: 1, key: 'events' }, shared) }];
  }

  #fields(spot: Spot | undefined): Map<EventField, FieldRule> {
    const fields = new Map<EventField, FieldRule>();
    if (!spot) return fields;
    for (const [field, entry] of this.#yaml.map(spot, EVENT_FIELDS)) {
      const rule = this.#field(field as EventField, entry);
      if (rule) fields.set(rule.field, rule);
    }
    return fields;
  }

  #events(
    spot: Spot | undefined,
    parent: Pick<Spot, 'line' | 'key'>,
    shared: ReadonlyMap<EventField, FieldRule>,
  ): EventRule[] {
    if (!spot) {
      this.#yaml.wrong(parent, '“events” is missing: the list of events a row makes.');
      return [];
    }
    const rules = this.#yaml.list(spot).map((each) => this.#event(each, shared));
    if (rules.length === 0 && this.#yaml.isList(spot)) this.#yaml.wrong(spot, 'Lists no event.');
    return rules;
  }

  #event(spot: Spot, shared: ReadonlyMap<EventField, FieldRule>): EventRule {
    const yaml = this.#yaml;
    const fields = new Map(shared);
    let when: Condition[] = [];
    for (const [key, entry] of yaml.map(spot, ['when', ...EVENT_FIELDS])) {
      if (key === 'when') {
        when = readConditions(yaml, entry);
        continue;
      }
      const rule = this.#field(key as EventField, entry);
      // A field given no value in an event takes the shared one back.
      if (rule && rule.template.parts.length === 0) fields.delete(rule.field);
      else if (rule) fields.set(rule.field, rule);
    }
    if (yaml.isMap(spot)) this.#checkRequired(spot, fields);
    return { line: spot.line, when, fields: [...fields.values()] };
  }

  #checkRequired(spot: Spot, fields: ReadonlyMap<EventField, FieldRule>): void {
    const typeRule = fields.get('type');
    const type = typeRule && !typeRule.codes ? constantOf(typeRule.template) : undefined;
    const byType = REQUIRED_BY_TYPE[type as keyof typeof REQUIRED_BY_TYPE] ?? [];
    for (const field of [...ALWAYS_REQUIRED, ...byType]) {
      if (fields.has(field)) continue;
      const who = type && !ALWAYS_REQUIRED.includes(field) ? `An event “${type}”` : 'An event';
      this.#yaml.wrong({ line: spot.line, key: `${spot.key}.${field}` }, `${who} needs “${field}”.`);
    }
  }

  #field(field: EventField, spot: Spot): FieldRule | undefined {
    const yaml = this.#yaml;
    let text: string | undefined;
    let codes: CodeTable | undefined;
    let times = this.#times;
    let zone = this.#zone;
    const kind = kindOf(field);
    if (yaml.isMap(spot) && yaml.unquoted(spot) === undefined) {
      const entries = yaml.map(spot, ['from', 'codes', 'times', 'zone']);
      const from = entries.get('from');
      if (!from && entries.size === 0) return undefined;
      if (!from) return yaml.wrong(spot, '“from” is missing: the column the value comes from, such as "{SLSJ}".');
      text = yaml.text(from);
      const codesSpot = entries.get('codes');
      if (codesSpot)
        codes = yaml.isMap(codesSpot)
          ? readCodeTable(yaml, '', codesSpot)
          : namedCodeTable(yaml, this.#codes, codesSpot);
      times = this.#readTimes(entries.get('times')) ?? times;
      zone = this.#readZone(entries.get('zone')) ?? zone;
      // A revision may be a time: then it is seconds since 1970, which grow as revisions must.
      const takesTime = kind.kind === 'moment' || field === 'revision';
      if (!takesTime && (entries.has('times') || entries.has('zone'))) {
        yaml.wrong(spot, `“${field}” is no time; leave “times” and “zone” out.`);
      }
      if (field === 'revision' && !entries.has('times')) times = [];
    } else {
      text = yaml.text(spot);
      if (field === 'revision') times = [];
    }
    if (text === undefined) return undefined;
    const template = readTemplate(text);
    if (typeof template === 'string') return yaml.wrong(spot, template);
    const rule: FieldRule = { field, template, codes, times, zone, line: spot.line, key: spot.key };
    this.#checkValues(rule, kind, spot);
    return rule;
  }

  /** Constants and code tables can be checked before any row is read. */
  #checkValues(rule: FieldRule, kind: FieldKind, spot: Spot): void {
    const { codes, template } = rule;
    if (kind.kind === 'moment' || (rule.times.length > 0 && rule.field === 'revision')) {
      this.#checkTime(rule, spot);
      return;
    }
    const possible = codes ? [...codes.values.values()] : [constantOf(template)];
    if (codes?.otherwise.do === 'use') possible.push(codes.otherwise.value);
    for (const value of possible) {
      if (value === undefined || value === '') continue;
      const read = readValue(kind, value);
      const near = kind.kind === 'choice' ? nearest(value, kind.values) : undefined;
      if (typeof read === 'string') {
        this.#yaml.wrong(spot, `“${rule.field}”: ${read}${near ? `; did you mean “${near}”?` : '.'}`);
      } else this.#checkContract(rule.field, read.value, spot);
    }
  }

  /** What every event would be refused for. */
  #checkContract(field: EventField, value: unknown, spot: Spot): void {
    const rejection = explainField(field, value);
    if (rejection) this.#yaml.wrong(spot, rejection.message);
  }

  #checkTime({ field, times, zone, template }: FieldRule, spot: Spot): void {
    if (times.length === 0) {
      this.#yaml.wrong(spot, `“${field}” is a time and no format is given; add “times: [YYYY-MM-DD HH:mm:ss]” on top.`);
      return;
    }
    const constant = constantOf(template);
    if (!constant) return;
    const moment = timeReader(times, zone)(constant);
    if (moment === undefined) {
      this.#yaml.wrong(
        spot,
        `“${field}”: “${constant}” is no time of the form ${times.join(' or ')}; correct it, or name the column it comes from in braces, such as "{SLSJ}".`,
      );
    } else if (moment < EARLIEST || moment >= LATEST_DUE) {
      this.#yaml.wrong(spot, `“${field}”: “${constant}” lies outside 1990–2199; correct it, or leave the field out.`);
    }
  }
}
