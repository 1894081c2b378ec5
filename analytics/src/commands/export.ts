/** `mingcha export`: documents for the file, out of a store or a running server. */
import { writeFile } from 'node:fs/promises';
import { readRules } from '@mingcha/sql';
import { Command, Option } from 'commander';
import { FORMATS, type Format } from '../exports/document.ts';
import { evidenceOf } from '../exports/evidence.ts';
import { render } from '../exports/render.ts';
import { Failure } from '../failure.ts';
import { noSuchCase } from '../problem.ts';
import { explainCase } from '../query/explanation.ts';
import { parseMoment } from '../query/moment.ts';
import { openReader } from '../query/reader.ts';
import { openCards } from '../supervision/cards.ts';
import { noticeCommand } from './export-notice.ts';
import { reportCommands } from './export-report.ts';
import { reviewCommand } from './export-review.ts';
import { dataOption, ROOT, serverUrl, versionOf, warn, withEngine } from './options.ts';

interface EvidenceOptions {
  case: string;
  format: Format;
  out: string;
  asOf?: string;
  data: string;
  from?: string;
}

export function exportCommand(): Command {
  const command = new Command('export').description('write documents and reports');
  command
    .command('evidence')
    .description('write the evidence page 证据页 of a case')
    .requiredOption('--case <id>', 'case number 办件编号')
    .addOption(new Option('--format <format>', 'Word or PDF').choices(FORMATS).default('pdf'))
    .requiredOption('--out <file>', 'file to write')
    .option('--as-of <moment>', 'moment the page looks from; now unless told')
    .option('--from <url>', 'ask this running server instead of opening the store', serverUrl)
    .addOption(dataOption())
    .action(evidence);
  command.addCommand(noticeCommand());
  command.addCommand(reviewCommand());
  for (const report of reportCommands()) command.addCommand(report);
  return command;
}

async function evidence(options: EvidenceOptions): Promise<void> {
  const asOf = options.asOf === undefined ? undefined : parseMoment(options.asOf);
  if (options.asOf !== undefined && asOf === undefined) {
    throw new Failure(`--as-of is "${options.asOf}"; give a moment, for example 2026-03-09T17:30:00+08:00.`);
  }
  const file =
    options.from === undefined ? await fromStore(options, asOf) : await fromServer(options, options.from, asOf);
  try {
    await writeFile(options.out, file);
  } catch (error) {
    throw new Failure(`${options.out} cannot be written: ${(error as Error).message}.`);
  }
  process.stdout.write(`The evidence page of case ${options.case} is in ${options.out}.\n`);
}

async function fromStore({ data, case: caseId, format }: EvidenceOptions, asOf: Date | undefined): Promise<Buffer> {
  let file: Buffer | undefined;
  await withEngine(data, async ({ store }) => {
    const clock = () => new Date();
    const explaining = {
      reader: openReader(store, clock),
      store,
      cards: openCards({ store, clock, onFault: warn }),
      rules: await readRules(),
      release: versionOf(ROOT),
    };
    const explained = await explainCase(explaining, caseId, {}, asOf);
    if (explained !== undefined) file = await render(evidenceOf(explained), format);
  });
  if (file === undefined) throw new Failure(noSuchCase(caseId).message);
  return file;
}

async function fromServer(
  { case: caseId, format }: EvidenceOptions,
  server: string,
  asOf: Date | undefined,
): Promise<Buffer> {
  const moment = asOf === undefined ? '' : `&as_of=${encodeURIComponent(asOf.toISOString())}`;
  const address = new URL(`/api/v1/cases/${encodeURIComponent(caseId)}/evidence?format=${format}${moment}`, server);
  let answer: Response;
  try {
    answer = await fetch(address);
  } catch {
    throw new Failure(`No server answers at ${server}; is it running there?`);
  }
  if (answer.ok) return Buffer.from(await answer.arrayBuffer());
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
  throw new Failure(problem.detail ?? `${server} answered ${answer.status}; is it Mingcha?`);
}
