/**
 * Values for `{name:Type}`, in the two ways a store can take them: bound by the server, or written into the
 * statement as `CAST(literal, 'Type')`, which is what ClickHouse itself makes of a bound parameter.
 *
 * The embedded engine binds parameters through state shared by the whole process, so its client runs all
 * parameterised queries one after another (two such queries measured at twice the time of one; written as literals
 * they run side by side). Writing them is safe because every value passes `quoted`: inside single quotes only the
 * backslash and the quote have a meaning, and both are escaped.
 */

import { replacePlaceholders } from './statement.ts';
import type { Parameters, ParameterValue } from './store.ts';
import { StoreError } from './store-error.ts';

const escapes: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\0': '\\0' };

/** A ClickHouse string literal that reads back as exactly this text; a bare NUL would end the statement early. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\'\0]/g, (character) => escapes[character] ?? character)}'`;
}

const momentType = /^(?:Nullable\()?DateTime/;
const zonedText = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/;

/** The moment a value means, when its type is a moment and the value says which zone it is in. */
function momentOf(value: ParameterValue, type: string): Date | undefined {
  if (value instanceof Date) return value;
  if (typeof value !== 'string' || !momentType.test(type) || !zonedText.test(value)) return undefined;
  const moment = new Date(value);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

function checkedMoment(name: string, moment: Date): Date {
  if (!Number.isNaN(moment.getTime())) return moment;
  throw new StoreError(`The parameter ${name} is an invalid Date; pass a moment that exists.`);
}

function literal(name: string, value: ParameterValue, type: string): string {
  const moment = momentOf(value, type);
  if (moment !== undefined) {
    // Cast from a moment, not from text: text would be read in the zone of the declared type.
    const text = checkedMoment(name, moment).toISOString().replace('T', ' ').replace('Z', '');
    return `CAST(CAST('${text}', 'DateTime64(3, \\'UTC\\')'), ${quoted(type)})`;
  }
  if (value === null) return `CAST(NULL, ${quoted(type)})`;
  if (Array.isArray(value)) {
    // One literal whatever its length: of a list in the statement the engine makes a node for every item, which took it as
    // long as storing what the list is about.
    const isText = /^Array\((?:LowCardinality\()?(?:String|FixedString|Enum|Date)/.test(type);
    const items = value.map((item: string | number) => (isText ? quoted(String(item)) : String(item)));
    return `CAST(${quoted(`[${items.join(',')}]`)}, ${quoted(type)})`;
  }
  return `CAST(${quoted(String(value))}, ${quoted(type)})`;
}

/** The statement with every given parameter written into it; those not given stay and the engine names them. */
export function writeParameters(statement: string, parameters: Parameters | undefined): string {
  if (parameters === undefined || Object.keys(parameters).length === 0) return statement;
  return replacePlaceholders(statement, (name, type) => {
    const value = parameters[name];
    return type === '' || value === undefined ? undefined : literal(name, value, type);
  });
}

/**
 * The statement with only its moments written into it, for a server that binds the rest: a bound moment is text, which
 * the server reads in the zone of the declared type, or seconds, which it misreads between 1969 and 1970.
 */
export function writeMoments(statement: string, parameters: Parameters | undefined): string {
  if (parameters === undefined) return statement;
  return replacePlaceholders(statement, (name, type) => {
    const value = parameters[name];
    const isMoment = value !== undefined && momentOf(value, type) !== undefined;
    return isMoment ? literal(name, value, type) : undefined;
  });
}
