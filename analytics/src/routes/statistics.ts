/** Daily and period statistics, ranking and early completion. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import {
  BOARDS,
  COMPARISONS,
  comparedBy,
  DailyStatisticsRow,
  DataSpan,
  Day,
  EarlyCompletionRow,
  LEVELS,
  listParameters,
  PeriodStatisticsRow,
  RankingRow,
  scopeFilters,
  WeeklyRankingRow,
} from '../contract/index.ts';
import { dataSpan } from '../query/data-span.ts';
import { periodStatistics } from '../query/period-statistics.ts';
import type { Reader } from '../query/reader.ts';
import { dailyStatistics, earlyCompletion, ranking, weeklyRanking } from '../query/statistics.ts';
import { periodBefore, stretchesOf } from '../query/stretches.ts';
import { asOfOf, filtersOf, knownFilters, listResponses, sendList, statisticQuery } from './list.ts';
import { anyPeriod, checkPeriod, periodInFileName, periodNamed } from './period.ts';

const period = {
  from: { ...Day, description: 'First day, included.' },
  to: { ...Day, description: 'Last day, included.' },
  by: Type.Enum(LEVELS, { description: 'Level of the units.', examples: ['department'] }),
};
const SpanOfDaysQuery = statisticQuery(period);
const PeriodQuery = statisticQuery({
  period: anyPeriod,
  by: period.by,
  compare: Type.Optional(
    Type.Enum(COMPARISONS, {
      description:
        'Adds the same columns of the period before (of a day, the working day before) with _previous, of the year before ' +
        'with _year_before. A period still running is held against the same days of the other until the same time.',
      examples: ['previous'],
    }),
  ),
});
const board = Type.Enum(BOARDS, { description: 'Which units are ranked.' });
const RankingQuery = statisticQuery({ period: anyPeriod, board });
const WeekQuery = statisticQuery({
  week: Type.String({ description: 'ISO week, Monday to Sunday.', examples: ['2026-W10'] }),
  board,
});

const SpanQuery = Type.Object({ as_of: listParameters.as_of, ...scopeFilters }, { additionalProperties: false });

export const statisticsRoutes: FastifyPluginAsyncTypebox<{ reader: Reader; clock: () => Date }> = async (
  app,
  { reader, clock },
) => {
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
      return dataSpan(reader, await knownFilters(reader, request.query), asOfOf(request.query));
    },
  );

  app.get(
    '/daily-statistics',
    {
      schema: {
        tags,
        summary: '日统计: what happened per day and unit, and the backlog at the end of the day.',
        querystring: SpanOfDaysQuery,
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
    '/period-statistics',
    {
      schema: {
        tags,
        summary:
          '日、周、旬、月、季、年统计: what happened over a period per unit, its backlog at the end, and the same of other periods.',
        querystring: PeriodQuery,
        response: listResponses(PeriodStatisticsRow),
      },
    },
    async (request, reply) => {
      const { period: text, by, compare } = request.query;
      const asked = periodNamed('period', text);
      const filters = filtersOf(request.query);
      const asOf = asOfOf(request.query) ?? clock();
      const against = await stretchesOf(reader, asked, comparedBy(compare), filters, asOf);
      const select = periodStatistics(asked, against, by, filters);
      return sendList(request, reply, reader, `period-statistics-${periodInFileName(text)}-${by}`, select);
    },
  );

  app.get(
    '/ranking',
    {
      schema: {
        tags,
        summary:
          '排名: composite score and rank over any period, with its components and the movement against the period before.',
        querystring: RankingQuery,
        response: listResponses(RankingRow),
      },
    },
    async (request, reply) => {
      const { period: text, board } = request.query;
      const asked = periodNamed('period', text);
      const filters = await knownFilters(reader, request.query);
      const select = ranking(text, asked, await periodBefore(reader, asked, filters), board, filters);
      return sendList(request, reply, reader, `ranking-${periodInFileName(text)}-${board}`, select);
    },
  );

  app.get(
    '/weekly-ranking',
    {
      schema: {
        tags,
        summary:
          '周排名: composite score and rank of a week, with its components and the movement against the week before.',
        querystring: WeekQuery,
        response: listResponses(WeeklyRankingRow),
      },
    },
    async (request, reply) => {
      const { week, board } = request.query;
      const { from } = periodNamed('week', week, 'week');
      const select = weeklyRanking(from, board, await knownFilters(reader, request.query));
      return sendList(request, reply, reader, `weekly-ranking-${week}-${board}`, select);
    },
  );

  app.get(
    '/early-completion',
    {
      schema: {
        tags,
        summary: '提前办结率: the three definitions in use, as numerator and denominator, over any period.',
        querystring: SpanOfDaysQuery,
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
