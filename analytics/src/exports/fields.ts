/**
 * The columns of a list as people read them: what each is called, of which kind it is, and what is said in place of its value.
 * Rows come as the reader's `rows` format gives them: arrays in the order of the contract, moments as `YYYY-MM-DD HH:MM:SS` of
 * the clock in the row's centre.
 */
import type { TObject, TSchema } from 'typebox';
import { holds, itemsOf } from '../query/bulk-columns.ts';
import { codesOf } from '../words/codes-of-columns.ts';
import { columnTitle } from '../words/columns.ts';
import { type Definition, definitionOf, partsOf, RATES, type RateId } from '../words/definitions.ts';
import { percent, permille } from '../words/rates.ts';
import { type Language, NOTHING, type Speech, speechOf } from '../words/speech.ts';
import type { Report } from './report.ts';

export type Row = readonly unknown[];
/** `count` is a whole number, `rate` a fraction cut to a tenth of a percent. */
export type Kind = 'text' | 'count' | 'number' | 'rate' | 'day' | 'moment';
export type Value = string | number | null;

export interface Field {
  name: string;
  title: string;
  kind: Kind;
  /** Days and moments as ISO text without a zone; null for nothing. */
  value(row: Row): Value;
  /** As it stands on paper; "–" for nothing, and what is not so is not said. */
  say(row: Row): string;
  definition?: Definition;
}

/** Every column of the list, then the rates of the report. */
export function fieldsOf(report: Report, row: TObject, language: Language): Field[] {
  const speech = speechOf(language, 'UTC');
  const rowName = (row as { $id?: string }).$id ?? '';
  const names = Object.keys(row.properties);
  const columns = names.map((name, at) => columnField(rowName, name, row.properties[name]!, at, speech));
  return [...columns, ...(report.rates ?? []).map((id) => rateField(id, names, speech))];
}

/** Those that stand on paper, in the order of the report. */
export function printedFields(report: Report, fields: readonly Field[], language: Language): Field[] {
  return report.printed.flatMap((wanted) => {
    const name = wanted.replace('{language}', language).replace('?', '');
    const field = fields.find((each) => each.name === name);
    if (field === undefined && wanted.endsWith('?')) return [];
    if (field === undefined) throw new Error(`The report ${report.path} prints ${name}, which its rows do not have.`);
    return field;
  });
}

const OF_OTHER_PERIOD: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  zh: { previous: '（上期）', year_before: '（上年）' },
  en: { previous: ' (before)', year_before: ' (year before)' },
};

function columnField(rowName: string, name: string, schema: TSchema, at: number, speech: Speech): Field {
  const [, base = name, other = ''] = /^(.*)_(previous|year_before)$/.exec(name) ?? [];
  // Measures are called as everywhere else.
  const said = columnTitle(rowName, base, speech.language) ?? speech.code('measure', base);
  const title = `${said}${OF_OTHER_PERIOD[speech.language][other] ?? ''}`;
  const codes = codesOf(rowName, name);
  const kind = codes === undefined ? kindOf(schema) : 'text';
  const word = codes === undefined ? wordOf(schema, speech) : codeWord(codes, speech);
  const value = (row: Row): Value => {
    const told = row[at] ?? null;
    if (told === null || kind !== 'text') return told as Value;
    return Array.isArray(told) ? told.map(word).join(speech.language === 'zh' ? '、' : ', ') : word(told);
  };
  const definition = definitionOf(rowName, name);
  return {
    name,
    title,
    kind,
    value,
    say: (row) => (row[at] === false ? '' : sayValue(value(row), kind, speech)),
    ...(definition && { definition }),
  };
}

function rateField(id: RateId, names: readonly string[], speech: Speech): Field {
  const parts = (row: Row) => partsOf(id, Object.fromEntries(names.map((name, at) => [name, row[at]])));
  return {
    name: id,
    title: speech.code('measure', id),
    kind: 'rate',
    value: (row) => {
      const tenths = permille(...parts(row));
      return tenths === null ? null : tenths / 1000;
    },
    say: (row) => percent(...parts(row)),
    definition: RATES[id].definition,
  };
}

function kindOf(schema: TSchema): Kind {
  if (itemsOf(schema) !== undefined) return 'text';
  if (holds(schema, ({ format }) => format === 'date-time')) return 'moment';
  if (holds(schema, ({ format }) => format === 'date')) return 'day';
  if (holds(schema, ({ type }) => type === 'integer')) return 'count';
  return holds(schema, ({ type }) => type === 'number') ? 'number' : 'text';
}

const YES_NO = { zh: ['是', '否'], en: ['yes', 'no'] } as const;

function wordOf(schema: TSchema, { language }: Speech): (value: unknown) => string {
  const [yes, no] = YES_NO[language];
  if (holds(schema, ({ type }) => type === 'boolean')) return (value) => (value ? yes : no);
  return String;
}

function codeWord(codes: NonNullable<ReturnType<typeof codesOf>>, speech: Speech): (value: unknown) => string {
  const at = speech.language === 'zh' ? 0 : 1;
  return (value) => {
    const code = String(value);
    if (code === '') return '';
    return typeof codes === 'string' ? speech.code(codes, code) : (codes[code]?.[at] ?? code);
  };
}

function sayValue(value: Value, kind: Kind, speech: Speech): string {
  if (value === null || value === '') return NOTHING;
  if (typeof value === 'number') return speech.number(value);
  return kind === 'moment' ? value.slice(0, 16) : value;
}
