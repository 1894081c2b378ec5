import Fastify from 'fastify';
import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { explainValidation } from './validation.ts';

const schema = Type.Object(
  {
    from: Type.String({ format: 'date', examples: ['2026-03-02'] }),
    by: Type.Enum(['centre', 'window']),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 10 })),
    format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')])),
    rows: Type.Optional(Type.Array(Type.Object({ n: Type.Integer() }), { maxItems: 1, examples: [[{ n: 3 }]] })),
  },
  { additionalProperties: false },
);

/** What the server would say about a query. */
async function explain(query: string) {
  const server = Fastify({ ajv: { customOptions: { removeAdditional: false, allErrors: true } } });
  server.get('/', { schema: { querystring: schema } }, async () => []);
  server.setErrorHandler((error: { validation?: never[] }) => explainValidation(error.validation ?? [], schema));
  const answer = await server.inject(`/?${query}`);
  return answer.json() as { parameter: string; message: string; example?: string }[];
}

describe('a wrong parameter', () => {
  it('that is a list shows its right value as one sends it', async () => {
    const [wrong] = await explain('from=2026-03-02&by=centre&rows=1&rows=2');
    expect(wrong).toMatchObject({ parameter: 'rows', example: '[{"n":3}]' });
  });

  it('that is missing is named, with a right one', async () => {
    expect(await explain('by=centre')).toEqual([{ parameter: 'from', message: 'is missing', example: '2026-03-02' }]);
  });

  it('that is no day of the calendar is named', async () => {
    expect(await explain('by=centre&from=2026-02-30')).toEqual([
      { parameter: 'from', message: 'must be a day that exists, as YYYY-MM-DD', example: '2026-03-02' },
    ]);
  });

  it('given twice is told so, whatever its values', async () => {
    expect(await explain('by=centre&from=2026-03-02&from=2026-03-03')).toEqual([
      { parameter: 'from', message: 'must be text, and given once', example: '2026-03-02' },
    ]);
  });

  it('outside a choice gets the choices', async () => {
    expect(await explain('from=2026-03-02&by=moon&format=xml')).toEqual([
      { parameter: 'by', message: 'must be one of centre, window', example: 'centre' },
      { parameter: 'format', message: 'must be one of json, csv', example: 'json' },
    ]);
  });

  it('outside a range gets the range', async () => {
    expect(await explain('from=2026-03-02&by=centre&limit=0')).toEqual([
      { parameter: 'limit', message: 'must be a whole number from 1 to 100', example: '10' },
    ]);
  });

  it('nobody knows is refused with the known ones', async () => {
    expect(await explain('from=2026-03-02&by=centre&form=x')).toEqual([
      { parameter: 'form', message: 'is not known here; known are from, by, limit, format, rows' },
    ]);
  });

  it('does not hide another: all are named at once', async () => {
    const wrong = await explain('from=x&limit=y&z=1');
    expect(wrong.map(({ parameter }) => parameter).sort()).toEqual(['by', 'from', 'limit', 'z']);
  });
});
