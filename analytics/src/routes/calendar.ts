/** The working calendar. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { CalendarRow, Day } from '../contract/index.ts';
import { calendarDays } from '../query/calendar.ts';
import type { Reader } from '../query/reader.ts';
import { checkPeriod, filtersOf, listResponses, sendList, statisticQuery } from './list.ts';

const CalendarQuery = statisticQuery({
  from: { ...Day, description: 'First day, included.' },
  to: { ...Day, description: 'Last day, included.' },
});

export const calendarRoutes: FastifyPluginAsyncTypebox<{ reader: Reader }> = async (app, { reader }) => {
  app.get(
    '/calendar',
    {
      schema: {
        tags: ['statistics'],
        summary:
          '工作日历: which days a unit works, with holidays, make-up workdays and its own closures. Without a unit, the ' +
          'calendar all centres share, else the default one.',
        querystring: CalendarQuery,
        response: listResponses(CalendarRow),
      },
    },
    async (request, reply) => {
      const { from, to } = request.query;
      checkPeriod(from, to);
      const select = calendarDays({ from, to }, filtersOf(request.query));
      return sendList(request, reply, reader, `calendar-${from}-${to}`, select);
    },
  );
};
