/**
 * `POST /events`, under the prefix `/api/v1`: events over HTTP, as NDJSON or a JSON array, plain or gzip.
 *
 * The answer comes when the events are durable and has a result per line: stored, already known, or rejected with
 * code, field and a sentence. One bad line spoils no other; where every line is rejected the answer is a 400 that
 * carries the same results. A sender that got no answer, or 503, sends the same again; what was stored is then answered
 * as known.
 */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { CaseEvent } from '../event.ts';
import type { Intake } from '../intake/intake.ts';
import { IntakeUnavailable } from '../intake/unavailable.ts';
import { zoneNamed } from '../intake/zone.ts';
import { EVENTS_RESPONSES, nothingTaken, type ProblemStatus, problemBody } from './http-answer.ts';
import { BodyProblem, type Lines, MAX_LINES, readBody, splitArray, splitLines } from './http-body.ts';

export { EventsAnswer } from './http-answer.ts';

/** Largest body unless configured, unpacked: 32 MiB, some 100,000 events. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

export interface EventsRouteOptions {
  intake: Intake;
  /** Largest body in bytes, before and after unpacking. */
  maxBytes?: number;
  /** Bytes of all bodies held at a time; senders past it are asked to come back. Four times the largest body unless told. */
  maxBytesHeld?: number;
}

const Query = Type.Object({
  results: Type.Optional(
    Type.Enum(['all', 'rejected'], {
      description: 'Lines the answer lists: all unless told; `rejected` keeps the answer small for bulk senders.',
    }),
  ),
});
const Headers = Type.Object({
  'x-mingcha-zone': Type.Optional(
    Type.String({ description: 'IANA zone of moments without an offset; Asia/Shanghai unless told.' }),
  ),
});

/** The contract without its $id, which a document may hold only once. */
const Event = Type.Object(CaseEvent.properties, {
  additionalProperties: false,
  description:
    'One event in the life of a case. A field named twice refuses the line (repeated_field); so do blanks at the ends of a ' +
    'code, which would make it another one (wrong_value).',
});

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const JSON_TYPES = ['application/json', 'application/x-ndjson', 'application/ndjson', 'application/jsonl'];

export const eventsRoute: FastifyPluginAsyncTypebox<EventsRouteOptions> = async (app, options) => {
  const { intake } = options;
  const maxBytes = options.maxBytes ?? MAX_BODY_BYTES;
  const maxBytesHeld = options.maxBytesHeld ?? 4 * maxBytes;
  let bytesHeld = 0;
  const held = new WeakMap<FastifyRequest, number>();

  function hold(request: FastifyRequest, bytes: number): void {
    bytesHeld += bytes;
    held.set(request, (held.get(request) ?? 0) + bytes);
    if (bytesHeld > maxBytesHeld) {
      throw new BodyProblem(503, 'More events are being received than fit in memory; send these again in a moment.');
    }
  }

  app.removeAllContentTypeParsers();
  app.addContentTypeParser(JSON_TYPES, async (request: FastifyRequest, payload: AsyncIterable<Buffer>) => {
    const bytes = await readBody(payload, request.headers['content-encoding'], maxBytes, (count) =>
      hold(request, count),
    );
    const body = bytes.subarray(bytes.indexOf(BYTE_ORDER_MARK) === 0 ? BYTE_ORDER_MARK.length : 0);
    const isArray = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
    return isArray ? splitArray(body.toString()) : splitLines(body);
  });
  function letGo(request: FastifyRequest): void {
    bytesHeld -= held.get(request) ?? 0;
    held.delete(request);
  }
  app.addHook('onRequest', async (request, reply) => {
    // A sender that hangs up halfway gets no response, but its connection closes.
    reply.raw.once('close', () => letGo(request));
  });
  app.addHook('onResponse', async (request) => letGo(request));
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof BodyProblem) return problem(reply, error.status, error.message);
    if (error instanceof IntakeUnavailable) {
      reply.header('retry-after', error.retryAfter);
      return problem(reply, 503, error.message);
    }
    if ((error as { code?: string }).code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      return problem(
        reply,
        415,
        'Send events as application/x-ndjson, one per line, or as application/json, an array.',
      );
    }
    // Everything else is the application's to answer.
    throw error;
  });

  app.post(
    '/events',
    {
      // The schema below is for readers: lines are checked one by one by the intake, the rest by the handler.
      validatorCompiler: () => () => true,
      schema: {
        tags: ['events'],
        summary: 'Send case events',
        description: `NDJSON (one event per line) or a JSON array, optionally gzip, at most ${maxBytes} bytes unpacked and ${MAX_LINES} lines or events. Answered when durable, line by line; 400 when not one line could be taken. Sending the same again changes nothing.`,
        querystring: Query,
        headers: Headers,
        body: {
          content: {
            'application/x-ndjson': { schema: Event },
            'application/json': { schema: Type.Array(Event) },
          },
        } as unknown as ReturnType<typeof Type.Unknown>,
        response: EVENTS_RESPONSES,
      },
    },
    async (request, reply) => {
      const lines = (request.body ?? { texts: [], numbers: [] }) as Lines;
      if (lines.texts.length === 0) throw new BodyProblem(400, 'The body holds no event; send at least one.');
      const { results: wanted = 'all' } = request.query as { results?: string };
      if (wanted !== 'all' && wanted !== 'rejected') {
        throw new BodyProblem(400, `results=${wanted} is not known; say results=all or results=rejected.`);
      }
      const results = await intake.submit(lines.texts, { lineNumbers: lines.numbers, ...zoneOf(request) });
      const answer = { stored: 0, known: 0, rejected: 0, results };
      for (const { status } of results) answer[status] += 1;
      if (answer.rejected === results.length) return problem(reply, 400, nothingTaken(results), { answer });
      if (wanted === 'rejected') answer.results = results.filter(({ status }) => status === 'rejected');
      // Our own results need no second look, and there may be 100,000 of them.
      return reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(answer);
    },
  );
};

function zoneOf(request: FastifyRequest): { zone?: string } {
  const zone = request.headers['x-mingcha-zone'];
  if (typeof zone !== 'string') return {};
  try {
    zoneNamed(zone);
  } catch (error) {
    throw new BodyProblem(400, `X-Mingcha-Zone: ${(error as Error).message}`);
  }
  return { zone };
}

function problem(reply: FastifyReply, status: ProblemStatus, detail: string, extension: object = {}): FastifyReply {
  if (status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', 5);
  // The rest of a body that was not read to its end must not be taken for the next request.
  if (status !== 400) reply.header('connection', 'close');
  const body = { ...problemBody(status, detail), ...extension };
  return reply.code(status).type('application/problem+json').serializer(JSON.stringify).send(body);
}
