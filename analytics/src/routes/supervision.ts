/** Open cases with their clocks, the lamps over them, the cases behind a number, and one case whole. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import {
  CARD_GRADES,
  CARD_STATES,
  CaseDetail,
  CaseNumbers,
  CaseRow,
  Day,
  GRADES,
  type Grade,
  listParameters,
  MEASURES,
  OverdueRow,
  ResponsibleChain,
  SupervisionSummary,
  scopeFilters,
} from '../contract/index.ts';
import { noSuchCase } from '../problem.ts';
import { readCase } from '../query/case-detail.ts';
import { caseNumbers } from '../query/case-numbers.ts';
import { casesOf } from '../query/cases.ts';
import type { Reader } from '../query/reader.ts';
import { responsibleChain } from '../query/responsible.ts';
import { overdue, supervisionSummary } from '../query/supervision.ts';
import { isInEffect } from '../supervision/card.ts';
import { choicesOf } from './choices.ts';
import { asOfOf, filtersOf, listResponses, refuseUnknown, sendList, statisticQuery } from './list.ts';
import { checkPeriod } from './period.ts';

const IN_FORCE = CARD_STATES.filter(isInEffect);
/** Late, or about to be. */
const WARNED: readonly Grade[] = ['red', 'yellow', 'notice'];

const OverdueQuery = statisticQuery({
  grade: Type.Optional(
    Type.String({
      description: `Grades, separated by commas: ${GRADES.join(', ')}; or all. Late or about to be (${WARNED.join(',')}) unless told.`,
      examples: ['red,yellow'],
    }),
  ),
  card: Type.Optional(
    Type.String({
      description: `Only cases whose gravest card in force is of these grades, separated by commas: ${CARD_GRADES.join(', ')}; or any.`,
      examples: ['red,yellow'],
    }),
  ),
  card_state: Type.Optional(
    Type.String({
      description: `Only cases whose gravest card in force is in these states, separated by commas: ${IN_FORCE.join(', ')}.`,
      examples: ['urged'],
    }),
  ),
});
const SummaryQuery = Type.Object({ as_of: listParameters.as_of, ...scopeFilters }, { additionalProperties: false });
const CasesQuery = statisticQuery({
  measure: Type.Enum(MEASURES, { description: 'The number whose cases are asked for.' }),
  from: { ...Day, description: 'First day, included.' },
  to: { ...Day, description: 'Last day, included; backlogs are as of its end.' },
});
const CaseNumbersQuery = Type.Object(
  {
    begin: Type.String({
      minLength: 4,
      maxLength: 128,
      description: 'How the numbers begin. Ends are not looked for: that would read every case there is.',
      examples: ['439600-202603'],
    }),
    as_of: listParameters.as_of,
  },
  { additionalProperties: false },
);
const CaseQuery = Type.Object({ as_of: listParameters.as_of }, { additionalProperties: false });

export const supervisionRoutes: FastifyPluginAsyncTypebox<{ reader: Reader }> = async (app, { reader }) => {
  const tags = ['supervision'];
  const problems = { '4xx': { $ref: 'Problem#' } };

  app.get(
    '/overdue',
    {
      schema: {
        tags,
        summary: '监察: open cases that are late or about to be, worst first.',
        querystring: OverdueQuery,
        response: listResponses(OverdueRow),
      },
    },
    async (request, reply) => {
      const { grade, card, card_state: state } = request.query;
      const cards = {
        ...(card && {
          grades: card === 'any' ? CARD_GRADES : choicesOf.list('card', card, CARD_GRADES, ', or any'),
        }),
        ...(state && { states: choicesOf.list('card_state', state, IN_FORCE) }),
      };
      const select = overdue(gradesOf(grade), filtersOf(request.query), cards);
      return sendList(request, reply, reader, 'overdue', select);
    },
  );

  app.get(
    '/overdue/summary',
    {
      schema: {
        tags,
        summary: 'Lamps over all open cases, and how many days they have left.',
        querystring: SummaryQuery,
        response: { 200: SupervisionSummary, ...problems },
      },
    },
    async (request, reply) => {
      const summary = await supervisionSummary(reader, filtersOf(request.query), asOfOf(request.query));
      if (GRADES.every((grade) => summary[grade] === 0)) await refuseUnknown(reader, request.query);
      reply.header('cache-control', 'no-store');
      return summary;
    },
  );

  app.get(
    '/cases',
    {
      schema: {
        tags,
        summary: 'The cases behind a number: what a measure counted over a period.',
        querystring: CasesQuery,
        response: listResponses(CaseRow),
      },
    },
    async (request, reply) => {
      const { measure, from, to } = request.query;
      checkPeriod(from, to);
      const select = casesOf(measure, { from, to }, filtersOf(request.query));
      return sendList(request, reply, reader, `cases-${measure}-${from}-${to}`, select);
    },
  );

  app.get(
    '/case-numbers',
    {
      schema: {
        tags,
        summary: 'Case numbers that begin as told, with item and department, the last first.',
        querystring: CaseNumbersQuery,
        response: { 200: CaseNumbers, ...problems },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return caseNumbers(reader, request.query.begin, asOfOf(request.query));
    },
  );

  app.get(
    '/cases/:case_id',
    {
      schema: {
        tags,
        summary: 'One case: facts, the clock explained day by day, stages and every event.',
        params: Type.Object({
          case_id: Type.String({ minLength: 1, maxLength: 128, description: 'Case number 办件编号.' }),
        }),
        querystring: CaseQuery,
        response: { 200: CaseDetail, ...problems },
      },
    },
    async (request, reply) => {
      const { case_id: caseId } = request.params;
      reply.header('cache-control', 'no-store');
      const found = await readCase(reader, caseId, filtersOf({}), asOfOf(request.query));
      if (found === undefined) throw noSuchCase(caseId);
      return found;
    },
  );

  app.get(
    '/cases/:case_id/responsible',
    {
      schema: {
        tags,
        summary: '一岗三责: who answers for a case, from which grade on they are told, and whether they were.',
        params: Type.Object({
          case_id: Type.String({ minLength: 1, maxLength: 128, description: 'Case number 办件编号.' }),
        }),
        querystring: CaseQuery,
        response: { 200: ResponsibleChain, ...problems },
      },
    },
    async (request, reply) => {
      const { case_id: caseId } = request.params;
      reply.header('cache-control', 'no-store');
      const found = await responsibleChain(reader, caseId, asOfOf(request.query));
      if (found === undefined) throw noSuchCase(caseId);
      return found;
    },
  );
};

function gradesOf(text: string | undefined): readonly Grade[] {
  if (!text) return WARNED;
  if (text === 'all') return GRADES;
  return choicesOf.list('grade', text, GRADES, ', or all');
}
