/**
 * Why a value is not an event: the field, what came, and what to do, in one sentence.
 * Derived from the contract's schema, so that a new field explains itself. Values that may be personal are not quoted.
 */
import { CaseEvent } from '../event.ts';
import { nearest } from '../nearest.ts';
import { momentProblem } from './moment.ts';
import { nearestField } from './nearest-field.ts';
import { isPersonalName, maskNumbers } from './personal.ts';

/** Codes a sender can rely on; they never change their meaning. */
export const REJECTION_CODES = [
  'too_long',
  'broken_utf8',
  'nul',
  'not_json',
  'nested',
  'personal_data',
  'unknown_field',
  'repeated_field',
  'missing_field',
  'unknown_type',
  'wrong_type',
  'wrong_value',
  'impossible_date',
  'too_early',
  'too_late',
  'future',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

export interface Rejection {
  readonly code: RejectionCode;
  /** The field it is about; empty when it is about the whole line. */
  readonly field: string;
  readonly message: string;
}

/** The parts of the contract's field schemas that can be broken. */
interface FieldSchema {
  type?: 'string' | 'integer' | 'number' | 'boolean';
  enum?: readonly string[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

const FIELDS = new Map(Object.entries(CaseEvent.properties) as [string, FieldSchema][]);

/** Why the contract refuses the value. Call it only for values the contract refuses. */
export function explain(value: unknown): Rejection {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = `The line holds ${describe(value)}, not an object. Send one event as {…} on each line.`;
    return { code: 'not_json', field: '', message };
  }
  // Object.entries would lose a field named __proto__ of an object that was not parsed from text.
  const entries = Object.getOwnPropertyNames(value).map((name) => [name, (value as Record<string, unknown>)[name]]) as [
    string,
    unknown,
  ][];
  for (const [name] of entries) {
    if (!FIELDS.has(name) && isPersonalName(name)) {
      const field = shortName(name);
      const message = `${field} carries personal data, which is not kept here. Leave it out; applicant_token may hold a pseudonym.`;
      return { code: 'personal_data', field, message };
    }
  }
  for (const [name, member] of entries) {
    const rejection = explainField(name, member);
    if (rejection) return rejection;
  }
  const present = new Set(entries.filter(([, member]) => member !== undefined).map(([name]) => name));
  const field = CaseEvent.required.find((name) => !present.has(name)) ?? '';
  return { code: 'missing_field', field, message: `${field} is missing: every event must carry it.` };
}

/** Why the contract refuses the value of a field; undefined where it does not. */
export function explainField(name: string, value: unknown): Rejection | undefined {
  const schema = FIELDS.get(name);
  const field = shortName(name);
  if (!schema) {
    const near = nearestField(name);
    const hint = near ? `Did you mean ${near}?` : 'Leave it out, or map it to a field of the contract.';
    return { code: 'unknown_field', field, message: `${field} is not a field of an event. ${hint}` };
  }
  if (value === undefined) return undefined;
  if (value === null) {
    return { code: 'wrong_type', field, message: `${field} is null; leave the field out instead.` };
  }
  if (typeof value === 'object') {
    const message = `${field} holds ${describe(value)}; an event is flat, so send ${expected(schema)}.`;
    return { code: 'nested', field, message };
  }
  const isRightType =
    schema.enum || schema.type === 'string'
      ? typeof value === 'string'
      : schema.type === 'boolean'
        ? typeof value === 'boolean'
        : typeof value === 'number';
  if (!isRightType) {
    const message = `${field} must be ${expected(schema)}, but came as ${describe(value)}; ${remedy(schema, value)}.`;
    return { code: 'wrong_type', field, message };
  }
  if (schema.enum && !schema.enum.includes(value as string)) {
    const code = name === 'type' ? 'unknown_type' : 'wrong_value';
    const near = (value as string).length > 40 ? undefined : nearest(value as string, schema.enum);
    const hint = near ? `did you mean ${near}? Send` : 'send';
    return {
      code,
      field,
      message: `${field} ${quoted(value)} is not known; ${hint} one of ${schema.enum.join(', ')}.`,
    };
  }
  if (typeof value === 'string') return explainText(field, schema, value);
  if (typeof value === 'number') {
    const isInside = value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
    if (!isInside || (schema.type === 'integer' && !Number.isInteger(value))) {
      return { code: 'wrong_value', field, message: `${field} is ${value}; send ${expected(schema)}.` };
    }
  }
  return undefined;
}

function explainText(field: string, schema: FieldSchema, value: string): Rejection | undefined {
  const length = [...value].length;
  const isBlank = schema.pattern !== undefined && /^\s+$/.test(value);
  if (isBlank || (length === 0 && schema.minLength)) {
    const remedy = (CaseEvent.required as readonly string[]).includes(field)
      ? 'every event must carry it; send its value'
      : 'leave the field out instead, or send its value';
    return { code: 'wrong_value', field, message: `${field} is ${isBlank ? 'blank' : 'empty'}; ${remedy}.` };
  }
  if (value.includes('\u0000')) {
    return { code: 'nul', field, message: `${field} holds a NUL character; text has none. Remove it.` };
  }
  if (length > (schema.maxLength ?? Infinity)) {
    const message = `${field} has ${length} characters; it may have at most ${schema.maxLength}.`;
    return { code: 'wrong_value', field, message };
  }
  // Only moments have a least length: what is shorter names no day.
  if (length < (schema.minLength ?? 0)) {
    return { code: 'impossible_date', field, message: `${field} ${quoted(value)} ${momentProblem(value)}.` };
  }
  if (schema.pattern && !new RegExp(schema.pattern).test(value)) {
    const trimmed = value.trim();
    if (trimmed !== value && new RegExp(schema.pattern).test(trimmed)) {
      const message = `${field} ${quoted(value)} has blanks at its ends, which make it another code; send ${quoted(trimmed)}.`;
      return { code: 'wrong_value', field, message };
    }
    const message = `${field} ${quoted(value)} holds a control character (a tab, a line break …). Remove it.`;
    return { code: 'wrong_value', field, message };
  }
  return undefined;
}

function expected(schema: FieldSchema): string {
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'string') return 'text';
  const kind = schema.type === 'integer' ? 'a whole number' : 'a number';
  return schema.minimum === undefined ? kind : `${kind} from ${schema.minimum} to ${schema.maximum}`;
}

function remedy(schema: FieldSchema, value: unknown): string {
  if (schema.enum || schema.type === 'string') return 'put it in quotes';
  return typeof value === 'string' && value.trim() !== '' ? 'send it without quotes' : `send ${expected(schema)}`;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return `the text ${quoted(value)}`;
  return `the ${typeof value} ${String(value)}`;
}

/** A value as a message shows it: short, on one line, numbers of persons masked. */
export function quoted(value: unknown): string {
  const text = maskNumbers(String(value)).replace(/\p{C}/gu, '·');
  return `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}

/** A field's name as sent, cut where it is no name at all. */
function shortName(name: string): string {
  const text = quoted(name).slice(1, -1);
  return FIELDS.has(name) || text !== '' ? text : '""';
}
