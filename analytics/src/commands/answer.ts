/**
 * What a route answers, as a file: asked of a running server, or of the same routes over a store. One way for everything the
 * command line exports, so that what it writes is what the page downloads.
 */
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InvalidArgumentError, Option } from 'commander';
import { API, app } from '../app.ts';
import { Failure } from '../failure.ts';
import { parseMoment } from '../query/moment.ts';
import { createServer } from '../server.ts';
import { ROOT, serverUrl, versionOf, withEngine } from './options.ts';

export interface Asking {
  /** Of a store; `from` goes before it. */
  data: string;
  from?: string;
  /** Templates of notices of one's own. */
  noticesFolder?: string | undefined;
}

/** `--from URL`. */
export const fromOption = () =>
  new Option('--from <url>', 'ask this running server instead of opening the store').argParser(serverUrl);

/** `--as-of MOMENT`. */
export const asOfOption = (says = 'moment it looks from; now unless told') =>
  new Option('--as-of <moment>', says).argParser((text: string) => {
    if (parseMoment(text) !== undefined) return text;
    throw new InvalidArgumentError('Give a moment, for example 2026-03-09T17:30:00+08:00.');
  });

/** A path under the API's prefix with what is asked; what is undefined is not asked. */
export function addressOf(path: string, asked: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(asked).filter((each): each is [string, string] => each[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** Writes the answer to a file; whether all of it is in there. Throws a Failure that says what the answer's problem says. */
export async function writeAnswer(address: string, out: string, { from, ...store }: Asking): Promise<boolean> {
  await mustHaveRoom(out);
  const url = `${API}${address}`;
  return from === undefined ? ofStore(url, out, store) : ofServer(from, url, out);
}

/** Said before anything is computed for it. */
async function mustHaveRoom(out: string): Promise<void> {
  const isFolder = async (path: string) => (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  if (await isFolder(out)) throw new Failure(`${out} is a folder; name the file in it.`);
  const folder = dirname(resolve(out));
  if (!(await isFolder(folder))) throw new Failure(`There is no folder ${folder} to write into; make it first.`);
}

const MORE = 'mingcha-next-cursor';

async function ofStore(url: string, out: string, { data, noticesFolder }: Asking): Promise<boolean> {
  let isWhole = true;
  await withEngine(data, async (engine) => {
    const server = createServer();
    // There is no log to look into: what went wrong is said here.
    let fault: Error | undefined;
    server.addHook('onError', async (_request, _reply, error) => {
      fault = error;
    });
    await server.register(app, {
      ...engine,
      version: versionOf(ROOT),
      ...(noticesFolder !== undefined && { noticesFolder }),
    });
    try {
      const answer = await server.inject({ url, payloadAsStream: true });
      const body = answer.stream();
      if (answer.statusCode >= 500 && fault !== undefined) throw fault;
      if (answer.statusCode !== 200) throw refusal(await textOf(body), `The store answered ${answer.statusCode}.`);
      isWhole = answer.headers[MORE] === undefined;
      await save(body, out);
    } finally {
      await server.close();
    }
  });
  return isWhole;
}

async function ofServer(server: string, url: string, out: string): Promise<boolean> {
  let answer: Response;
  try {
    answer = await fetch(new URL(url, server));
  } catch {
    throw new Failure(`No server answers at ${server}; is it running there?`);
  }
  if (!answer.ok) throw refusal(await answer.text(), `${server} answered ${answer.status}; is it Mingcha?`);
  await save(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), out);
  return answer.headers.get(MORE) === null;
}

/** Under another name until it is whole, so that nobody takes a half of it for the report. */
async function save(body: Readable, out: string): Promise<void> {
  const part = `${out}.part`;
  try {
    await pipeline(whole(body, out), createWriteStream(part));
    await rename(part, out);
  } catch (error) {
    // The store closes before an answer nobody reads has ended, which is no news then.
    body.on('error', () => undefined);
    // Where it could not be written it may not be there to take away, either.
    await rm(part, { force: true }).catch(() => undefined);
    if (error instanceof Failure) throw error;
    throw new Failure(`${out} cannot be written: ${(error as Error).message}.`);
  }
}

/** The answer as it comes. Throws a Failure where it ends before it is whole, which is no fault of the file's. */
async function* whole(body: Readable, out: string): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (error) {
    throw new Failure(`${out} was not written: the answer broke off (${(error as Error).message}). Ask again.`);
  }
}

/** What the problem says, else what there is to say without it. */
function refusal(body: string, otherwise: string): Failure {
  try {
    const { detail } = JSON.parse(body) as { detail?: string };
    return new Failure(detail ?? otherwise);
  } catch {
    return new Failure(otherwise);
  }
}

async function textOf(body: Readable): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}
