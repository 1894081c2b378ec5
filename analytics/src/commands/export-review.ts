/** `mingcha export monthly-review`: the handout of a month's review as PDF or Word, out of a store or a running server. */
import { Command, Option } from 'commander';
import { LANGUAGES, type Language } from '../contract/codes.ts';
import { FORMATS, type Format } from '../exports/document.ts';
import { Failure } from '../failure.ts';
import { parsePeriod } from '../periods/period.ts';
import { addressOf, asOfOption, fromOption, writeAnswer } from './answer.ts';
import { dataOption } from './options.ts';

interface ReviewOptions {
  period: string;
  county?: string;
  centre?: string;
  department?: string;
  format: Format;
  lang: Language;
  out: string;
  asOf?: string;
  data: string;
  from?: string;
}

export function reviewCommand(): Command {
  return new Command('monthly-review')
    .description('write the handout of a monthly review 月讲评')
    .requiredOption('--period <month>', 'for example 2026-02')
    .option('--county <code>', 'only this county 县市区')
    .option('--centre <code>', 'only this centre')
    .option('--department <code>', 'only this department')
    .addOption(new Option('--format <format>', 'Word or PDF').choices(FORMATS).default('pdf'))
    .addOption(new Option('--lang <language>', 'of words').choices(LANGUAGES).default('zh'))
    .requiredOption('--out <file>', 'file to write')
    .addOption(asOfOption())
    .addOption(fromOption())
    .addOption(dataOption())
    .action(write);
}

async function write(options: ReviewOptions): Promise<void> {
  const { period: month, county, centre, department, format, lang, asOf: as_of, out } = options;
  if (parsePeriod(month)?.kind !== 'month')
    throw new Failure(`--period is "${month}"; give a month, for example 2026-02.`);
  const asked = { month, format, lang, county, centre, department, as_of };
  await writeAnswer(addressOf('/monthly-review/handout', asked), out, options);
  process.stdout.write(`The handout of the review of ${month} is in ${out}.\n`);
}
