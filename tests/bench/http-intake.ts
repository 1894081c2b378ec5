/** Events over HTTP: a few senders with connections that stay open, bodies made beforehand, answers when durable. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { batchesOfLines } from './event-lines.ts';

const compress = promisify(gzip);

export interface HttpAnswer {
  status: number;
  text: string;
  retryAfter: number;
}

export interface Client {
  get(path: string): Promise<HttpAnswer>;
  post(path: string, body: Buffer, headers: Record<string, string>): Promise<HttpAnswer>;
  close(): void;
}

export function openClient(address: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  function send(method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, address), { method, agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const retryAfter = Number(response.headers['retry-after'] ?? 1);
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString(), retryAfter });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
  return {
    get: (path) => send('GET', path, {}),
    post: (path, body, headers) => send('POST', path, { ...headers, 'content-length': String(body.length) }, body),
    close: () => agent.destroy(),
  };
}

export interface HttpIntake {
  events: number;
  seconds: number;
  bytes: number;
  /** Times a sender was asked to come back later. */
  refusals: number;
}

/** Sends the first lines of a file; ends when all are acknowledged. */
export async function httpIntake(
  client: Client,
  file: string,
  count: number,
  options: { isZipped: boolean; senders: number; linesPerBody: number },
): Promise<HttpIntake> {
  const bodies: { body: Buffer; events: number }[] = [];
  for await (const batch of batchesOfLines(file, options.linesPerBody, count)) {
    const text = Buffer.from(batch.join('\n'));
    bodies.push({ body: options.isZipped ? await compress(text, { level: 1 }) : text, events: batch.length });
  }
  const headers: Record<string, string> = {
    'content-type': 'application/x-ndjson',
    ...(options.isZipped ? { 'content-encoding': 'gzip' } : {}),
  };
  const sum = { events: 0, seconds: 0, bytes: 0, refusals: 0 };
  const queue = bodies.values();
  async function sender(): Promise<void> {
    for (const { body, events } of queue) {
      for (;;) {
        const answer = await client.post('/api/v1/events?results=rejected', body, headers);
        if (answer.status === 503) {
          sum.refusals += 1;
          await sleep(answer.retryAfter * 1000);
          continue;
        }
        const said = JSON.parse(answer.text) as { stored: number; known: number; rejected: number };
        if (answer.status !== 200 || said.rejected > 0) {
          throw new Error(`The server answered ${answer.status}: ${answer.text.slice(0, 500)}`);
        }
        if (said.stored + said.known !== events) throw new Error(`Sent ${events} events, told of ${answer.text}.`);
        sum.events += events;
        sum.bytes += body.length;
        break;
      }
    }
  }
  const started = performance.now();
  await Promise.all(Array.from({ length: options.senders }, sender));
  sum.seconds = (performance.now() - started) / 1000;
  return sum;
}
