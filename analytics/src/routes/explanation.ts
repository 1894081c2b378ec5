/** The explanation of a case: as data, and as the page for the file. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { CaseExplanation, listParameters } from '../contract/index.ts';
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
};

async function explained(explaining: Explaining, caseId: string, asOf: Date | undefined): Promise<CaseExplanation> {
  const found = await explainCase(explaining, caseId, filtersOf({}), asOf);
  if (found !== undefined) return found;
  throw noSuchCase(caseId);
}
