/** The live stream as server-sent events. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { LiveHub } from '../live.ts';

export const liveRoutes: FastifyPluginAsyncTypebox<{ hub: LiveHub }> = async (app, { hub }) => {
  app.get(
    '/live',
    {
      // Packing would hold messages back.
      compress: false,
      schema: {
        tags: ['supervision'],
        summary:
          'Server-sent events: `stored` once per commit, `cards` when cards change, `summary` when the lamps do.',
        querystring: Type.Object({}, { additionalProperties: false }),
        response: {
          200: {
            description:
              '`stored` carries LiveStored, `cards` LiveCards, `summary` a SupervisionSummary; comments keep the line open.',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
        },
      },
    },
    async (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        // Proxies that buffer would make live late.
        'x-accel-buffering': 'no',
      });
      hub.join(reply.raw);
    },
  );
};
