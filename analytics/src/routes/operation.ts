/** For those who run the server: whether it lives, and whether it can answer. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Store } from '@mingcha/sql';
import Type from 'typebox';
import { HttpProblem } from '../problem.ts';

/** Seconds the store may take to say that it is there. */
const READY_WITHIN = 2;
const Status = Type.Object({ status: Type.Literal('ok') });

export const operationRoutes: FastifyPluginAsyncTypebox<{ store: Store }> = async (app, { store }) => {
  const tags = ['operation'];

  app.get('/healthz', { schema: { tags, summary: 'The process lives.', response: { 200: Status } } }, async () => ({
    status: 'ok' as const,
  }));

  app.get(
    '/readyz',
    { schema: { tags, summary: 'The store answers.', response: { 200: Status, 503: { $ref: 'Problem#' } } } },
    async (request) => {
      try {
        await store.query('select 1', {}, { maxSeconds: READY_WITHIN });
      } catch (error) {
        request.log.warn({ err: error }, 'the store does not answer');
        throw new HttpProblem(503, 'Not ready', 'The store does not answer; the log says why.');
      }
      return { status: 'ok' as const };
    },
  );
};
