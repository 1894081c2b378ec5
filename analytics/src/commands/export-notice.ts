/** `mingcha export notice`: the notice 通报 of a period as Word or PDF, out of a store or a running server. */
import { basename, dirname } from 'node:path';
import { Command, Option } from 'commander';
import { FORMATS, type Format } from '../exports/document.ts';
import { Failure } from '../failure.ts';
import { misnamed } from '../notices/library.ts';
import { addressOf, asOfOption, fromOption, writeAnswer } from './answer.ts';
import { dataOption } from './options.ts';

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
  from?: string;
}

/** `--notices DIR`, or MINGCHA_NOTICES. */
export const noticesOption = () =>
  new Option('--notices <folder>', 'folder of your own notice templates').env('MINGCHA_NOTICES');

export function noticeCommand(): Command {
  return new Command('notice')
    .description('write the notice 通报 of a period')
    .requiredOption('--period <period>', 'for example 2026-02, 2026-W10, 2026-Q1 or 2026')
    .option('--template <name>', 'name of a template, or the path of its file; the one for such periods unless told')
    .addOption(noticesOption())
    .option('--county <code>', 'only this county 县市区')
    .option('--centre <code>', 'only this centre')
    .addOption(new Option('--format <format>', 'Word or PDF').choices(FORMATS).default('docx'))
    .addOption(asOfOption())
    .requiredOption('--out <file>', 'file to write')
    .addOption(fromOption())
    .addOption(dataOption())
    .action(notice);
}

async function notice(options: NoticeOptions): Promise<void> {
  const { period, county, centre, format, asOf: as_of, out, data, from } = options;
  const { template, folder } = templateOf(options);
  if (from !== undefined && template !== options.template)
    throw new Failure('A server writes by the templates it has: leave --from out, or name one of them.');
  const address = addressOf(`/notices/${encodeURIComponent(period)}`, { template, county, centre, format, as_of });
  await writeAnswer(address, out, { data, ...(from !== undefined && { from }), noticesFolder: folder });
  process.stdout.write(`The notice of ${period} is in ${out}: a draft; number, signature and seal are yours.\n`);
}

/** A template's file is a template of the folder it lies in. */
function templateOf({ template, notices }: NoticeOptions): { template?: string; folder: string | undefined } {
  if (template === undefined) return { folder: notices };
  const isFile = /[/\\.]/.test(template);
  if (isFile && !template.endsWith('.yaml'))
    throw new Failure(`A notice template is a .yaml file; ${template} is none.`);
  const name = isFile ? basename(template, '.yaml') : template;
  const wrong = misnamed(name, template);
  if (wrong !== undefined) throw new Failure(wrong);
  return { template: name, folder: isFile ? dirname(template) : notices };
}
