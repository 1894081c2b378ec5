/** `mingcha ingest FILE… --mapping NAME|FILE`: files in, a summary and an exit code out. */
import type { Store } from '@mingcha/sql';
import type { Intake } from '../../intake/intake.ts';
import { openMapping } from '../../mapping/library.ts';
import { memoryCursors, storedCursors } from './cursors.ts';
import { type FileSink, type IngestFilesOptions, ingestFiles } from './ingest-files.ts';
import type { PatienceEffects } from './patience.ts';
import { openReporter } from './reporter.ts';
import { httpSink, intakeSink } from './sinks.ts';
import { exitCode, summaryText } from './summary.ts';

export interface IngestCommandOptions {
  files: readonly string[];
  /** Name of a shipped mapping or path of a YAML file; none for canonical events as NDJSON. */
  mapping?: string | undefined;
  /** URL of a running server; then the events are sent there. */
  to?: string | undefined;
  source?: string | undefined;
  zone?: string | undefined;
  again?: boolean | undefined;
  batchSize?: number | undefined;
  /** Opens the store with its intake; called only when `to` is absent, after the mapping is found good. */
  open: () => Promise<{ store: Store; intake: Intake; close(): Promise<void> }>;
  /** Stops after the batch on its way is stored. */
  signal?: AbortSignal | undefined;
  out?: NodeJS.WritableStream;
  errors?: NodeJS.WriteStream | NodeJS.WritableStream;
  clock?: () => number;
  /** Waits so many seconds for a receiver that is away. */
  wait?: (seconds: number) => Promise<void>;
}

/** The exit code: 0 all good, 2 some refused, 1 failed. Mistakes are told on `errors`, the summary on `out`. */
export async function ingestCommand(options: IngestCommandOptions): Promise<0 | 1 | 2> {
  const { files, to, signal, source, zone, again, batchSize } = options;
  const errors = options.errors ?? process.stderr;
  const clock = options.clock ?? (() => Date.now());
  const reporter = openReporter(errors, clock);
  const patience: PatienceEffects = {
    signal,
    clock: () => new Date(clock()),
    onWait: (sentence) => reporter.say(sentence),
    ...(options.wait && { wait: options.wait }),
  };
  let close = async () => {};
  try {
    const mapping = options.mapping === undefined ? undefined : await openMapping(options.mapping);
    const table = mapping ? undefined : files.find((file) => /\.(csv|tsv)(\.gz)?$/i.test(file));
    if (table) {
      throw new Error(
        `${table} is a table: say with --mapping which columns mean what. Without one, files hold events as NDJSON.`,
      );
    }
    let target: Pick<IngestFilesOptions, 'cursors'> & { sink: FileSink };
    if (to === undefined) {
      const opened = await options.open();
      close = () => opened.close();
      const sink = intakeSink(opened.intake, zone ?? mapping?.zone ?? 'Asia/Shanghai', patience);
      target = { sink, cursors: storedCursors(opened.store) };
    } else target = { sink: httpSink(to, patience), cursors: memoryCursors() };

    const begun = clock();
    const summary = await ingestFiles({
      files,
      mapping,
      ...target,
      source,
      zone,
      again,
      batchSize,
      signal,
      progress: (progress) => reporter.progress(progress),
    });
    reporter.stop();
    (options.out ?? process.stdout).write(`${summaryText(summary, (clock() - begun) / 1000)}\n`);
    return exitCode(summary);
  } catch (error) {
    reporter.say(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    reporter.stop();
    await close();
  }
}
