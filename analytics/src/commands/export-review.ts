/** `mingcha export monthly-review`: the handout of a month's review as PDF or Word, out of a store or a running server. */
import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { LANGUAGES, type Language } from '../contract/codes.ts';
import { FORMATS, type Format } from '../exports/document.ts';
import { render } from '../exports/render.ts';
import { Failure } from '../failure.ts';
import { parsePeriod } from '../periods/period.ts';
import { parseMoment } from '../query/moment.ts';
import { openReader } from '../query/reader.ts';
import { openMonthlyReview } from '../query/review/monthly-review.ts';
import { handoutOf } from '../review/handout.ts';
import { dataOption, serverUrl, withEngine } from './options.ts';

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
    .option('--as-of <moment>', 'moment it looks from; now unless told')
    .option('--from <url>', 'ask this running server instead of opening the store', serverUrl)
    .addOption(dataOption())
    .action(write);
}

async function write(options: ReviewOptions): Promise<void> {
  const { period, out, asOf } = options;
  if (parsePeriod(period)?.kind !== 'month') {
    throw new Failure(`--period is "${period}"; give a month, for example 2026-02.`);
  }
  const moment = asOf === undefined ? undefined : parseMoment(asOf);
  if (asOf !== undefined && moment === undefined) {
    throw new Failure(`--as-of is "${asOf}"; give a moment, for example 2026-03-03T08:30:00+08:00.`);
  }
  const file = options.from === undefined ? await fromStore(options, moment) : await fromServer(options, options.from);
  try {
    await writeFile(out, file);
  } catch (error) {
    throw new Failure(`${out} cannot be written: ${(error as Error).message}.`);
  }
  process.stdout.write(`The handout of the review of ${period} is in ${out}.\n`);
}

const scopeOf = ({ county, centre, department }: ReviewOptions) => ({
  ...(county !== undefined && { county }),
  ...(centre !== undefined && { centre }),
  ...(department !== undefined && { department }),
});

async function fromStore(options: ReviewOptions, moment: Date | undefined): Promise<Buffer> {
  let file: Buffer = Buffer.alloc(0);
  await withEngine(options.data, async ({ store }) => {
    const clock = () => new Date();
    const read = openMonthlyReview({ reader: openReader(store, clock), store, clock });
    const review = await read(options.period, scopeOf(options), moment);
    file = await render(handoutOf(review, options.lang), options.format);
  });
  return file;
}

async function fromServer(options: ReviewOptions, server: string): Promise<Buffer> {
  const { period: month, format, lang, asOf } = options;
  const asked = new URLSearchParams({
    month,
    format,
    lang,
    ...scopeOf(options),
    ...(asOf !== undefined && { as_of: asOf }),
  });
  let answer: Response;
  try {
    answer = await fetch(new URL(`/api/v1/monthly-review/handout?${asked}`, server));
  } catch {
    throw new Failure(`No server answers at ${server}; is it running there?`);
  }
  if (answer.ok) return Buffer.from(await answer.arrayBuffer());
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
  throw new Failure(problem.detail ?? `${server} answered ${answer.status}; is it Mingcha?`);
}
