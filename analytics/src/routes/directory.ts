/** What is on file: units by level, centres, departments with their chief representatives, and the working calendar. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { CalendarRow, CentreRow, Day, DepartmentRow, FILTERS, scopeFilters, UnitRow } from '../contract/index.ts';
import { calendarDays } from '../query/calendar.ts';
import { centres } from '../query/centres.ts';
import { departments } from '../query/departments.ts';
import type { Reader } from '../query/reader.ts';
import { units } from '../query/units.ts';
import { filtersOf, knownFilters, listQuery, listResponses, sendList, statisticQuery } from './list.ts';
import { checkPeriod } from './period.ts';

const CentresQuery = listQuery({ county: scopeFilters.county, centre: scopeFilters.centre });
const DepartmentsQuery = listQuery({
  county: scopeFilters.county,
  centre: scopeFilters.centre,
  department: scopeFilters.department,
});
const UnitsQuery = listQuery({
  level: Type.Enum(FILTERS, { description: 'What to list.', examples: ['item'] }),
  county: scopeFilters.county,
  centre: scopeFilters.centre,
  department: scopeFilters.department,
});
const CalendarQuery = statisticQuery({
  from: { ...Day, description: 'First day, included.' },
  to: { ...Day, description: 'Last day, included.' },
});

export const directoryRoutes: FastifyPluginAsyncTypebox<{ reader: Reader }> = async (app, { reader }) => {
  const tags = ['directory'];

  app.get(
    '/centres',
    {
      schema: {
        tags,
        summary: '政务服务中心: centres on file, each with its calendar and the zone its days are of.',
        querystring: CentresQuery,
        response: listResponses(CentreRow),
      },
    },
    async (request, reply) => sendList(request, reply, reader, 'centres', centres(filtersOf(request.query))),
  );

  app.get(
    '/units',
    {
      schema: {
        tags,
        summary:
          'Counties, centres, departments, windows, staff or items on file: what filters and thresholds can name.',
        querystring: UnitsQuery,
        response: listResponses(UnitRow),
      },
    },
    async (request, reply) => {
      const { level } = request.query;
      return sendList(request, reply, reader, `units-${level}`, units(level, filtersOf(request.query)));
    },
  );

  app.get(
    '/departments',
    {
      schema: {
        tags,
        summary: '窗口单位: departments on file, each with its chief representative 首席代表.',
        querystring: DepartmentsQuery,
        response: listResponses(DepartmentRow),
      },
    },
    async (request, reply) => sendList(request, reply, reader, 'departments', departments(filtersOf(request.query))),
  );

  app.get(
    '/calendar',
    {
      schema: {
        tags,
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
      const select = calendarDays({ from, to }, await knownFilters(reader, request.query));
      return sendList(request, reply, reader, `calendar-${from}-${to}`, select);
    },
  );
};
