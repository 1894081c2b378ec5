/** The command line. Each command is a file in commands/; failures a person can act on end with a sentence and exit 1. */
import { DirectoryError, MappingError } from '@mingcha/ingest';
import { StoreError } from '@mingcha/sql';
import { Command } from 'commander';
import { directoryCommand } from './commands/directory.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exportCommand } from './commands/export.ts';
import { generateCommand } from './commands/generate.ts';
import { ingestCommand, rejectsCommand } from './commands/intake.ts';
import { ROOT, versionOf } from './commands/options.ts';
import { publishCommand, verifyCommand } from './commands/publish.ts';
import { receiversCommand } from './commands/receivers.ts';
import { schedulesCommand } from './commands/schedules.ts';
import { serveCommand } from './commands/serve.ts';
import { migrateCommand, rebuildCommand } from './commands/store.ts';
import { Failure } from './failure.ts';

const ENVIRONMENT = `
Without a command, npm start runs serve; npm start -- serve --help lists its options.

Environment:
  PORT                port to listen on (default: 8080)
  MINGCHA_DATA        store: file:PATH, or http(s)://user:password@host:8123/database
                      of a ClickHouse server (default: file:./data)
  MINGCHA_PUBLICATIONS  folder publications lie in (default: publications beside
                      the data of an embedded store, else ./publications)
  MINGCHA_PUBLIC_URL  address people reach the dashboard at, for links in messages
  MINGCHA_NOTICES     folder of your own notice templates
  MINGCHA_REPORTS     folder scheduled reports lie in (default: reports beside
                      the data of an embedded store, else ./reports)
  LOG_LEVEL           what the server writes to its log: debug, info, warn (default) or error`;

export async function main(args: readonly string[]): Promise<void> {
  const program = new Command('mingcha')
    .description('Mingcha 明察: supervision and performance analytics for government service centres')
    .version(versionOf(ROOT), '--version', 'print the version')
    .showHelpAfterError('(--help explains)')
    .addHelpText('after', ENVIRONMENT);
  const commands = [
    serveCommand(),
    await ingestCommand(),
    directoryCommand(),
    generateCommand(),
    rejectsCommand(),
    receiversCommand(),
    schedulesCommand(),
    exportCommand(),
    publishCommand(),
    verifyCommand(),
    migrateCommand(),
    rebuildCommand(),
    doctorCommand(),
  ];
  for (const command of commands) program.addCommand(command.copyInheritedSettings(program));
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${sentenceOf(error)}\n`);
  }
}

/** A sentence where we know what went wrong; the whole trace where we do not. */
function sentenceOf(error: unknown): string {
  const isKnown = [Failure, StoreError, MappingError, DirectoryError].some((kind) => error instanceof kind);
  if (isKnown) return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
