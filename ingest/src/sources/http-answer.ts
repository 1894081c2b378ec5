/**
 * What `POST /events` answers, as the OpenAPI document shows it: a result per line with 200, and the same inside a 400
 * when not one line of the body was stored or already known.
 */
import Type, { type Static } from 'typebox';
import { REJECTION_CODES } from '../intake/explain.ts';
import type { LineResult as Result } from '../intake/intake.ts';

const LineResult = Type.Object({
  line: Type.Integer({ minimum: 1, description: 'Line of the body, or place in the array, from 1.' }),
  status: Type.Enum(['stored', 'known', 'rejected'], {
    description: 'known: stored before, nothing changed. rejected: kept under /api/v1/rejects.',
  }),
  event_id: Type.Optional(Type.String()),
  code: Type.Optional(Type.Enum([...REJECTION_CODES], { description: 'Why it was rejected.' })),
  field: Type.Optional(Type.String({ description: 'The field it is about; empty when it is the whole line.' })),
  message: Type.Optional(Type.String({ description: 'What was wrong and what to do.' })),
});

export const EventsAnswer = Type.Object({
  stored: Type.Integer({ minimum: 0 }),
  known: Type.Integer({ minimum: 0 }),
  rejected: Type.Integer({ minimum: 0 }),
  results: Type.Array(LineResult, { description: 'Per line, or only the rejected ones with results=rejected.' }),
});
export type EventsAnswer = Static<typeof EventsAnswer>;

export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
});

const NothingTaken = Type.Object({
  ...Problem.properties,
  answer: Type.Optional(
    Type.Object(EventsAnswer.properties, {
      description:
        'The answer to each line, as in a 200. It is there when lines were looked at, and all of them rejected; they ' +
        'are kept under /api/v1/rejects. It is missing when the body as a whole could not be read: then nothing is kept.',
    }),
  ),
});

const TITLES = {
  400: 'Bad Request',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  503: 'Service Unavailable',
} as const;
export type ProblemStatus = keyof typeof TITLES;

export function problemBody(status: ProblemStatus, detail: string): Static<typeof Problem> {
  return { type: 'about:blank', title: TITLES[status], status, detail };
}

/** The sentence of a body whose every line was rejected: how many, and the first reason. */
export function nothingTaken(results: readonly Pick<Result, 'line' | 'message'>[]): string {
  const [first] = results;
  const all = results.length === 1 ? 'The one line was rejected' : `All ${results.length} lines were rejected`;
  return `${all}; nothing was stored. Line ${first?.line}: ${first?.message} The answer to each line stands in “answer”.`;
}

const mistyped: Static<typeof LineResult> = {
  line: 1,
  status: 'rejected',
  code: 'unknown_type',
  field: 'type',
  message: 'type "acepted" is not known; did you mean accepted? Send one of applied, accepted, decided …',
};

const refused: EventsAnswer = { stored: 0, known: 0, rejected: 1, results: [mistyped] };

/** The answers of the route, for its schema. */
export const EVENTS_RESPONSES = {
  200: {
    description:
      'At least one line is stored, or was known already. Look at `rejected`: bad lines spoil no others, and are named.',
    content: {
      'application/json': {
        schema: EventsAnswer,
        examples: {
          'one stored, one rejected': {
            value: {
              stored: 1,
              known: 0,
              rejected: 1,
              results: [
                { line: 1, status: 'stored', event_id: '1-a' },
                { ...mistyped, line: 2 },
              ],
            },
          },
        },
      },
    },
  },
  400: {
    description:
      'Nothing was taken: every line was rejected (with `answer`, line by line), or the body could not be read (without). ' +
      'Sending the same again will not help.',
    content: {
      'application/problem+json': {
        schema: NothingTaken,
        examples: {
          'every line rejected': { value: { ...problemBody(400, nothingTaken(refused.results)), answer: refused } },
        },
      },
    },
  },
  413: problemResponse('The body has too many bytes or lines; send it in smaller parts.'),
  415: problemResponse('Neither NDJSON nor JSON, or packed in a way that is not known.'),
  503: problemResponse('Not now, and nothing was stored: send the same again after Retry-After.'),
};

function problemResponse(description: string) {
  return { description, content: { 'application/problem+json': { schema: Problem } } };
}
