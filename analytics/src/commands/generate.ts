/** `mingcha generate`: a city's events and directory from a seed, and beside them the ledger of true answers. */
import { GenerateError, type GenerateOptions, generateCommand as generate } from '@mingcha/ingest';
import { Command, InvalidArgumentError } from 'commander';
import { Failure } from '../failure.ts';

export function generateCommand(): Command {
  return new Command('generate')
    .description('write a city’s events and directory, and the ledger of true answers computed while making them')
    .requiredOption('--cases <n>', 'how many cases', wholeNumber)
    .option('--seed <n>', 'the same seed gives the same bytes', wholeNumber, 1)
    .requiredOption('--out <directory>', 'where to write: a folder that is empty, or made when missing')
    .option('--from <day>', 'first day on which cases begin; a year before the last unless told')
    .option('--to <day>', 'last day on which cases begin, one that is over; 2026-02-28 unless told')
    .option('--as-of <moment>', 'moment the ledger looks from, on the last day')
    .option('--gzip', 'write events.ndjson.gz')
    .option('--no-ledger', 'write no ledger')
    .action(async ({ ledger, ...options }: GenerateOptions & { ledger: boolean }) => {
      try {
        await generate({ ...options, withLedger: ledger });
      } catch (error) {
        throw isTheirs(error) ? new Failure(error.message) : error;
      }
    });
}

/** A wish that cannot be granted, or a place that cannot be written to. */
function isTheirs(error: unknown): error is Error {
  return error instanceof GenerateError || (error instanceof Error && 'syscall' in error);
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}
