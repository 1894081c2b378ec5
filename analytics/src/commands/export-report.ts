/**
 * `mingcha export REPORT`: any list as a file, out of a store or a running server. One command for each report there is; both
 * ways ask the same routes, so that what the command writes is what the page downloads.
 */
import { Command, Option } from 'commander';
import { LANGUAGES, LIST_FORMATS } from '../contract/codes.ts';
import { MOST_ROWS } from '../exports/export-list.ts';
import type { Report } from '../exports/report.ts';
import { ReportAsked, reportAddress } from '../exports/report-address.ts';
import { REPORTS } from '../exports/reports.ts';
import { Failure } from '../failure.ts';
import { asOfOption, fromOption, writeAnswer } from './answer.ts';
import { dataOption } from './options.ts';

interface ReportOptions {
  period?: string;
  by?: string;
  board?: string;
  only?: Record<string, string>;
  format: string;
  lang: string;
  limit?: string;
  asOf?: string;
  out: string;
  data: string;
  from?: string;
}

export const reportCommands = (): Command[] =>
  Object.entries<Report>(REPORTS).map(([id, report]) => reportCommand(id, report));

function reportCommand(id: string, report: Report): Command {
  const { title, period, unlessTold = {} } = report;
  const command = new Command(id).description(`write ${title.zh} (${title.en.toLowerCase()}) as a file`);
  if (period !== 'none') command.requiredOption('--period <period>', PERIODS[period]);
  for (const name of ['by', 'board'] as const) {
    const usual = unlessTold[name];
    if (usual !== undefined) command.option(`--${name} <${name}>`, `${WHOSE[name]}; ${usual} unless told`);
  }
  return command
    .option('--only <name=value>', 'narrow it, or any other parameter of its route; may be repeated', pair)
    .addOption(new Option('--format <format>', 'of the file').choices(LIST_FORMATS).default('xlsx'))
    .addOption(new Option('--lang <language>', 'of words').choices(LANGUAGES).default('zh'))
    .option('--limit <rows>', 'the first rows only')
    .addOption(asOfOption())
    .requiredOption('--out <file>', 'file to write')
    .addOption(fromOption())
    .addOption(dataOption())
    .action((options: ReportOptions) => write(id, report, options));
}

const PERIODS = {
  days: '2026-03-02, 2026-W10, 2026-03-2 (ten days), 2026-03, 2026-Q1, 2026 or 2026-03-02..2026-03-20',
  period: '2026-03-02, 2026-W10, 2026-03-2 (ten days), 2026-03, 2026-Q1, 2026 or 2026-03-02..2026-03-20',
  week: 'ISO week, like 2026-W10',
  ten_days: 'ten days 旬, like 2026-03-2',
} as const;
const WHOSE = { by: 'what a row is about', board: 'which units are ranked' } as const;

function pair(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new Failure(`--only is "${text}"; give a name and a value, like --only department=D01.`);
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

async function write(id: string, report: Report, options: ReportOptions): Promise<void> {
  const { by, board, only, format, lang, limit, asOf, period, out } = options;
  const given = { by, board, ...only, format, lang, limit, as_of: asOf };
  const parameters = Object.fromEntries(
    Object.entries(given).filter((each): each is [string, string] => each[1] !== undefined),
  );
  let address: string;
  try {
    address = reportAddress(report, { period, parameters });
  } catch (error) {
    if (error instanceof ReportAsked) throw new Failure(error.message);
    throw error;
  }
  const isWhole = await writeAnswer(address, out, options);
  const most = `${MOST_ROWS.toLocaleString('en')} rows are in it, the most a file has: narrow the period, or whom it is about`;
  const rest = isWhole ? '' : ` Only the first ${limit === undefined ? most : 'rows are in it, as --limit asks'}.`;
  process.stdout.write(`The report ${id} is in ${out}.${rest}\n`);
}
