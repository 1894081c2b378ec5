/** `mingcha ingest` and `mingcha rejects replay`: events from files, and refused lines once more. */
import {
  ingestCommand as ingestFiles,
  REJECT_CODES,
  type RejectCode,
  type ReplayResult,
  replay,
  shippedMappings,
} from '@mingcha/ingest';
import { Command, InvalidArgumentError, Option } from 'commander';
import { openEngine } from '../engine.ts';
import { dataOption, serverUrl, warn, withEngine } from './options.ts';

interface IngestOptions {
  data: string;
  mapping?: string;
  to?: string;
  source?: string;
  zone?: string;
  again?: boolean;
  batch?: number;
}

export async function ingestCommand(): Promise<Command> {
  return new Command('ingest')
    .description('bring files into the store: csv, tsv or ndjson, each also .gz; goes on where it stood after a kill')
    .argument('<files...>', 'files to read')
    .option('--mapping <name|file>', `which columns mean what: ${(await shippedMappings()).join(', ')}, or a YAML file`)
    .option(
      '--to <url>',
      'send to this running server instead of opening the store; one that is away is waited for, 5 minutes',
      serverUrl,
    )
    .option('--source <code>', 'source of events that name none')
    .option('--zone <name>', 'IANA zone of times that name none')
    .option('--again', 'read files again that were read before')
    .option('--batch <lines>', 'lines stored at a time', positive)
    .addOption(dataOption())
    .action(async (files: string[], { data, batch, ...options }: IngestOptions) => {
      const stop = new AbortController();
      process.once('SIGINT', () => stop.abort());
      process.once('SIGTERM', () => stop.abort());
      process.exitCode = await ingestFiles({
        files,
        ...options,
        batchSize: batch,
        open: () => openEngine(data, warn),
        signal: stop.signal,
      });
    });
}

export function rejectsCommand(): Command {
  const command = new Command('rejects').description('lines that were refused');
  command
    .command('replay')
    .description('send refused lines once more, after what refused them was put right; exits with 2 where lines stay')
    .option('--source <code>', 'only lines of this source')
    .addOption(new Option('--code <code>', 'only lines refused for this reason').choices(REJECT_CODES))
    .addOption(dataOption())
    .action(({ data, source, code }: { data: string; source?: string; code?: RejectCode }) =>
      withEngine(data, async ({ store, intake }) => {
        const result = await replay(store, intake, { source, code });
        await intake.settled();
        process.stdout.write(`${replayText(result)}\n`);
        // As an ingest of lines that are refused.
        if (result.refused + result.left > 0) process.exitCode = 2;
      }),
    );
  return command;
}

/** What a replay did: the counts, and below them why lines stay, with the first of each reason. */
export function replayText({ accepted, refused, left, reasons }: ReplayResult): string {
  if (accepted + refused + left === 0) return 'No refused line is open.';
  const text = [
    `${accepted === 0 ? 'No line came in: 0' : accepted} accepted, ${refused} refused again, ${left} left.`,
  ];
  for (const { outcome, code, field, lines, remedy, examples } of reasons) {
    const what = outcome === 'refused' ? 'refused again' : `left. ${remedy}`;
    text.push(`  ${lines} × ${code}${field ? ` in ${field}` : ''}, ${what}`);
    for (const { source, line, message } of examples) {
      text.push(`    ${source === '' ? '' : `${source}, `}line ${line}: ${message}`);
    }
    if (lines > examples.length) text.push(`    and ${lines - examples.length} more.`);
  }
  return text.join('\n');
}

function positive(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number above 0.');
}
