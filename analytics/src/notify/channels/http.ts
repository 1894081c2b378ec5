/** A JSON body posted to a receiver, and the robots' way of answering: status 200, and in the body a code that counts. */
import type { Answer } from './channel.ts';

/** As much of an answer as is read and kept. */
const MOST_BYTES = 2_000;

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | undefined;
}

/** Redirections are not followed: the address is where the secret was meant for. */
export async function postJson(
  url: string,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body,
    redirect: 'manual',
    signal,
  });
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    status: response.status,
    text: await beginningOf(response),
    retryAfterMs: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined,
  };
}

async function beginningOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= MOST_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, MOST_BYTES).toString('utf8');
}

/** What a plain HTTP status means. */
export function httpAnswer({ status, text, retryAfterMs }: HttpAnswer): Answer {
  const isLater = status === 408 || status === 429 || status >= 500;
  const outcome = status >= 200 && status < 300 ? 'delivered' : isLater ? 'unreachable' : 'refused';
  return { outcome, status, text, ...(retryAfterMs === undefined ? {} : { waitMs: retryAfterMs }) };
}

/** `codes` are those that ask for patience, with the time they ask for. */
export function robotAnswer(answer: HttpAnswer, codeKey: 'errcode' | 'code', codes: Record<number, number>): Answer {
  const plain = httpAnswer(answer);
  if (plain.outcome !== 'delivered') return plain;
  const code = codeIn(answer.text, codeKey);
  if (code === 0) return plain;
  const waitMs = code === undefined ? undefined : codes[code];
  return waitMs === undefined ? { ...plain, outcome: 'refused' } : { ...plain, outcome: 'unreachable', waitMs };
}

function codeIn(text: string, key: string): number | undefined {
  try {
    const value = (JSON.parse(text) as Record<string, unknown> | null)?.[key];
    return typeof value === 'number' ? value : undefined;
  } catch {
    // Some proxy's page: it says nothing that means "taken".
    return undefined;
  }
}
