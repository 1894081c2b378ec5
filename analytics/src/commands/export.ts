/** `mingcha export`: documents for the file, out of a store or a running server. */
import { Command, Option } from 'commander';
import { FORMATS, type Format } from '../exports/document.ts';
import { addressOf, asOfOption, fromOption, writeAnswer } from './answer.ts';
import { noticeCommand } from './export-notice.ts';
import { reportCommands } from './export-report.ts';
import { reviewCommand } from './export-review.ts';
import { dataOption } from './options.ts';

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
    .addOption(asOfOption())
    .addOption(fromOption())
    .addOption(dataOption())
    .action(evidence);
  command.addCommand(noticeCommand());
  command.addCommand(reviewCommand());
  for (const report of reportCommands()) command.addCommand(report);
  return command;
}

async function evidence(options: EvidenceOptions): Promise<void> {
  const { case: caseId, format, asOf: as_of, out } = options;
  const address = addressOf(`/cases/${encodeURIComponent(caseId)}/evidence`, { format, as_of });
  await writeAnswer(address, out, options);
  process.stdout.write(`The evidence page of case ${caseId} is in ${out}.\n`);
}
