/** 旬调度: the ten working days ahead, unit by unit, and the cases behind each number. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { AGES, DispatchCaseRow, DispatchRow, LEVELS, PLACES } from '../contract/index.ts';
import type { Period } from '../periods/period.ts';
import { dispatch, dispatchCases } from '../query/dispatch.ts';
import { localDay } from '../query/moment.ts';
import type { Reader } from '../query/reader.ts';
import { filtersOf, listResponses, sendList, statisticQuery } from './list.ts';
import { periodNamed } from './period.ts';

const ZONE = 'Asia/Shanghai';
const STOPPED_DAYS = 10;

const ahead = {
  period: Type.String({
    description: 'Ten days 旬: 1 is 1–10, 2 is 11–20, 3 is 21–end of month.',
    examples: ['2026-03-2'],
  }),
  stopped_days: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 1000,
      default: STOPPED_DAYS,
      description: 'A stop of more working days than this is long.',
    }),
  ),
};
const DispatchQuery = statisticQuery({
  ...ahead,
  by: Type.Optional(
    Type.Enum(LEVELS, { default: 'department', description: 'Level of the units.', examples: ['department'] }),
  ),
});
const CasesQuery = statisticQuery({
  ...ahead,
  place: Type.Optional(Type.Enum(PLACES, { description: 'Where the cases stand in the look ahead.' })),
  ahead: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, description: 'Working day ahead they are due on.' })),
  age: Type.Optional(
    Type.Enum(AGES, {
      description: 'Up to so many working days since day 0 of the clock, and more than the class below.',
    }),
  ),
  stopped_long: Type.Optional(Type.Boolean({ description: 'Only those whose clock has been stopped for long.' })),
});

const looksFrom =
  'Looks from as_of; without one from now, or, for ten days that are over, from their beginning. The ten working days ahead ' +
  'begin with the day it looks from, for ten days to come with their first.';

export const dispatchRoutes: FastifyPluginAsyncTypebox<{ reader: Reader; clock: () => Date }> = async (
  app,
  { reader, clock },
) => {
  const tags = ['dispatch'];

  app.get(
    '/dispatch',
    {
      schema: {
        tags,
        summary:
          '旬调度: what falls due in the ten working days ahead against capacity, backlog by age, whom to help first.',
        description: looksFrom,
        querystring: DispatchQuery,
        response: listResponses(DispatchRow),
      },
    },
    async (request, reply) => {
      const { period, by = 'department', stopped_days = STOPPED_DAYS } = request.query;
      const days = periodNamed('period', period, 'ten_days');
      const select = dispatch({ from: days.from, stoppedDays: stopped_days }, by, filtersOf(request.query));
      return sendList(request, reply, reader, `dispatch-${period}-${by}`, select, beginningOf(days, clock()));
    },
  );

  app.get(
    '/dispatch/cases',
    {
      schema: {
        tags,
        summary: 'The open cases behind a number of 旬调度, earliest due first.',
        description: looksFrom,
        querystring: CasesQuery,
        response: listResponses(DispatchCaseRow),
      },
    },
    async (request, reply) => {
      const { period, stopped_days = STOPPED_DAYS, place, ahead: step, age, stopped_long } = request.query;
      const days = periodNamed('period', period, 'ten_days');
      const standing = { place, ahead: step, age, stoppedLong: stopped_long };
      const select = dispatchCases({ from: days.from, stoppedDays: stopped_days }, standing, filtersOf(request.query));
      return sendList(request, reply, reader, `dispatch-cases-${period}`, select, beginningOf(days, clock()));
    },
  );
};

/** The moment ten days began that are over by now; undefined for others, which are looked at from now. */
function beginningOf({ from, to }: Period, now: Date): Date | undefined {
  return to < localDay(now, ZONE) ? new Date(`${from}T00:00:00+08:00`) : undefined;
}
