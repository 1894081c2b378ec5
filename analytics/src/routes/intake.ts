/** What was refused on its way in: listed, and sent once more after a fix. Events themselves come in by @mingcha/ingest. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Intake, REJECT_CODES, replay } from '@mingcha/ingest';
import type { Store } from '@mingcha/sql';
import Type from 'typebox';
import { Count, RejectRow } from '../contract/index.ts';
import type { Reader } from '../query/reader.ts';
import { REJECT_STATES, rejects } from '../query/rejects.ts';
import { listQuery, listResponses, sendList } from './list.ts';

const which = {
  source: Type.Optional(Type.String({ description: 'Only lines of this source.', examples: ['hall'] })),
  code: Type.Optional(
    Type.Enum([...REJECT_CODES], { description: 'Only lines refused for this reason.', examples: ['unknown_field'] }),
  ),
};
const RejectsQuery = listQuery({
  ...which,
  state: Type.Optional(
    Type.Enum(REJECT_STATES, {
      default: 'all',
      description: 'Still open, replayed or come in otherwise since, or all.',
    }),
  ),
});
const ReplayBody = Type.Optional(
  Type.Union([Type.Object(which, { additionalProperties: false }), Type.Null()], {
    description: 'Which lines to send again; all open ones without a body.',
  }),
);
const ReplayAnswer = Type.Object({
  accepted: { ...Count, description: 'Stored now, or known already.' },
  refused: { ...Count, description: 'Refused again.' },
  left: {
    ...Count,
    description: 'Not sent again: what is kept is not what was sent (personal data or unknown fields removed, or cut).',
  },
  reasons: Type.Array(
    Type.Object({
      outcome: Type.Enum(['refused', 'left']),
      code: Type.String(),
      field: Type.String(),
      lines: Type.Integer({ minimum: 1 }),
      remedy: Type.String({ description: 'For lines that were left; the message of a refused one says it itself.' }),
      examples: Type.Array(
        Type.Object(
          { source: Type.String(), line: Type.Integer(), message: Type.String() },
          { description: 'First 3.' },
        ),
      ),
    }),
    { description: 'Why lines stay, commonest first.' },
  ),
});

export const rejectRoutes: FastifyPluginAsyncTypebox<{
  reader: Reader;
  store: Store;
  intake: Intake;
  clock: () => Date;
}> = async (app, { reader, store, intake, clock }) => {
  const tags = ['events'];

  app.get(
    '/rejects',
    {
      schema: {
        tags,
        summary: 'Lines that were refused, with the reason: the last batch first, each in the order of its lines.',
        querystring: RejectsQuery,
        response: listResponses(RejectRow),
      },
    },
    async (request, reply) => {
      const { state = 'all', source, code } = request.query;
      const given = { ...(source === undefined ? {} : { source }), ...(code === undefined ? {} : { code }) };
      return sendList(request, reply, reader, 'rejects', rejects(state, given));
    },
  );

  app.post(
    '/rejects/replay',
    {
      schema: {
        tags,
        summary: 'Sends refused lines once more, after what refused them was put right.',
        body: ReplayBody,
        response: { 200: ReplayAnswer, '4xx': { $ref: 'Problem#' }, 503: { $ref: 'Problem#' } },
      },
    },
    async (request) => replay(store, intake, request.body ?? {}, clock),
  );
};
