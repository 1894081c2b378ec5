/** Where a file's events go: into the intake of this process, or over HTTP to a server that runs. */

import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Intake } from '../../intake/intake.ts';
import { LineBytes } from '../../intake/line-bytes.ts';
import { IntakeUnavailable } from '../../intake/unavailable.ts';
import { MAX_LINES } from '../http-body.ts';
import type { Item } from './batches.ts';
import type { FileSink, SentLine } from './ingest-files.ts';
import { openPatience, type PatienceEffects } from './patience.ts';

const compress = promisify(gzip);
/** At most 24 MB of UTF-8, where a server takes 32 MiB. */
const MOST_CHARACTERS = 8_000_000;

export interface SinkEffects extends PatienceEffects {
  fetch?: typeof fetch;
}

/** The intake of this process. A batch the store cannot take now is sent again after the time it asks for. */
export function intakeSink(
  intake: Pick<Intake, 'submit' | 'refuse'>,
  zone: string,
  effects: SinkEffects = {},
): FileSink {
  const patiently = openPatience(effects);
  return {
    submit: (items, options) => patiently(() => intake.submit(items, options)),
    reject: (rows) =>
      intake.refuse(
        rows.map(({ source, line, text, columns, event, code, field, message }) => ({
          source,
          line,
          text,
          known: columns,
          zone,
          event,
          rejection: { code, field, message },
        })),
      ),
  };
}

/**
 * A running server. Its answers name the refused lines only. Rows that the mapping refuses are not sent, as the
 * server takes events; they are counted and named in the summary here.
 */
export function httpSink(url: string, effects: SinkEffects = {}): FileSink {
  const send = effects.fetch ?? fetch;
  const patiently = openPatience(effects);
  const endpoint = new URL('/api/v1/events', url);
  endpoint.searchParams.set('results', 'rejected');
  return {
    async submit(items, { zone }) {
      const headers: Record<string, string> = {
        'content-type': 'application/x-ndjson',
        'content-encoding': 'gzip',
        ...(zone === undefined ? {} : { 'x-mingcha-zone': zone }),
      };
      const answers: SentLine[] = [];
      for (const lines of bodies(items)) {
        const body = await compress(lines.join('\n'), { level: 1 });
        for (const answer of await patiently(() => post(send, endpoint, headers, body, lines.length)))
          answers.push(answer);
      }
      return answers;
    },
    reject: async () => undefined,
  };
}

/** Lines in portions well below the largest body a server takes. */
function* bodies(items: readonly Item[]): Generator<string[]> {
  let lines: string[] = [];
  let length = 0;
  for (const item of items) {
    const isLine = typeof item === 'string' || item instanceof LineBytes;
    const line = isLine ? item.toString() : JSON.stringify(item);
    if ((length + line.length > MOST_CHARACTERS && lines.length > 0) || lines.length === MAX_LINES) {
      yield lines;
      lines = [];
      length = 0;
    }
    lines.push(line);
    length += line.length;
  }
  if (lines.length > 0) yield lines;
}

/** Too busy, not up yet, or a gateway before a server that is not. */
const LATER = new Set([429, 502, 503, 504]);

interface Answer {
  known?: number;
  results?: ({ line: number } & SentLine)[];
}

async function post(
  send: typeof fetch,
  target: URL,
  headers: Record<string, string>,
  body: Buffer,
  lines: number,
): Promise<SentLine[]> {
  let response: Response;
  let text: string;
  try {
    response = await send(target, { method: 'POST', body: new Uint8Array(body), headers });
    text = await response.text();
  } catch (error) {
    // Nobody answered: what arrived there is not known, and sending again changes nothing that did.
    const { cause } = error as Error;
    const why = cause instanceof Error && cause.message ? cause.message : (error as Error).message;
    throw new IntakeUnavailable(`${target.origin} does not answer (${why}).`, { cause: error });
  }
  if (LATER.has(response.status)) {
    const seconds = Number(response.headers.get('retry-after'));
    throw new IntakeUnavailable(`${target.origin} cannot take events now.`, {
      retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds : 5,
    });
  }
  const problem = response.ok ? {} : problemIn(text);
  // A 400 may carry an answer: every line was refused, and each is told why, like any other.
  const answer = response.ok ? (JSON.parse(text) as Answer) : problem.answer;
  if (answer === undefined) {
    const why = problem.detail ?? text.slice(0, 500);
    throw new Error(`${target.origin} refused the events with status ${response.status}: ${why}`);
  }
  const sent = Array.from({ length: lines }, (): SentLine => ({ status: 'stored' }));
  for (const { line, ...rest } of answer.results ?? []) sent[line - 1] = rest;
  // The answer counts the known ones without naming them: which they are changes nothing, how many does.
  let known = answer.known ?? 0;
  for (const line of sent) {
    if (known === 0) break;
    if (line.status !== 'stored') continue;
    line.status = 'known';
    known -= 1;
  }
  return sent;
}

/** What a problem says; nothing where the text is none, such as some proxy's page. */
function problemIn(text: string): { detail?: string; answer?: Answer } {
  try {
    return (JSON.parse(text) as { detail?: string; answer?: Answer } | null) ?? {};
  } catch {
    return {};
  }
}
