/** The wall screen: its figures in one answer, and its own live stream, neither of which names a case or a person. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { listParameters, scopeFilters, Wall } from '../contract/index.ts';
import type { LiveHub } from '../live.ts';
import type { Reader } from '../query/reader.ts';
import { wall } from '../query/wall.ts';
import { asOfOf, knownFilters } from './list.ts';
import { openStream } from './live.ts';

const tags = ['supervision'];
/** A hall's own screen, or a county's; nothing as narrow as a person. */
const WallQuery = Type.Object(
  { as_of: listParameters.as_of, county: scopeFilters.county, centre: scopeFilters.centre },
  { additionalProperties: false },
);

export const wallRoutes: FastifyPluginAsyncTypebox<{ hub: LiveHub; reader: Reader }> = async (app, { hub, reader }) => {
  app.get(
    '/wall',
    {
      schema: {
        tags,
        summary:
          '大屏: lamps, days left, today against the working day before at the same time, gravest open cases without number or person, leaders of the week.',
        querystring: WallQuery,
        response: { 200: Wall, '4xx': { $ref: 'Problem#' } },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return wall(reader, await knownFilters(reader, request.query), asOfOf(request.query));
    },
  );

  app.get(
    '/wall/live',
    {
      // Packing would hold messages back.
      compress: false,
      schema: {
        tags,
        summary: 'Server-sent events for the wall screen: `stored` with counts alone, and `summary`.',
        querystring: Type.Object({}, { additionalProperties: false }),
        response: {
          200: {
            description: '`stored` carries LiveStored with `newest` empty, `summary` a SupervisionSummary.',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
        },
      },
    },
    async (_request, reply) => hub.join(openStream(reply), 'counts'),
  );
};
