/**
 * Whoever opens a case finds in it what was acknowledged before they asked: where its facts are still being computed, the
 * answer waits for them. Not for ever: behind a long history on its way in it tells what is known so far.
 */
import type { Refresher } from '@mingcha/sql';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

const LONGEST_WAIT_MS = 2000;

interface Options {
  refresher: Pick<Refresher, 'settledFor'>;
}

export default fp<Options>(
  async (app: FastifyInstance, { refresher }) => {
    app.addHook('preHandler', async ({ params }) => {
      const { case_id: caseId } = (params ?? {}) as { case_id?: string };
      if (caseId !== undefined) await refresher.settledFor(caseId, LONGEST_WAIT_MS);
    });
  },
  { name: 'up-to-date' },
);
