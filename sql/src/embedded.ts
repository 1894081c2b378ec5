/**
 * The store in this process: ClickHouse as a library over one data directory, which it owns while open. Spoken to
 * through chdb's connection for the official client.
 *
 * Each purpose has its own connections, because the engine runs the statements of one connection in turn: a long
 * read delays no insert, an insert no DDL, and a slow reader of a stream nobody.
 */

import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { drainPending } from 'chdb';
import { type ChdbConnection, createChdbConnection } from 'chdb/connection';
import { isJoinable, joinChunks } from './chunks.ts';
import { claimDirectory, openingFailure, releaseDirectory, rowsFile, sweepRows } from './data-directory.ts';
import { type Lanes, lanes } from './lanes.ts';
import { countsFor, insertedInto } from './of-cases.ts';
import { quoted, writeParameters } from './parameters.ts';
import { type Parameters, type QueryOptions, type Store, sessionSettings } from './store.ts';
import { asStoreError, StoreError } from './store-error.ts';

/**
 * Statements side by side. Each holds a thread of Node's pool while it runs, and files and DNS need some too; a process
 * that serves many should be started with UV_THREADPOOL_SIZE=16 or so (Node's default is 4).
 */
const threads = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4);
const writeLanes = threads >= 8 ? 2 : 1;
const readLanes = Math.min(8, Math.max(2, threads - 2 * writeLanes - 2));
const streamLanes = 8;

interface Lane {
  readonly connection: ChdbConnection;
  /** No other of this process has it. */
  readonly number: number;
  /** What `max_execution_time` was last set to here: settings stay on a connection. */
  maxSeconds: number;
  isReady: boolean;
}

/**
 * Stores of this process that may have statements under way. The engine's part of a process's exit would wait for a lock they
 * hold, for ever (seen); what is acknowledged is on disk, so the process ends the hard way.
 */
const busyAtExit = new Set<() => boolean>();
process.on('exit', () => {
  if ([...busyAtExit].some((isBusy) => isBusy())) process.kill(process.pid, 'SIGKILL');
});

/**
 * Bytes of an insert that one thread reads while another reads the next. The engine's own measure (10 MB) is more than a
 * batch of events has, which one thread then read alone: measured, an insert took a seventh longer.
 */
const BYTES_READ_TOGETHER = 1_000_000;

const LINE_FEED = 0x0a;

/** Lanes opened by this process, whose stores may share a data directory. */
let lanesOpened = 0;

const settings = Object.entries(sessionSettings)
  .map(([name, value]) => `${name} = ${typeof value === 'number' ? value : quoted(value)}`)
  .join(', ');

/** Without the final semicolon, ready for a clause to follow on a line of its own. */
function trimmed(statement: string): string {
  return statement.replace(/[\s;]+$/, '');
}

/** Sets what this statement needs, in the lane's own session, before the statement is sent. */
async function prepare(lane: Lane, options: QueryOptions = {}): Promise<void> {
  if (!lane.isReady) {
    await lane.connection.command({ query: `SET ${settings}` });
    lane.isReady = true;
  }
  const maxSeconds = options.maxSeconds ?? 0;
  if (lane.maxSeconds === maxSeconds) return;
  await lane.connection.command({ query: `SET max_execution_time = ${Math.max(0, Number(maxSeconds))}` });
  lane.maxSeconds = maxSeconds;
}

async function* bytes(source: AsyncIterable<{ raw(): Uint8Array }>): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    const raw = chunk.raw();
    yield Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  }
}

/**
 * A format whose chunks cannot be joined (Parquet …): written by the engine to a file, which goes once it is read, so that a
 * large result is never whole in memory.
 */
async function throughFile(lane: Lane, statement: string, format: string): Promise<Readable> {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-result-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'rows');
    const written = `INSERT INTO FUNCTION file(${quoted(path)}, ${quoted(format)}) ${statement}`;
    await lane.connection.command({ query: written });
    return createReadStream(path).once('close', () => void remove());
  } catch (error) {
    await remove();
    throw error;
  }
}

export async function openEmbedded(url: string): Promise<Store> {
  const directory = claimDirectory(url);
  const refusal = () => new StoreError(`The store at ${directory} is closed; open it again to use it.`);

  function openLane(): Lane {
    try {
      const connection = createChdbConnection({ path: directory });
      sweepRows(directory);
      lanesOpened += 1;
      return { connection, number: lanesOpened, maxSeconds: 0, isReady: false };
    } catch (error) {
      throw openingFailure(directory, error);
    }
  }
  const reads = lanes(readLanes, openLane, refusal);
  const inserts = lanes(writeLanes, openLane, refusal);
  const commands = lanes(writeLanes, openLane, refusal);
  const streams = lanes(streamLanes, openLane, refusal);
  const all = [reads, inserts, commands, streams];
  const isBusy = () => all.some((each) => each.isBusy);
  busyAtExit.add(isBusy);
  const underWay = new Set<Readable>();
  const writes = { computed: { begun: 0, ended: 0 }, settled: { begun: 0, ended: 0 } };

  /** A statement that may change rows: from here until it ends nobody can say what is stored. */
  async function writing(turns: Lanes<Lane>, table: string | undefined, write: (lane: Lane) => Promise<void>) {
    const counted = (['computed', 'settled'] as const).filter((of) => countsFor(of, table)).map((of) => writes[of]);
    for (const each of counted) each.begun += 1;
    try {
      await turns.run(write);
    } finally {
      for (const each of counted) each.ended += 1;
    }
  }

  async function whole(lane: Lane, statement: string, format: string): Promise<Buffer> {
    const { stream } = await lane.connection.query({ query: `${statement}\nFORMAT ${format}` });
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part);
    return Buffer.concat(parts);
  }

  async function lines(statement: string, parameters?: Parameters, options?: QueryOptions): Promise<Buffer> {
    const text = writeParameters(trimmed(statement), parameters);
    return reads.run(async (lane) => {
      try {
        await prepare(lane, options);
        const rows = await whole(lane, text, 'JSONEachRow');
        return rows.at(-1) === LINE_FEED ? rows.subarray(0, -1) : rows;
      } catch (error) {
        throw asStoreError(error, 'a query');
      }
    });
  }

  async function query<Row>(statement: string, parameters?: Parameters, options?: QueryOptions): Promise<Row[]> {
    const rows = await lines(statement, parameters, options);
    try {
      // One parse for all.
      return JSON.parse(`[${rows.toString().replaceAll('\n', ',')}]`) as Row[];
    } catch (error) {
      throw asStoreError(error, 'a query');
    }
  }

  async function stream(
    statement: string,
    format: string,
    parameters?: Parameters,
    options?: QueryOptions,
  ): Promise<Readable> {
    if (!/^\w+$/.test(format)) throw new StoreError(`"${format}" is not the name of a format, e.g. CSVWithNames.`);
    const text = writeParameters(trimmed(statement), parameters);
    const { lane, release } = await streams.take();
    try {
      await prepare(lane, options);
      if (!isJoinable(format)) {
        const readable = await throughFile(lane, text, format);
        underWay.add(readable);
        readable.once('close', () => underWay.delete(readable));
        release();
        return readable;
      }
      const source = lane.connection.chdb.queryStream(text, { format });
      const joined = joinChunks(format, bytes(source))[Symbol.asyncIterator]();
      // The first chunk now, so that an error in the statement is this call's and not the reader's.
      const first = await joined.next();
      const readable = Readable.from(
        (async function* () {
          try {
            if (!first.done) yield first.value;
            for (let next = first; !next.done; ) {
              next = await joined.next();
              if (!next.done) yield next.value;
            }
          } catch (error) {
            throw asStoreError(error, 'a streamed query');
          } finally {
            await joined.return?.(undefined);
            source.cancel();
          }
        })(),
        { objectMode: false },
      );
      underWay.add(readable);
      readable.once('close', () => {
        // A stream destroyed before it was ever read never ran the generator above.
        source.cancel();
        underWay.delete(readable);
        release();
      });
      return readable;
    } catch (error) {
      release();
      throw asStoreError(error, 'a streamed query');
    }
  }

  /**
   * The rows come from a file, not in the statement: the engine's client looks through the whole of a statement, rows and
   * all, for remarks of ClickHouse's own tests. That took longer than writing the file, and `-- { error 243 }` in a row made a
   * success of a full disk.
   */
  async function insert(
    table: string,
    columns: readonly string[],
    text: string | Buffer,
    format: string,
  ): Promise<void> {
    if (text.length === 0) return;
    await writing(inserts, table, async (lane) => {
      const file = rowsFile(directory, lane.number);
      try {
        await prepare(lane);
        await writeFile(file, text, { mode: 0o600 });
        await lane.connection.command({
          query: `INSERT INTO ${table} (${columns.join(', ')}) FROM INFILE ${quoted(file)}
SETTINGS min_chunk_bytes_for_parallel_parsing = ${BYTES_READ_TOGETHER} FORMAT ${format}`,
        });
      } catch (error) {
        throw asStoreError(error, `an insert into ${table}`);
      } finally {
        await rm(file, { force: true });
      }
    });
  }

  async function command(statement: string, parameters?: Parameters): Promise<void> {
    const text = writeParameters(trimmed(statement), parameters);
    await writing(commands, insertedInto(statement), async (lane) => {
      try {
        await prepare(lane);
        await lane.connection.command({ query: text });
      } catch (error) {
        throw asStoreError(error, 'a command');
      }
    });
  }

  async function abandon(): Promise<void> {
    for (const each of all) each.refuse();
    for (const readable of underWay) readable.destroy(refusal());
    // One of its own, since all may be in use; again, since a statement on its way to the engine is not there to be ended yet.
    const { connection } = openLane();
    while (isBusy()) {
      await connection.command({ query: 'kill query where query_id != queryID() async' });
      await sleep(100);
    }
    await connection.close();
  }

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    const draining = all.map((each) => each.drain());
    for (const readable of underWay) readable.destroy(refusal());
    for (const lane of (await Promise.all(draining)).flat()) await lane.connection.close();
    await drainPending();
    busyAtExit.delete(isBusy);
    releaseDirectory(directory);
  }

  const store: Store = {
    kind: 'embedded',
    topology: { dictionarySource: (table) => `TABLE ${quoted(table)}` },
    query,
    lines,
    stream,
    insert,
    command,
    generation(of = 'computed') {
      const { begun, ended } = writes[of];
      return begun === ended ? ended : undefined;
    },
    completed: () => writes.computed.ended,
    abandon,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
  try {
    await commands.run((lane) => prepare(lane));
  } catch (error) {
    releaseDirectory(directory);
    throw openingFailure(directory, error);
  }
  return store;
}
