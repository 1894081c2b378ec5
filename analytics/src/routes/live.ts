/** The live stream as server-sent events, and what it told last. */
import type { ServerResponse } from 'node:http';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import { LiveNewest, listParameters } from '../contract/index.ts';
import type { LiveHub } from '../live.ts';
import { newest } from '../query/newest.ts';
import type { Reader } from '../query/reader.ts';
import { asOfOf } from './list.ts';

export const liveRoutes: FastifyPluginAsyncTypebox<{ hub: LiveHub; reader: Reader }> = async (app, { hub, reader }) => {
  app.get(
    '/live/newest',
    {
      schema: {
        tags: ['supervision'],
        summary: 'What the live stream told last: the newest events, and what was done with cards.',
        querystring: Type.Object({ as_of: listParameters.as_of }, { additionalProperties: false }),
        response: { 200: LiveNewest, '4xx': { $ref: 'Problem#' } },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return newest(reader, asOfOf(request.query));
    },
  );

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
    async (_request, reply) => hub.join(openStream(reply)),
  );
};

/** Begins a stream of server-sent events, which the reply is from here on. */
export function openStream(reply: FastifyReply): ServerResponse {
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    // Proxies that buffer would make live late.
    'x-accel-buffering': 'no',
  });
  return reply.raw;
}
