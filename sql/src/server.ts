/**
 * The store on a ClickHouse server or cluster, over HTTP, through the official client.
 *
 * Reads that lose their connection before the first byte are asked again; writes are not, because only the sender
 * knows whether a second copy does harm.
 */

import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type ClickHouseClient, ClickHouseLogLevel, createClient, type ResultSet } from '@clickhouse/client';
import { quoted, writeMoments, writeParameters } from './parameters.ts';
import { type Parameters, type QueryOptions, type Store, sessionSettings, type Topology } from './store.ts';
import { asStoreError, StoreError } from './store-error.ts';

/** Pauses before a read is asked again, in milliseconds. */
const pauses = [50, 250, 1000];

/** Longest text of parameters put into an address; servers and proxies refuse addresses past 8 KiB or so. */
const longestInAddress = 4096;

/** Every failure is thrown to whoever asked; the client's own log would tell it twice. */
const silent = { level: ClickHouseLogLevel.OFF };

function trimmed(statement: string): string {
  return statement.replace(/[\s;]+$/, '');
}

interface Address {
  readonly origin: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly cluster: string | undefined;
}

function read(url: string): Address {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (error) {
    throw new StoreError('The store is not a proper address; give http(s)://user:password@host:8123/database.', {
      cause: error,
    });
  }
  const database = decodeURIComponent(parsed.pathname.slice(1)) || 'default';
  const cluster = parsed.searchParams.get('cluster') ?? undefined;
  for (const [what, name] of Object.entries({ database, cluster })) {
    if (name !== undefined && !/^\w+$/.test(name)) {
      throw new StoreError(`"${name}" cannot be the name of a ${what}; use letters, digits and underscores.`);
    }
  }
  const unknown = [...parsed.searchParams.keys()].find((key) => key !== 'cluster');
  if (unknown !== undefined) {
    throw new StoreError(`The store's address knows no option "${unknown}"; the only one is ?cluster=NAME.`);
  }
  return {
    origin: parsed.origin,
    user: decodeURIComponent(parsed.username) || 'default',
    password: decodeURIComponent(parsed.password),
    database,
    cluster,
  };
}

function topologyOf({ user, password, database, cluster }: Address): Topology {
  const source = (table: string) =>
    `USER ${quoted(user)} PASSWORD ${quoted(password)} DB ${quoted(database)} TABLE ${quoted(table)}`;
  return cluster === undefined ? { dictionarySource: source } : { cluster, dictionarySource: source };
}

function settingsFor(options: QueryOptions = {}) {
  return options.maxSeconds === undefined ? {} : { max_execution_time: options.maxSeconds };
}

async function reading<Result>(doing: string, ask: () => Promise<Result>): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      const failure = asStoreError(error, doing);
      const pause = pauses[attempt];
      const isDropped = failure.isRetryable && failure.code === undefined;
      if (!isDropped || pause === undefined) throw failure;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

async function* retold(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    throw asStoreError(error, 'a streamed query');
  }
}

/** The parameters bound in the address where they fit, written into the statement where they do not. */
function commandOf(statement: string, parameters: Parameters | undefined) {
  if (parameters === undefined) return { query: statement };
  // A character takes up to nine in an address (three bytes, each as %XX); a third is a fair guess.
  const isShort = JSON.stringify(parameters).length <= longestInAddress / 3;
  return isShort
    ? { query: writeMoments(statement, parameters), query_params: parameters }
    : { query: writeParameters(statement, parameters) };
}

export async function openServer(url: string): Promise<Store> {
  const address = read(url);
  const access = { url: address.origin, username: address.user, password: address.password };
  const client: ClickHouseClient = createClient({
    ...access,
    database: address.database,
    application: 'mingcha',
    request_timeout: 15 * 60_000,
    max_open_connections: 32,
    compression: { request: true, response: true },
    keep_alive: { enabled: true, idle_socket_ttl: 2000 },
    use_multipart_params_auto: true,
    log: silent,
    clickhouse_settings: sessionSettings,
  });
  let isClosed = false;
  let hasDatabase = address.database === 'default';

  /** Makes the database when it is missing; a user who may not create one needs it to be there. */
  async function makeDatabase(): Promise<void> {
    const outside = createClient({ ...access, log: silent });
    try {
      const found = await reading('a look at the databases', async () => {
        const answer = await outside.query({
          query: 'select name from system.databases where name = {name:String}',
          query_params: { name: address.database },
          format: 'JSONEachRow',
        });
        return answer.json();
      });
      if (found.length > 0) return;
      const everywhere = address.cluster === undefined ? '' : ` on cluster \`${address.cluster}\``;
      await outside.command({ query: `create database if not exists \`${address.database}\`${everywhere}` });
    } catch (error) {
      throw asStoreError(error, `the creation of the database ${address.database}`);
    } finally {
      await outside.close();
    }
  }

  async function ready(): Promise<void> {
    if (isClosed) throw new StoreError(`The store at ${address.origin} is closed; open it again to use it.`);
    if (hasDatabase) return;
    await makeDatabase();
    hasDatabase = true;
  }

  async function asking<Answer>(
    statement: string,
    parameters: Parameters | undefined,
    options: QueryOptions | undefined,
    take: (answer: ResultSet<'JSONEachRow'>) => Promise<Answer>,
  ): Promise<Answer> {
    await ready();
    const query = writeMoments(trimmed(statement), parameters);
    return reading('a query', async () => {
      const answer = await client.query({
        query,
        format: 'JSONEachRow',
        ...(parameters && { query_params: parameters }),
        clickhouse_settings: settingsFor(options),
      });
      return take(answer);
    });
  }

  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    await client.close();
  }

  return {
    kind: 'server',
    generation: () => undefined,
    completed: () => undefined,
    topology: topologyOf(address),
    async query<Row>(statement: string, parameters?: Parameters, options?: QueryOptions): Promise<Row[]> {
      return asking(statement, parameters, options, (answer) => answer.json<Row>());
    },
    async lines(statement, parameters, options) {
      return asking(statement, parameters, options, async (answer) => {
        const lines: string[] = [];
        for await (const rows of answer.stream()) for (const row of rows) lines.push(row.text);
        return Buffer.from(lines.join('\n'));
      });
    },
    async stream(statement: string, format: string, parameters?: Parameters, options?: QueryOptions) {
      if (!/^\w+$/.test(format)) throw new StoreError(`"${format}" is not the name of a format, e.g. CSVWithNames.`);
      await ready();
      const { query, ...bound } = commandOf(trimmed(statement), parameters);
      const answer = await reading('a streamed query', () =>
        client.exec({ query: `${query}\nFORMAT ${format}`, clickhouse_settings: settingsFor(options), ...bound }),
      );
      return Readable.from(retold(answer.stream), { objectMode: false });
    },
    async insert(table, columns, text, format) {
      if (text.length === 0) return;
      await ready();
      try {
        // Not client.insert: that takes JSON as objects only, and here the text is ready.
        const answer = await client.exec({
          query: `insert into ${table} (${columns.join(', ')}) format ${format}`,
          values: Readable.from([typeof text === 'string' ? Buffer.from(text) : text], { objectMode: false }),
        });
        answer.stream.resume();
        await finished(answer.stream);
      } catch (error) {
        throw asStoreError(error, `an insert into ${table}`);
      }
    },
    async command(statement, parameters) {
      await ready();
      try {
        await client.command(commandOf(trimmed(statement), parameters));
      } catch (error) {
        throw asStoreError(error, 'a command');
      }
    },
    // Letting go of the sockets ends what waits for an answer on them.
    abandon: close,
    close,
  };
}
