/** Every error leaves as an RFC 9457 problem: wrong parameters by name, unknown addresses, and our own failures. */
import fastifyRateLimit from '@fastify/rate-limit';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { Problem } from '../contract/index.ts';
import { HttpProblem, type WrongParameter, wrongParameters } from '../problem.ts';
import { explainValidation } from './validation.ts';

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

    app.setErrorHandler((error: FastifyError | HttpProblem, request, reply) => {
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

export function sendProblem(reply: FastifyReply, problem: HttpProblem): FastifyReply {
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem.body()));
}

function problemOf(error: FastifyError | HttpProblem, request: FastifyRequest): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error.validation !== undefined) {
    const part = error.validationContext ?? 'body';
    const schema = (request.routeOptions.schema as Record<string, unknown> | undefined)?.[part];
    const errors: WrongParameter[] = explainValidation(error.validation, schema);
    return wrongParameters(errors);
  }
  const status = error.statusCode ?? 500;
  if (status === 429) {
    return new HttpProblem(
      429,
      'Too many requests',
      'Too many requests for addresses that do not exist. Wait a minute.',
    );
  }
  if (status < 500) return new HttpProblem(status, 'Bad request', error.message);
  if (status === 503) return new HttpProblem(503, 'Not available', error.message);
  return new HttpProblem(500, 'Internal error', 'The server could not answer; its log says why.');
}
