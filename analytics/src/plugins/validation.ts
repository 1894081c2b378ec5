/** Turns what the schema check found into one sentence per parameter, each with a right value beside it. */
import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { WrongParameter } from '../problem.ts';

interface ParameterSchema {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: ParameterSchema[];
  properties?: Record<string, ParameterSchema>;
  examples?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
}

/** One entry per wrong parameter, in the order found; `schema` is the one the values were checked against. */
export function explainValidation(found: readonly FastifySchemaValidationError[], schema: unknown): WrongParameter[] {
  const properties = propertiesOf(schema as ParameterSchema | undefined);
  const explained = new Map<string, WrongParameter>();
  for (const error of found) {
    const wrong = explainOne(error, properties);
    if (!explained.has(wrong.parameter)) explained.set(wrong.parameter, wrong);
  }
  // That a body is none of what it may be says nothing beside what is wrong with its parts.
  if (explained.size > 1) explained.delete('');
  return [...explained.values()];
}

/** Those of the object, or of the one object among other things a body may be. */
function propertiesOf(schema: ParameterSchema | undefined): Record<string, ParameterSchema> {
  return schema?.properties ?? schema?.anyOf?.find(({ properties }) => properties)?.properties ?? {};
}

function explainOne(error: FastifySchemaValidationError, properties: Record<string, ParameterSchema>): WrongParameter {
  if (error.keyword === 'additionalProperties') {
    const parameter = String(error.params['additionalProperty']);
    const known = Object.keys(properties).join(', ');
    return {
      parameter,
      message: known ? `is not known here; known are ${known}` : 'is not known here; there are none',
    };
  }
  const parameter =
    error.keyword === 'required' ? String(error.params['missingProperty']) : (error.instancePath.split('/')[1] ?? '');
  const property = properties[parameter] ?? {};
  const example = exampleOf(property);
  const message = error.keyword === 'required' ? 'is missing' : sentenceFor(property, error);
  return { parameter, message, ...(example === undefined ? {} : { example }) };
}

function sentenceFor(property: ParameterSchema, error: FastifySchemaValidationError): string {
  const choices = choicesOf(property);
  if (choices.length > 0) return `must be one of ${choices.join(', ')}`;
  if (error.keyword === 'type' && property.type === 'string') return 'must be text, and given once';
  if (property.format === 'date') return 'must be a day that exists, as YYYY-MM-DD';
  if (property.type === 'integer') {
    const { minimum, maximum } = property;
    return `must be a whole number${minimum === undefined ? '' : ` from ${minimum}`}${maximum === undefined ? '' : ` to ${maximum}`}`;
  }
  return error.message ?? 'is not right';
}

function choicesOf(property: ParameterSchema): unknown[] {
  if (property.enum !== undefined) return property.enum;
  const constants = property.anyOf?.map((member) => member.const) ?? [];
  return constants.every((value) => value !== undefined) ? constants : [];
}

function exampleOf(property: ParameterSchema): string | undefined {
  const value =
    property.examples?.[0] ??
    property.default ??
    choicesOf(property)[0] ??
    (property.type === 'boolean' ? true : property.minimum);
  if (value === undefined) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
