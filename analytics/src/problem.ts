/** What goes wrong, said to the caller: RFC 9457 problems that name the parameter and show a right value. */
import type { Problem } from './contract/index.ts';

export type WrongParameter = { parameter: string; message: string; example?: string };

/** An error with an HTTP status and a sentence meant for the caller. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly title: string;
  readonly errors: readonly WrongParameter[];
  /** Seconds after which asking again makes sense. */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    title: string,
    detail: string,
    more: { errors?: readonly WrongParameter[]; retryAfter?: number } = {},
  ) {
    super(detail);
    this.name = 'HttpProblem';
    this.status = status;
    this.title = title;
    this.errors = more.errors ?? [];
    this.retryAfter = more.retryAfter;
  }

  body(): Problem {
    return {
      type: 'about:blank',
      title: this.title,
      status: this.status,
      detail: this.message,
      ...(this.errors.length > 0 ? { errors: [...this.errors] } : {}),
    };
  }
}

/** 400 that names each wrong parameter. */
export function wrongParameters(errors: readonly WrongParameter[]): HttpProblem {
  const sentences = errors.map(
    ({ parameter, message, example }) => `"${parameter}" ${message}${example ? `, for example ${example}` : ''}.`,
  );
  return new HttpProblem(400, 'Wrong parameter', sentences.join(' '), { errors });
}

export function notFound(detail: string): HttpProblem {
  return new HttpProblem(404, 'Not found', detail);
}

/** 404 of a case number. */
export function noSuchCase(caseId: string): HttpProblem {
  return notFound(
    `There is no case ${caseId}; check the number. Events are counted within seconds after they are acknowledged: if one of this case was sent just now, ask again.`,
  );
}
