/**
 * A number in a query string is written in digits. The schema check would take whatever JavaScript makes a number of: 0x10 as
 * 16, 1e3 as 1000, a blank before a 5.
 */
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { wrongParameters } from '../problem.ts';
import { explainValidation } from './validation.ts';

const WRITTEN: Readonly<Record<string, RegExp>> = { integer: /^-?\d+$/, number: /^-?\d+(\.\d+)?$/ };

export default fp(
  async (app: FastifyInstance) => {
    app.addHook('preValidation', async ({ query, routeOptions }) => {
      const schema = routeOptions.schema?.querystring as { properties?: Record<string, { type?: string }> } | undefined;
      const wrong = Object.entries(query as Record<string, unknown>).filter(([name, text]) => {
        const written = WRITTEN[schema?.properties?.[name]?.type ?? ''];
        return written !== undefined && typeof text === 'string' && !written.test(text);
      });
      if (wrong.length === 0) return;
      const found = wrong.map(([name]) => ({ keyword: 'type', instancePath: `/${name}`, schemaPath: '', params: {} }));
      throw wrongParameters(explainValidation(found, schema));
    });
  },
  { name: 'plain-numbers' },
);
