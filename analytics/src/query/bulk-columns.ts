/**
 * Columns as bulk formats carry them, where that is not as the engine would write them.
 *
 * CSV is read by people in a spreadsheet: moments as the clock on the wall of the row's centre, lists in one cell. Arrow and
 * Parquet are read by programs that know no enumerations of ours and count days themselves: words as text, days as days.
 */
import type { TObject, TSchema } from 'typebox';

/** The calendar that a row's moments are read by: its centre's, or the default one where the row names no centre. */
const DEFAULT_NO = "dictGet('calendar_number', 'calendar_no', 'default')";
const CENTRES_NO = `dictGetOrDefault('calendar_number', 'calendar_no', dictGetOrDefault('unit', 'calendar', ('centre', toString(centre)), 'default'), ${DEFAULT_NO})`;

/** `YYYY-MM-DD HH:MM:SS` of the moment in the zone of the row's centre; lists as lists. */
export function localColumns(row: TObject): string[] {
  const no = 'centre' in row.properties ? CENTRES_NO : DEFAULT_NO;
  return Object.entries(row.properties).map(([name, schema]) => {
    if (!holds(schema, ({ format }) => format === 'date-time')) return name;
    const local = `formatDateTime(local_time(${no}, assumeNotNull(${name})), '%F %T')`;
    return `if(isNull(${name}), null, ${local}) as ${name}`;
  });
}

/** The same, a list as its members with spaces between. */
export function csvColumns(row: TObject): string[] {
  const schemas = Object.entries(row.properties);
  return localColumns(row).map((column, at) => {
    const [name, schema] = schemas[at]!;
    if (itemsOf(schema) === undefined) return column;
    return `arrayStringConcat(arrayMap(one -> toString(one), ${name}), ' ') as ${name}`;
  });
}

/** Text as text, whatever the engine keeps it as, and days as days; everything else as it is. */
export function arrowColumns(row: TObject): string[] {
  return Object.entries(row.properties).map(([name, schema]) => {
    const items = itemsOf(schema);
    if (items === undefined) return `${inArrow(name, schema)} as ${name}`;
    return `arrayMap(one -> ${inArrow('one', items)}, ${name}) as ${name}`;
  });
}

function inArrow(value: string, schema: TSchema): string {
  if (holds(schema, ({ format }) => format === 'date-time')) return value;
  if (holds(schema, ({ format }) => format === 'date')) return `toDate32(${value})`;
  const isText = (each: Plain) => each.type === 'string' || each.enum !== undefined || typeof each.const === 'string';
  return holds(schema, isText) ? `toString(${value})` : value;
}

export interface Plain {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: TSchema[];
  items?: TSchema;
}

/** What a list holds; undefined for what is no list. */
export function itemsOf(schema: TSchema): TSchema | undefined {
  return (schema as Plain).items;
}

/** Whether the schema, or one it offers as a choice, is of a kind. */
export function holds(schema: TSchema, kind: (plain: Plain) => boolean): boolean {
  const plain = schema as Plain;
  return kind(plain) || (plain.anyOf?.some((member) => holds(member, kind)) ?? false);
}
