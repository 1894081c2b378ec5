/** Measures for Prometheus at /metrics: requests by route, events stored, the process itself. */
import fp from 'fastify-plugin';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Metrics;
  }
}

export interface Metrics {
  eventsStored: Counter;
  commits: Counter;
  /** Adds a measure that is read when somebody asks for the measures. */
  gauge(name: string, help: string, read: () => number): void;
}

export default fp(async (app) => {
  // One registry per app, so that several in one process (tests) do not meet.
  const register = new Registry();
  collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'mingcha_http_request_seconds',
    help: 'Time to answer a request, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [register],
  });
  app.decorate('metrics', {
    eventsStored: new Counter({ name: 'mingcha_events_stored_total', help: 'Events stored.', registers: [register] }),
    commits: new Counter({ name: 'mingcha_commits_total', help: 'Group commits.', registers: [register] }),
    gauge(name, help, read) {
      const collect = () => gauge.set(read());
      const gauge: Gauge = new Gauge({ name, help, registers: [register], collect });
    },
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode };
    requests.observe(labels, reply.elapsedTime / 1000);
  });
  app.get(
    '/metrics',
    {
      schema: {
        tags: ['operation'],
        summary: 'Measures in the Prometheus text format.',
        response: { 200: { type: 'string' } },
      },
    },
    async (_request, reply) => reply.type(register.contentType).send(await register.metrics()),
  );
});
