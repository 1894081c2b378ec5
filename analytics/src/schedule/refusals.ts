/**
 * What would be refused whenever a schedule is due, said before it is kept: the routes look at the parameters as at those of any
 * request, and nothing is read; a notice has a template for its periods.
 */
import type { FastifyInstance } from 'fastify';
import { API, type AppOptions, app } from '../app.ts';
import { Failure } from '../failure.ts';
import { templateOf } from '../notices/make-notice.ts';
import { periodOf } from '../periods/period.ts';
import { createServer } from '../server.ts';
import { addressOf } from './reports.ts';
import type { Schedule } from './schedule.ts';
import { saidIn } from './start.ts';

/** A sentence for each schedule that would be refused; faultsOf (schedule.ts) has nothing against any of them. */
export async function refusalsOf(schedules: readonly Schedule[], options: AppOptions): Promise<string[]> {
  const server = createServer();
  // Parameters are looked at before this, and only after it would anything be read.
  server.addHook('preHandler', async (_request, reply) => reply.code(204).send());
  await server.register(app, options);
  const refusals: string[] = [];
  try {
    for (const schedule of schedules) {
      const said = await refusalOf(schedule, server, options.noticesFolder);
      if (said !== undefined) refusals.push(`${schedule.schedule}: ${said}`);
    }
  } finally {
    await server.close();
  }
  return refusals;
}

async function refusalOf(schedule: Schedule, server: FastifyInstance, folder: string | undefined) {
  // Any period of the kind.
  const period = periodOf(schedule.period, '2026-03-02');
  const { statusCode, body } = await server.inject({
    url: `${API}${addressOf({ ...schedule, period, asOf: new Date() })}`,
  });
  if (statusCode !== 204) return saidIn(body);
  if (schedule.report !== 'notice') return undefined;
  try {
    await templateOf(period, { template: schedule.parameters['template'], folder });
    return undefined;
  } catch (error) {
    if (error instanceof Failure)
      return `${error.message} Those of your own lie where --notices or MINGCHA_NOTICES says.`;
    throw error;
  }
}
