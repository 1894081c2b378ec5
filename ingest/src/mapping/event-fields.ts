/** What kind of value each event field takes, read off the contract so that the two cannot drift apart. */
import { CaseEvent } from '../event.ts';
import type { EventField } from './mapping.ts';

export type FieldKind =
  | { kind: 'text' }
  | { kind: 'moment' }
  | { kind: 'boolean' }
  | { kind: 'integer' }
  | { kind: 'number' }
  | { kind: 'choice'; values: readonly string[] };

interface SchemaShape {
  type?: string;
  enum?: readonly string[];
}

const MOMENTS: readonly EventField[] = ['occurred_at', 'recorded_at', 'due_at'];

export function kindOf(field: EventField): FieldKind {
  if (MOMENTS.includes(field)) return { kind: 'moment' };
  const schema = CaseEvent.properties[field] as SchemaShape;
  if (schema.enum) return { kind: 'choice', values: schema.enum };
  if (schema.type === 'integer' || schema.type === 'number' || schema.type === 'boolean') return { kind: schema.type };
  return { kind: 'text' };
}

/** The value of a field from its text, or a sentence that says why it has none. Moments are read elsewhere. */
export function readValue(kind: FieldKind, text: string): { value: string | number | boolean } | string {
  switch (kind.kind) {
    case 'choice':
      return kind.values.includes(text) ? { value: text } : `“${text}” is not one of ${kind.values.join(', ')}`;
    case 'boolean':
      if (text === 'true' || text === 'false') return { value: text === 'true' };
      return `“${text}” is neither true nor false`;
    case 'integer':
      return /^[+-]?\d{1,15}$/.test(text) ? { value: Number(text) } : `“${text}” is not a whole number`;
    case 'number':
      return /^[+-]?\d{1,15}(\.\d+)?$/.test(text) ? { value: Number(text) } : `“${text}” is not a number`;
    default:
      return { value: text };
  }
}
