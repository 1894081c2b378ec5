/** Every error leaves as an RFC 9457 problem: wrong parameters by name, unknown addresses, and our own failures. */
import fastifyRateLimit from '@fastify/rate-limit';
import { IntakeUnavailable } from '@mingcha/ingest';
import { StoreError } from '@mingcha/sql';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { Problem } from '../contract/index.ts';
import { HttpProblem, type WrongParameter, wrongParameters } from '../problem.ts';
import { explainValidation } from './validation.ts';

/** The engine's code for a query over its time. */
const TOOK_TOO_LONG = 159;
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

interface Options {
  /** Whether an address is a page of the dashboard, which then serves it. */
  isPage?: (request: FastifyRequest) => boolean;
  /** Unknown addresses one caller may ask for in a minute. */
  unknownPerMinute?: number;
}

export default fp<Options>(
  async (app: FastifyInstance, { isPage = () => false, unknownPerMinute = 60 }) => {
    app.addSchema(Problem);

    app.setErrorHandler((error: FastifyError, request, reply) => {
      const problem = problemOf(error, request);
      if (problem.status >= 500) request.log.error({ err: error }, problem.message);
      return sendProblem(reply, problem);
    });

    // An attacker could look for valid addresses if answering "no such address" were free.
    await app.register(fastifyRateLimit, { global: false });
    const limitUnknown = app.rateLimit({
      max: unknownPerMinute,
      timeWindow: 60_000,
      allowList: (request) => isPage(request),
    });
    app.setNotFoundHandler({ preHandler: limitUnknown }, (request, reply) => {
      if (isPage(request)) return reply.code(200).sendFile('index.html');
      const path = request.url.split('?')[0];
      const detail = `There is nothing at ${request.method} ${path}. What there is stands at /docs.`;
      return sendProblem(reply, new HttpProblem(404, 'Not found', detail));
    });
  },
  { name: 'problems' },
);

/** A file may have been on its way: no problem is saved under its name, or kept as long as it would be. */
export function sendProblem(reply: FastifyReply, problem: HttpProblem): FastifyReply {
  reply.header('cache-control', 'no-store').removeHeader('content-disposition');
  if (problem.retryAfter !== undefined) reply.header('retry-after', problem.retryAfter);
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem.body()));
}

function problemOf(error: Partial<FastifyError> & Error, request: FastifyRequest): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error.validation !== undefined) {
    const part = error.validationContext ?? 'body';
    const schema = (request.routeOptions.schema as Record<string, unknown> | undefined)?.[part];
    const errors: WrongParameter[] = explainValidation(error.validation, schema);
    return wrongParameters(errors);
  }
  if (error instanceof IntakeUnavailable) {
    return new HttpProblem(503, 'Not available', error.message, { retryAfter: error.retryAfter });
  }
  if (error instanceof StoreError && error.code === TOOK_TOO_LONG) {
    const detail = 'This took longer than the store allows. Ask for a shorter period or a single unit.';
    return new HttpProblem(503, 'Took too long', detail);
  }
  if (error instanceof StoreError && error.isRetryable) {
    return new HttpProblem(503, 'Not available', 'The store cannot answer now; try again in a moment.', {
      retryAfter: 5,
    });
  }
  const status = error.statusCode ?? 500;
  if (status === 429) {
    const detail = 'Too many requests for addresses that do not exist. Wait a minute.';
    return new HttpProblem(429, 'Too many requests', detail, { retryAfter: 60 });
  }
  if (status < 500) return new HttpProblem(status, 'Bad request', error.message);
  return new HttpProblem(500, 'Internal error', 'The server could not answer; its log says why.');
}
