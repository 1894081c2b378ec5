/** Scheduled reports: what is made when, what lies ready, and the files. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Store } from '@mingcha/sql';
import Type from 'typebox';
import { type ReportRow, Reports, Schedules } from '../contract/index.ts';
import { MEDIA_TYPES } from '../exports/export-list.ts';
import { formatPeriod } from '../periods/period.ts';
import { notFound, wrongParameters } from '../problem.ts';
import { readWorkingDays } from '../schedule/calendar.ts';
import { readRuns, readRunsSince } from '../schedule/kept-runs.ts';
import { readSchedules } from '../schedule/kept-schedules.ts';
import { FORMATS } from '../schedule/reports.ts';
import type { Run } from '../schedule/run.ts';
import type { Shelf } from '../schedule/shelf.ts';
import { nextRun } from '../schedule/when.ts';

const DAY = 86_400_000;
const ListQuery = Type.Object(
  {
    schedule: Type.Optional(Type.String({ description: 'Code of one schedule.' })),
    days: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 3_660, default: 400, description: 'Due within the last so many days.' }),
    ),
  },
  { additionalProperties: false },
);
const Params = Type.Object({ run_id: Type.String({ pattern: '^[0-9a-f]{32}$' }) });
const problems = { '4xx': { $ref: 'Problem#' } };

const typeOf = (format: string) => (MEDIA_TYPES as Record<string, string>)[format] ?? 'application/octet-stream';
const FILE = {
  description: 'The file, to be saved.',
  content: Object.fromEntries(FORMATS.map((format) => [typeOf(format), { schema: Type.String({ format: 'binary' }) }])),
};

export const reportRoutes: FastifyPluginAsyncTypebox<{
  store: Store;
  shelf: Shelf | undefined;
  clock: () => Date;
}> = async (app, { store, shelf, clock }) => {
  const tags = ['reports'];

  app.get(
    '/reports',
    {
      schema: {
        tags,
        summary: 'Scheduled reports that were due: made, announced, or failing and why. The newest first.',
        querystring: ListQuery,
        response: { 200: Reports, ...problems },
      },
    },
    async (request, reply) => {
      const { schedule, days = 400 } = request.query;
      const now = clock();
      const runs = await readRunsSince(store, new Date(now.getTime() - days * DAY));
      const names = new Map((await readSchedules(store)).map((each) => [each.schedule, each]));
      reply.header('cache-control', 'no-store');
      if (schedule !== undefined && !names.has(schedule) && !runs.some((run) => run.schedule === schedule)) {
        const message = `names "${schedule}", which is no schedule; /api/v1/schedules lists them`;
        throw wrongParameters([{ parameter: 'schedule', message }]);
      }
      const rows = runs.filter((run) => schedule === undefined || run.schedule === schedule);
      return { as_of: now.toISOString(), rows: rows.map((run) => rowOf(run, names.get(run.schedule))) };
    },
  );

  app.get(
    '/reports/:run_id/file',
    {
      schema: { tags, summary: 'The file of a report.', params: Params, response: { 200: FILE, ...problems } },
    },
    async (request, reply) => {
      const { run_id } = request.params;
      const made = (await readRuns(store, [run_id])).get(run_id)?.made;
      if (made === undefined) throw notFound(`There is no report ${run_id}; GET /api/v1/reports lists those made.`);
      const content = await shelf?.get(made.file);
      if (content === undefined) {
        throw notFound(
          `The file of the report ${made.name} of ${made.period} does not lie with this server; it is ${made.file} in the folder ` +
            'of the server that made it (MINGCHA_REPORTS).',
        );
      }
      const name = `${made.name}-${made.period}.${made.format}`;
      reply.header(
        'content-disposition',
        `attachment; filename="report-${made.period}.${made.format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      );
      return reply.type(typeOf(made.format)).send(content);
    },
  );

  app.get(
    '/schedules',
    {
      schema: {
        tags,
        summary: 'Which reports are made when, for whom, and when next.',
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: Schedules, ...problems },
      },
    },
    async (_request, reply) => {
      const now = clock();
      reply.header('cache-control', 'no-store');
      const rows = await Promise.all(
        (await readSchedules(store)).map(async ({ active_since: _, ...schedule }) => {
          const calendar = await readWorkingDays(store, schedule.calendar, now);
          const next = schedule.is_active ? nextRun(schedule, calendar, now) : undefined;
          const next_period = next === undefined ? null : formatPeriod(next.period);
          return {
            ...schedule,
            receivers: [...schedule.receivers],
            next_at: next?.at.toISOString() ?? null,
            next_period,
          };
        }),
      );
      return { as_of: now.toISOString(), rows };
    },
  );
};

function rowOf(run: Run, schedule: { name: string; report: string; format: string } | undefined): ReportRow {
  const { run_id, occasion, state, due_at, made, announced_at, tries, fault } = run;
  return {
    ...{ run_id, schedule: run.schedule, occasion, state, due_at, tries, fault },
    name: made?.name ?? schedule?.name ?? run.schedule,
    period: made?.period ?? '',
    report: made?.report ?? schedule?.report ?? '',
    format: made?.format ?? schedule?.format ?? '',
    made_at: made?.at ?? null,
    announced_at: announced_at ?? null,
    bytes: made?.bytes ?? null,
    sha256: made?.sha256 ?? '',
  };
}
