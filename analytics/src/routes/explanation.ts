/** The explanation of a case: as data, and as the evidence page 证据页 for the file. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { CaseExplanation, listParameters } from '../contract/index.ts';
import { FORMATS, MEDIA_TYPES } from '../exports/document.ts';
import { evidenceOf } from '../exports/evidence.ts';
import { render } from '../exports/render.ts';
import { noSuchCase } from '../problem.ts';
import { type Explaining, explainCase } from '../query/explanation.ts';
import { asOfOf, filtersOf } from './list.ts';

const Params = Type.Object({
  case_id: Type.String({ minLength: 1, maxLength: 128, description: 'Case number 办件编号.' }),
});
const problems = { '4xx': { $ref: 'Problem#' } };

export const explanationRoutes: FastifyPluginAsyncTypebox<Explaining> = async (app, explaining) => {
  const tags = ['supervision'];

  app.get(
    '/cases/:case_id/explanation',
    {
      schema: {
        tags,
        summary: 'Why a case stands where it stands: its clock day by day, and where each limit and rule came from.',
        description:
          'Limits with their origin, calendar, models, rules and thresholds with their versions, every revision of every ' +
          'event, and the same in sentences, Chinese and English.',
        params: Params,
        querystring: Type.Object({ as_of: listParameters.as_of }, { additionalProperties: false }),
        response: { 200: CaseExplanation, ...problems },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return explained(explaining, request.params.case_id, asOfOf(request.query));
    },
  );

  app.get(
    '/cases/:case_id/evidence',
    {
      schema: {
        tags,
        summary: 'The evidence page 证据页 of a case, to print: its explanation as Word or PDF, in Chinese.',
        description: 'Holds no data of the applicant. The footer of every page says as of when, and by which versions.',
        params: Params,
        querystring: Type.Object(
          { as_of: listParameters.as_of, format: Type.Optional(Type.Enum(FORMATS, { default: 'pdf' })) },
          { additionalProperties: false },
        ),
        response: {
          200: {
            description: 'The file.',
            content: Object.fromEntries(
              FORMATS.map((format) => [MEDIA_TYPES[format], { schema: Type.String({ format: 'binary' }) }]),
            ),
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { format = 'pdf' } = request.query;
      const { case_id: caseId } = request.params;
      const file = await render(evidenceOf(await explained(explaining, caseId, asOfOf(request.query))), format);
      const name = encodeURIComponent(`证据页-${caseId}.${format}`);
      reply
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="evidence.${format}"; filename*=UTF-8''${name}`)
        .type(MEDIA_TYPES[format]);
      return reply.send(file);
    },
  );
};

async function explained(explaining: Explaining, caseId: string, asOf: Date | undefined): Promise<CaseExplanation> {
  const found = await explainCase(explaining, caseId, filtersOf({}), asOf);
  if (found !== undefined) return found;
  throw noSuchCase(caseId);
}
