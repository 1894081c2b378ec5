/**
 * Files to the intake, batch by batch: a batch is read and checked while those before it are being stored.
 *
 * The cursor of a file moves after its batch and all before it are acknowledged, so a run that was killed goes on
 * where it stood and at worst sends three batches again, which changes nothing. What comes back tells the truth about
 * this run.
 */
import { IntakeUnavailable } from '../../intake/unavailable.ts';
import { tableFor } from '../../mapping/library.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { type Batch, batchesOf, type Item, type RejectedRow } from './batches.ts';
import { type FileCursor, type FileCursors, identify } from './cursors.ts';

export interface SentLine {
  status: 'stored' | 'known' | 'rejected';
  code?: string | undefined;
  field?: string | undefined;
  message?: string | undefined;
}

/** Where events go: the intake of this process, or a server. */
export interface FileSink {
  /** Stores the items durably and answers for each, in their order. `lineNumbers` are their lines in the file. */
  submit(
    items: readonly Item[],
    options: { source?: string; zone?: string; firstLine: number; lineNumbers: readonly number[] },
  ): Promise<readonly SentLine[]>;
  /** Keeps rows that did not become events, where they can be looked up. */
  reject(rows: readonly RejectedRow[]): Promise<void>;
}

export interface Progress {
  file: string;
  /** Of the file as it lies on disk, read for the rows that are done. */
  bytes: number;
  totalBytes: number;
  rows: number;
  stored: number;
  known: number;
  rejected: number;
}

export interface IngestFilesOptions {
  files: readonly string[];
  /** None: the files hold canonical events as NDJSON. */
  mapping?: Mapping | undefined;
  sink: FileSink;
  cursors: FileCursors;
  /** Source of canonical events that name none; with a mapping, in place of the one it states. */
  source?: string | undefined;
  /** Zone of times of canonical events that name none; a mapping states its own. */
  zone?: string | undefined;
  /** Reads files again from the start, finished ones too. */
  again?: boolean | undefined;
  /** Events per batch; 40,000 unless told. */
  batchSize?: number | undefined;
  progress?: ((progress: Progress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface Reason {
  code: string;
  field: string;
  count: number;
  /** The first time it was met. */
  example: { file: string; line: number; message: string };
}

export interface FileSummary {
  file: string;
  outcome: 'read' | 'already_done' | 'stopped' | 'failed';
  /** Rows that were done by an earlier run. */
  rowsBefore: number;
  rows: number;
  stored: number;
  known: number;
  /** Rows and events refused in this run. */
  rejected: number;
  /** The same by the earlier runs that read the rows before. */
  rejectedBefore: number;
  /** Rows that made no event because no `when` held. */
  silentRows: number;
  error?: Error;
}

export interface IngestSummary {
  files: FileSummary[];
  /** Commonest first. */
  reasons: Reason[];
  /** Files after one at which the run ended. */
  notBegun: string[];
  /** Whether the same command goes on where this run stood; else it reads the files again from their start. */
  canGoOn: boolean;
}

/** Measured: at 20,000 the engine's cost per insert shows, beyond 40,000 nothing is gained. */
const BATCH_SIZE = 40_000;

/** Batches on their way: one is stored, one looked up, two are checked. */
const MOST_UNDER_WAY = 4;

/** Reads the files one after another. A file that fails is reported and the next one is read. */
export async function ingestFiles(options: IngestFilesOptions): Promise<IngestSummary> {
  const reasons = new Map<string, Reason>();
  const files: FileSummary[] = [];
  for (const file of options.files) {
    const summary: FileSummary = {
      file,
      outcome: 'read',
      rowsBefore: 0,
      rows: 0,
      stored: 0,
      known: 0,
      rejected: 0,
      rejectedBefore: 0,
      silentRows: 0,
    };
    files.push(summary);
    try {
      await new FileRun(file, summary, reasons, options).run();
    } catch (error) {
      if (options.signal?.aborted && isAbort(error, options.signal)) summary.outcome = 'stopped';
      else {
        summary.outcome = 'failed';
        summary.error = error instanceof Error ? error : new Error(String(error));
      }
    }
    // Where one file was waited for in vain the next one would be, too.
    if (options.signal?.aborted || summary.error instanceof IntakeUnavailable) break;
  }
  const notBegun = options.files.slice(files.length);
  const { isLasting: canGoOn } = options.cursors;
  return { files, notBegun, canGoOn, reasons: [...reasons.values()].sort((a, b) => b.count - a.count) };
}

/** Counties that export in the same form read through one mapping, each under its own source. */
function withSource(mapping: Mapping | undefined, source: string | undefined): Mapping | undefined {
  return mapping && source !== undefined ? { ...mapping, source } : mapping;
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}

class FileRun {
  readonly #file: string;
  readonly #summary: FileSummary;
  readonly #reasons: Map<string, Reason>;
  readonly #options: IngestFilesOptions;
  readonly #progress: Progress;

  constructor(file: string, summary: FileSummary, reasons: Map<string, Reason>, options: IngestFilesOptions) {
    this.#file = file;
    this.#summary = summary;
    this.#reasons = reasons;
    this.#options = options;
    this.#progress = { file, bytes: 0, totalBytes: 0, rows: 0, stored: 0, known: 0, rejected: 0 };
  }

  async run(): Promise<void> {
    const { cursors, again, signal, source, zone } = this.#options;
    const mapping = withSource(this.#options.mapping, source);
    const reading = JSON.stringify([mapping?.hash ?? 'canonical', source, zone]);
    const { fileId, bytes } = await identify(this.#file, reading);
    const table = mapping && tableFor(mapping, this.#file);
    this.#progress.totalBytes = bytes;
    const known = again ? undefined : await cursors.load(fileId);
    if (known?.isDone) {
      this.#summary.outcome = 'already_done';
      this.#summary.rowsBefore = known.rowsRead;
      this.#summary.rejectedBefore = known.rejects;
      return;
    }
    const cursor: FileCursor = known ?? {
      fileId,
      path: this.#file,
      rowsRead: 0,
      events: 0,
      rejects: 0,
      isDone: false,
    };
    this.#summary.rowsBefore = cursor.rowsRead;
    this.#summary.rejectedBefore = cursor.rejects;
    const batches = batchesOf(this.#file, {
      mapping,
      table,
      source,
      skipRows: cursor.rowsRead,
      size: this.#options.batchSize ?? BATCH_SIZE,
      signal,
    });
    const underWay: Promise<void>[] = [];
    let last: Promise<void> = Promise.resolve();
    try {
      for await (const batch of batches) {
        if (underWay.length === MOST_UNDER_WAY) await underWay.shift();
        signal?.throwIfAborted();
        last = this.#store(batch, cursor, last);
        underWay.push(last);
        // It is awaited some batches later; until then a failure must not count as unhandled.
        last.catch(() => undefined);
      }
    } finally {
      await last;
    }
    cursor.isDone = true;
    await cursors.save(cursor);
  }

  /** Sends a batch at once, and counts it and moves the cursor once those before it are done. */
  async #store(batch: Batch, cursor: FileCursor, before: Promise<void>): Promise<void> {
    const { cursors, progress } = this.#options;
    const summary = this.#summary;
    const [answers] = await Promise.all([this.#send(batch), before]);
    const counted = { ...summary };
    for (const reject of batch.rejects) this.#count(reject, reject.line);
    for (const [index, answer] of answers.entries()) {
      if (answer.status === 'stored') summary.stored += 1;
      else if (answer.status === 'known') summary.known += 1;
      else this.#count(answer, batch.lines[index]!);
    }
    summary.rows += batch.rowsRead - cursor.rowsRead;
    summary.silentRows += batch.silentRows;
    cursor.events += summary.stored - counted.stored + summary.known - counted.known;
    cursor.rejects += summary.rejected - counted.rejected;
    cursor.rowsRead = batch.rowsRead;
    await cursors.save(cursor);
    const { rows, stored, known, rejected } = summary;
    // Of what is stored, not of what was read ahead of it: the two tell how long the rest takes.
    progress?.(Object.assign(this.#progress, { bytes: batch.bytesRead, rows, stored, known, rejected }));
  }

  async #send(batch: Batch): Promise<readonly SentLine[]> {
    const { sink, source, zone } = this.#options;
    if (batch.rejects.length > 0) await sink.reject(batch.rejects);
    if (batch.items.length === 0) return [];
    return sink.submit(batch.items, {
      ...(source === undefined ? {} : { source }),
      ...(zone === undefined ? {} : { zone }),
      firstLine: batch.lines[0]!,
      lineNumbers: batch.lines,
    });
  }

  #count(refused: Pick<SentLine, 'code' | 'field' | 'message'>, line: number): void {
    this.#summary.rejected += 1;
    const { code = '', field = '', message = '' } = refused;
    const key = `${code}\n${field}`;
    const reason = this.#reasons.get(key);
    if (reason) reason.count += 1;
    else this.#reasons.set(key, { code, field, count: 1, example: { file: this.#file, line, message } });
  }
}
