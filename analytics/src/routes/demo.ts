/** Whether a demo city lies in the store, so that nobody takes its figures for those of a real one. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Demo, type DemoState } from '../contract/index.ts';

export const demoRoute: FastifyPluginAsyncTypebox<{ demo: () => DemoState }> = async (app, { demo }) => {
  app.get(
    '/demo',
    { schema: { tags: ['operation'], summary: 'Whether cases are invented.', response: { 200: Demo } } },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return { state: demo() };
    },
  );
};
