/** `mingcha export notice`: the notice 通报 of a period as Word or PDF, out of a store or a running server. */

import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { FORMATS, type Format } from '../exports/document.ts';
import { render } from '../exports/render.ts';
import { Failure } from '../failure.ts';
import { makeNotice } from '../notices/make-notice.ts';
import { officialOf } from '../notices/official-of.ts';
import { parseMoment } from '../query/moment.ts';
import { openReader } from '../query/reader.ts';
import { dataOption, withEngine } from './options.ts';

interface NoticeOptions {
  period: string;
  template?: string;
  notices?: string;
  county?: string;
  centre?: string;
  format: Format;
  out: string;
  asOf?: string;
  data: string;
}

/** `--notices DIR`, or MINGCHA_NOTICES. */
export const noticesOption = () =>
  new Option('--notices <folder>', 'folder of your own notice templates').env('MINGCHA_NOTICES');

export function noticeCommand(): Command {
  return new Command('notice')
    .description('write the notice 通报 of a period')
    .requiredOption('--period <period>', 'for example 2026-02 or 2026-W10')
    .option('--template <name>', 'name of a template, or the path of its file; the one for such periods unless told')
    .addOption(noticesOption())
    .option('--county <code>', 'only this county 县市区')
    .option('--centre <code>', 'only this centre')
    .addOption(new Option('--format <format>', 'Word or PDF').choices(FORMATS).default('docx'))
    .requiredOption('--out <file>', 'file to write')
    .option('--as-of <moment>', 'moment the notice looks from; now unless told')
    .addOption(dataOption())
    .action(notice);
}

async function notice(options: NoticeOptions): Promise<void> {
  const asOf = options.asOf === undefined ? new Date() : parseMoment(options.asOf);
  if (asOf === undefined) {
    throw new Failure(`--as-of is "${options.asOf}"; give a moment, for example 2026-03-03T08:30:00+08:00.`);
  }
  let file: Buffer | undefined;
  await withEngine(options.data, async ({ store }) => {
    const filters = {
      ...(options.county !== undefined && { county: options.county }),
      ...(options.centre !== undefined && { centre: options.centre }),
    };
    const { period, template, notices: folder } = options;
    const made = await makeNotice(
      openReader(store, () => new Date()),
      { period, template, folder, filters, asOf },
    );
    file = await render(officialOf(made.notice), options.format);
  });
  try {
    await writeFile(options.out, file!);
  } catch (error) {
    throw new Failure(`${options.out} cannot be written: ${(error as Error).message}.`);
  }
  process.stdout.write(
    `The notice of ${options.period} is in ${options.out}: a draft; number, signature and seal are yours.\n`,
  );
}
