/**
 * A stand-in for a ClickHouse server: the real engine (chdb) behind as much of ClickHouse's HTTP interface as the
 * official client uses. For tests only. Runs alone in its process, because a process has one engine; `front.ts`
 * starts it and tells it by message what to do wrong next.
 *
 * Spoken here: /ping; statement in `query` or body; `param_*` in the address or as multipart; settings, `database`;
 * INSERT with its rows as body, plain or gzip; gzip answers; error text, code and status as the server gives them.
 */

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync } from 'node:zlib';
import { Session } from 'chdb';

const directory = process.env['FRONT_DIRECTORY'] ?? '';
const credentials = process.env['FRONT_CREDENTIALS'] ?? '';

/** Settings of the HTTP layer itself, which the engine does not know. */
const httpSettings = new Set([
  'wait_end_of_query',
  'enable_http_compression',
  'default_format',
  'http_write_exception_in_output_format',
]);
const notSettings = new Set(['query', 'database', 'query_id', 'session_id', 'role']);

/** Engine code → HTTP status, as in ClickHouse's HTTPHandler; everything else is 500. */
const statuses: Record<string, number> = {
  26: 400,
  27: 400,
  38: 400,
  41: 400,
  43: 400,
  47: 404,
  53: 400,
  60: 404,
  62: 400,
  72: 400,
  81: 404,
  115: 404,
  159: 408,
  164: 403,
  241: 500,
  456: 400,
  457: 400,
  516: 403,
};

const trouble = { drop: 0, cut: -1 };
process.on('message', (told: Partial<typeof trouble>) => {
  Object.assign(trouble, told);
  process.send?.('noted');
});
process.on('disconnect', () => process.exit(0));

// The first session keeps the engine running between requests.
const engine = new Session(directory);

function quoted(text: string): string {
  return `'${text.replace(/[\\'\0]/g, (character) => (character === '\0' ? '\\0' : `\\${character}`))}'`;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

function partsOf(body: string, boundary: string): [string, string][] {
  const parts: [string, string][] = [];
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const middle = part.indexOf('\r\n\r\n');
    const name = /name="([^"]+)"/.exec(part.slice(0, middle))?.[1];
    if (name !== undefined) parts.push([name, part.slice(middle + 4, -2)]);
  }
  return parts;
}

class Refused extends Error {}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const address = new URL(request.url ?? '/', 'http://front');
  if (address.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  const given = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
  if (given !== credentials) {
    throw new Refused(
      'Code: 516. DB::Exception: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)',
    );
  }
  const fields = new Map(address.searchParams);
  const body = await bodyOf(request);
  const boundary = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) {
    const query = fields.get('query');
    fields.set('query', query === undefined ? body.toString() : `${query}\n${body}`);
  } else {
    for (const [name, value] of partsOf(body.toString(), boundary)) fields.set(name, value);
  }
  const queryId = fields.get('query_id') ?? randomUUID();
  response.setHeader('X-ClickHouse-Query-Id', queryId);
  response.setHeader('X-ClickHouse-Timezone', 'UTC');

  const session = new Session(directory);
  try {
    if (request.method === 'GET') await session.queryAsync('SET readonly = 2');
    for (const [name, value] of fields) {
      if (notSettings.has(name) || httpSettings.has(name)) continue;
      // A parameter's text is taken as it came, as the server does; the engine reads it by its type.
      await session.queryAsync(`SET ${name} = ${quoted(value)}`);
    }
    const database = fields.get('database');
    if (database !== undefined) await session.queryAsync(`USE ${database}`);
    const result = await session.queryAsync(fields.get('query') ?? '', {
      format: fields.get('default_format') ?? 'TabSeparated',
    });
    await send(request, response, fields, Buffer.from(result.bytes()), result.rowsRead);
  } finally {
    session.close();
  }
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  fields: Map<string, string>,
  bytes: Buffer,
  rows: number,
): Promise<void> {
  response.setHeader(
    'X-ClickHouse-Summary',
    JSON.stringify({ read_rows: String(rows), result_bytes: String(bytes.length) }),
  );
  response.setHeader('Content-Type', 'application/octet-stream');
  const isZipped =
    fields.get('enable_http_compression') === '1' && String(request.headers['accept-encoding']).includes('gzip');
  if (isZipped) response.setHeader('Content-Encoding', 'gzip');
  const slices = function* () {
    for (let at = 0; at < bytes.length; at += 65_536) {
      if (trouble.cut >= 0 && at >= trouble.cut) {
        trouble.cut = -1;
        response.destroy();
        return;
      }
      yield bytes.subarray(at, at + 65_536);
    }
  };
  const source = Readable.from(slices(), { objectMode: false });
  await (isZipped ? pipeline(source, createGzip({ level: 1 }), response) : pipeline(source, response));
}

const server = createServer((request, response) => {
  if (trouble.drop > 0) {
    trouble.drop -= 1;
    request.socket.destroy();
    return;
  }
  answer(request, response).catch((error: Error) => {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const code = /Code: (\d+)/.exec(error.message)?.[1] ?? '1002';
    response.removeHeader('Content-Encoding');
    response.writeHead(statuses[code] ?? 500, { 'X-ClickHouse-Exception-Code': code });
    response.end(`${error.message}\n`);
  });
});

server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port, engine: engine.open });
});
