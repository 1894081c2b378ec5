/** Daily statistics, weekly ranking and early completion. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import {
  BOARDS,
  DailyStatisticsRow,
  DataSpan,
  Day,
  EarlyCompletionRow,
  LEVELS,
  listParameters,
  scopeFilters,
  WeeklyRankingRow,
} from '../contract/index.ts';
import { dataSpan } from '../query/data-span.ts';
import type { Reader } from '../query/reader.ts';
import { dailyStatistics, earlyCompletion, weeklyRanking } from '../query/statistics.ts';
import { asOfOf, checkPeriod, filtersOf, listResponses, sendList, statisticQuery } from './list.ts';
import { periodNamed } from './period.ts';

const period = {
  from: { ...Day, description: 'First day, included.' },
  to: { ...Day, description: 'Last day, included.' },
  by: Type.Enum(LEVELS, { description: 'Level of the units.', examples: ['department'] }),
};
const PeriodQuery = statisticQuery(period);
const RankingQuery = statisticQuery({
  week: Type.String({ description: 'ISO week, Monday to Sunday.', examples: ['2026-W10'] }),
  board: Type.Enum(BOARDS, { description: 'Which units are ranked.' }),
});

const SpanQuery = Type.Object({ as_of: listParameters.as_of, ...scopeFilters }, { additionalProperties: false });

export const statisticsRoutes: FastifyPluginAsyncTypebox<{ reader: Reader }> = async (app, { reader }) => {
  const tags = ['statistics'];

  app.get(
    '/data-span',
    {
      schema: {
        tags,
        summary: 'From when to when there is anything to count, and the zone of its days.',
        querystring: SpanQuery,
        response: { 200: DataSpan, '4xx': { $ref: 'Problem#' } },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return dataSpan(reader, filtersOf(request.query), asOfOf(request.query));
    },
  );

  app.get(
    '/daily-statistics',
    {
      schema: {
        tags,
        summary: '日统计: what happened per day and unit, and the backlog at the end of the day.',
        querystring: PeriodQuery,
        response: listResponses(DailyStatisticsRow),
      },
    },
    async (request, reply) => {
      const { from, to, by } = request.query;
      checkPeriod(from, to);
      const select = dailyStatistics({ from, to }, by, filtersOf(request.query));
      return sendList(request, reply, reader, `daily-statistics-${from}-${to}-${by}`, select);
    },
  );

  app.get(
    '/weekly-ranking',
    {
      schema: {
        tags,
        summary:
          '周排名: composite score and rank of a week, with its components and the movement against the week before.',
        querystring: RankingQuery,
        response: listResponses(WeeklyRankingRow),
      },
    },
    async (request, reply) => {
      const { week, board } = request.query;
      const select = weeklyRanking(periodNamed('week', week, 'week').from, board, filtersOf(request.query));
      return sendList(request, reply, reader, `weekly-ranking-${week}-${board}`, select);
    },
  );

  app.get(
    '/early-completion',
    {
      schema: {
        tags,
        summary: '提前办结率: the three definitions in use, as numerator and denominator, over any period.',
        querystring: PeriodQuery,
        response: listResponses(EarlyCompletionRow),
      },
    },
    async (request, reply) => {
      const { from, to, by } = request.query;
      checkPeriod(from, to);
      const select = earlyCompletion({ from, to }, by, filtersOf(request.query));
      return sendList(request, reply, reader, `early-completion-${from}-${to}-${by}`, select);
    },
  );
};
