/** Scheduled reports beside a server: made by asking it as anybody would, kept on the shelf, announced to receivers. */
import type { Store } from '@mingcha/sql';
import type { FastifyInstance } from 'fastify';
import { API } from '../app.ts';
import type { Notifier } from '../notify/notifier.ts';
import { openScheduler, type Scheduler } from './scheduler.ts';
import type { Shelf } from './shelf.ts';

export interface ScheduledOptions {
  store: Store;
  server: FastifyInstance;
  shelf: Shelf;
  notifier: Pick<Notifier, 'tellOfReport'>;
  onFault: (error: unknown) => void;
  clock?: () => Date;
}

/** Not started yet. */
export function scheduledReports({ server, notifier, ...rest }: ScheduledOptions): Scheduler {
  return openScheduler({
    ...rest,
    async ask(address) {
      const answer = await server.inject({ url: `${API}${address}` });
      if (answer.statusCode === 200) return answer.rawPayload;
      throw new Error(`${address} answered ${answer.statusCode}: ${saidIn(answer.body)}`);
    },
    async announce({ run_id, name, period, format, bytes }, receivers) {
      await notifier.tellOfReport({ run_id, name, period, format, bytes }, receivers);
    },
  });
}

/** What a problem says, with each wrong parameter. */
export function saidIn(body: string): string {
  try {
    const { detail, errors = [] } = JSON.parse(body) as {
      detail?: string;
      errors?: { parameter: string; message: string }[];
    };
    return [detail ?? '', ...errors.map(({ parameter, message }) => `${parameter} ${message}.`)].join(' ').trim();
  } catch {
    return body.slice(0, 300);
  }
}
