/** One way to ask the API. Failures arrive as sentences: the server's own (problem+json) or what the network did. */
import type { Problem } from '@mingcha/analytics/contract';
import { readsAsOf } from './moment.ts';

const BASE = '/api/v1';

export type Params = Record<string, string | number | undefined | null | false>;

export class ApiError extends Error {
  readonly status: number;
  /** Whether asking again a little later may help. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 503;
  }
  /** Status zero is the network itself. */
  constructor(message: string, status: number) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** What is the same whatever the moment, and takes none. */
const TIMELESS =
  /^\/rules\b|^\/demo$|^\/publications\b|^\/reports\b|^\/schedules\b|^\/notices$|^\/rectifications\/(?!summary$)/;

/** The address of a read, as of the moment the reader looks from. */
export function address(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  const moment: Params = TIMELESS.test(path) ? {} : { as_of: readsAsOf.value };
  for (const [name, value] of Object.entries({ ...moment, ...params }))
    if (value !== undefined && value !== null && value !== '' && value !== false) query.set(name, String(value));
  const text = query.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

/** Sentences come in the language of the page. */
const ours = (): Record<string, string> => ({
  accept: 'application/json',
  ...(typeof document === 'undefined' ? {} : { 'accept-language': document.documentElement.lang }),
});

export const get = <T>(path: string, params: Params = {}, signal?: AbortSignal): Promise<T> =>
  ask(address(path, params), { headers: ours() }, signal);

const posted = (body: object): RequestInit => ({
  method: 'POST',
  headers: { ...ours(), 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Sends JSON to be acted on; never repeated by itself. */
export const post = <T>(path: string, body: object, signal?: AbortSignal): Promise<T> =>
  ask(`${BASE}${path}`, posted(body), signal);

/** Sends JSON and gets a file made of it. */
export const postForFile = async (path: string, body: object): Promise<Blob> =>
  (await answerOf(`${BASE}${path}`, posted(body))).blob();

/** A file of a list, with the name the server gives it. */
export async function fetchFile(url: string): Promise<{ name: string; file: Blob }> {
  const response = await answerOf(url, { headers: ours() });
  const [, name = ''] = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  return { name: decodeURIComponent(name), file: await response.blob() };
}

async function ask<T>(url: string, request: RequestInit, signal?: AbortSignal): Promise<T> {
  return (await (await answerOf(url, request, signal)).json()) as T;
}

/** The answer when it is one; else throws what the server or the network says. */
async function answerOf(url: string, request: RequestInit, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...request, ...(signal ? { signal } : {}) });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError('', 0);
  }
  if (response.ok) return response;
  let message = '';
  try {
    const problem = (await response.json()) as Partial<Problem>;
    const detail = problem.detail || problem.title || '';
    // The detail of wrong parameters says itself what is wrong with each.
    const more = (problem.errors ?? []).filter((each) => !detail.includes(each.message));
    message = [detail, ...more.map((each) => `${each.parameter}: ${each.message}`)].filter(Boolean).join(' ');
  } catch {
    // A proxy's HTML page says nothing a reader could use; the status below does.
  }
  throw new ApiError(message, response.status);
}

/** All pages of a list, for figures that need every row. `most` bounds what a browser is asked to hold. */
export async function getAll<Row>(
  path: string,
  params: Params,
  signal?: AbortSignal,
  most = 100_000,
): Promise<{ as_of: string; watermark: string | null; rows: Row[] }> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: { as_of: string; watermark: string | null; rows: Row[]; next_cursor: string | null } = await get(
      path,
      { ...params, limit: 20_000, cursor },
      signal,
    );
    rows.push(...page.rows);
    cursor = page.next_cursor;
    if (!cursor || rows.length >= most) return { as_of: page.as_of, watermark: page.watermark, rows };
  }
}
