/** 两源对账, for the weekly notice: cases one source knows and the other does not. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { KNOWN_TO, ReconciledCaseRow, ReconciliationRow } from '../contract/index.ts';
import { wrongParameters } from '../problem.ts';
import type { Reader } from '../query/reader.ts';
import { type Pair, reconciledCases, reconciliation } from '../query/reconciliation.ts';
import { knownFilters, listResponses, sendList, statisticQuery } from './list.ts';
import { periodNamed } from './period.ts';

const pair = {
  week: Type.String({
    description: 'ISO week, Monday to Sunday, in which cases were received.',
    examples: ['2026-W10'],
  }),
  a: Type.String({
    minLength: 1,
    description: 'Code of one source, such as the one window 一窗受理.',
    examples: ['hall'],
  }),
  b: Type.String({
    minLength: 1,
    description: 'Code of the other, such as the approval system 权力运行.',
    examples: ['approval'],
  }),
};
const ReconciliationQuery = statisticQuery(pair);
const CasesQuery = statisticQuery({
  ...pair,
  known_to: Type.Optional(Type.Enum(KNOWN_TO, { description: 'Only cases that a, b or both know.' })),
});

export const reconciliationRoutes: FastifyPluginAsyncTypebox<{ reader: Reader }> = async (app, { reader }) => {
  const tags = ['quality'];

  app.get(
    '/reconciliation',
    {
      schema: {
        tags,
        summary: '两源对账: cases of a week known to source a only, to source b only, to both, by department.',
        querystring: ReconciliationQuery,
        response: listResponses(ReconciliationRow),
      },
    },
    async (request, reply) => {
      const select = reconciliation(pairOf(request.query), await knownFilters(reader, request.query));
      return sendList(request, reply, reader, `reconciliation-${request.query.week}`, select);
    },
  );

  app.get(
    '/reconciliation/cases',
    {
      schema: {
        tags,
        summary: 'The cases behind a reconciliation.',
        querystring: CasesQuery,
        response: listResponses(ReconciledCaseRow),
      },
    },
    async (request, reply) => {
      const { week, known_to: knownTo } = request.query;
      const select = reconciledCases(pairOf(request.query), knownTo, await knownFilters(reader, request.query));
      return sendList(request, reply, reader, `reconciled-cases-${week}${knownTo ? `-${knownTo}` : ''}`, select);
    },
  );
};

function pairOf({ week, a, b }: { week: string; a: string; b: string }): Pair {
  const monday = periodNamed('week', week, 'week').from;
  if (a === b) {
    const message = `must be another source than a (${a}); /sources lists them`;
    throw wrongParameters([{ parameter: 'b', message, example: 'approval' }]);
  }
  return { monday, a, b };
}
