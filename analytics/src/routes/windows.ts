/** How many windows to open, by weekday and hour. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { COUNTERS, Day, WindowAdviceRow, type WindowLoadRow } from '../contract/index.ts';
import type { Reader } from '../query/reader.ts';
import { adviceOf, windowLoad } from '../query/window-advice.ts';
import { sendComputedList } from './computed-list.ts';
import { filtersOf, listResponses, statisticQuery } from './list.ts';
import { checkPeriod } from './period.ts';

const AdviceQuery = statisticQuery({
  from: { ...Day, description: 'First day looked back on, included.' },
  to: { ...Day, description: 'Last day, included; only days that are over count.' },
  by: Type.Enum(COUNTERS, { description: 'Whose windows share one line.', examples: ['department'] }),
  target_wait: Type.Optional(
    Type.Number({ minimum: 0, maximum: 240, default: 10, description: 'Minutes nobody should wait longer than.' }),
  ),
  service_level: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 0.999,
      default: 0.8,
      description: 'Share of people for whom that holds, as a fraction.',
    }),
  ),
  minutes_per_case: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 480,
      examples: [12],
      description: 'Minutes of a window per case, in place of what the events tell.',
    }),
  ),
});

export const windowRoutes: FastifyPluginAsyncTypebox<{ reader: Reader }> = async (app, { reader }) => {
  app.get(
    '/window-advice',
    {
      schema: {
        tags: ['dispatch'],
        summary:
          '窗口建议: arrivals at the counter by weekday and hour, and how many windows to open for a target wait.',
        description:
          'Erlang C (queue M/M/n), whose assumptions hold for a counter as far as they do: people come at random and evenly ' +
          'within the hour, stand in one line for all windows of the unit, are served in turn, nobody leaves, handling times ' +
          'spread exponentially around their mean, and the hour is long enough to settle. Arrivals are cases received; ' +
          'people who come and leave no case are not known. Handling is the time between receipt and the end of what is done ' +
          'at the window that day, at the latest the next receipt of the same clerk; give minutes_per_case where you know better.',
        querystring: AdviceQuery,
        response: listResponses(WindowAdviceRow),
      },
    },
    async (request, reply) => {
      const { from, to, by, target_wait = 10, service_level = 0.8, minutes_per_case } = request.query;
      checkPeriod(from, to);
      const assumptions = {
        target: { waitMinutes: target_wait, share: service_level },
        minutesPerCase: minutes_per_case,
      };
      return sendComputedList(request, reply, reader, {
        name: `window-advice-${from}-${to}-${by}`,
        select: windowLoad({ from, to }, by, filtersOf(request.query)),
        row: WindowAdviceRow,
        make: (row: WindowLoadRow) => adviceOf(row, assumptions),
      });
    },
  );
};
