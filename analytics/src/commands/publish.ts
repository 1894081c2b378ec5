/** `mingcha publish` seals a period; `mingcha verify` says whether a bundle still holds, with nothing but the bundle. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { readRules } from '@mingcha/sql';
import { Command, InvalidArgumentError, Option } from 'commander';
import { BOARDS, type Board, PUBLICATION_KINDS, type PublicationKind, type Verification } from '../contract/index.ts';
import { Failure } from '../failure.ts';
import { templateOf } from '../notices/make-notice.ts';
import { noticeFiles } from '../notices/notice-files.ts';
import { type Period, parsePeriod } from '../periods/period.ts';
import { verifyArchive } from '../publications/archive.ts';
import { wrongDocument } from '../publications/documents.ts';
import { openPublisher, PeriodNotOver, PublicationRefused } from '../publications/publisher.ts';
import { verifyBundle } from '../publications/verification/verify.ts';
import { openReader } from '../query/reader.ts';
import { noticesOption } from './export-notice.ts';
import { givenFile } from './given-file.ts';
import { dataOption, publicationsOf, ROOT, versionOf, withEngine } from './options.ts';

const LANGUAGES = ['zh', 'en'] as const;
type Language = (typeof LANGUAGES)[number];
const languageOption = () =>
  new Option('--language <language>', 'of what is said').choices([...LANGUAGES]).default(languageHere());

/** What the terminal speaks. */
function languageHere(): Language {
  return (process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || '').startsWith('zh')
    ? 'zh'
    : 'en';
}

interface PublishOptions {
  data: string;
  period: string;
  kind: PublicationKind;
  boards: readonly Board[];
  by: string;
  title?: string;
  note?: string;
  document: string[];
  notices?: string;
  language: Language;
}

export function publishCommand(): Command {
  return new Command('publish')
    .description('freeze a period that is over as a numbered, sealed publication 发布')
    .requiredOption('--period <period>', 'e.g. 2026-W10, 2026-03, 2026-03-2, 2026-Q1')
    .requiredOption('--by <name>', 'who publishes it')
    .addOption(
      new Option('--kind <kind>', 'ranking 排名, or notice 通报').choices([...PUBLICATION_KINDS]).default('ranking'),
    )
    .option('--boards <boards>', `of ${BOARDS.join(', ')}, separated by commas`, boardsOf, [...BOARDS])
    .option('--title <title>', 'made of kind and period unless told')
    .option('--note <text>', 'said with it')
    .option(
      '--document <file>',
      'sealed with it; may be given again; of a notice its draft as Word and PDF, unless told',
      (file, files: string[]) => [...files, file],
      [],
    )
    .addOption(noticesOption())
    .addOption(languageOption())
    .addOption(dataOption())
    .action(async (options: PublishOptions) => {
      const period = parsePeriod(options.period);
      if (period === null)
        throw new Failure(
          `There is no period ${options.period}. Give one like 2026-W10, 2026-03-2, 2026-03 or 2026-Q1.`,
        );
      const given = await Promise.all(
        options.document.map(async (file) => ({ name: basename(file), bytes: await givenFile('The document', file) })),
      );
      const wrong = wrongDocument(given);
      if (wrong !== undefined) throw new Failure(`A document cannot be sealed: ${wrong}.`);
      const { kind, boards, by, title, note, notices: folder } = options;
      const isWritten = kind === 'notice' && given.length === 0;
      if (isWritten) await mustHaveTemplate(period, folder);
      await withEngine(options.data, async ({ store }) => {
        const clock = () => new Date();
        const reader = openReader(store, clock);
        const publisher = openPublisher({
          store,
          reader,
          directory: publicationsOf(options.data),
          rules: await readRules(),
          release: versionOf(ROOT),
          clock,
        });
        const written = (asOf: Date) => noticeFiles(reader, { period: options.period, folder, asOf });
        const { manifest, path, sha256 } = await refusals(options.language, () =>
          publisher.publish({
            kind,
            period,
            boards,
            publishedBy: by,
            documents: isWritten ? written : given,
            ...(title !== undefined && { title }),
            ...(note !== undefined && { note }),
          }),
        );
        const { number, files, cases } = manifest;
        process.stdout.write(
          options.language === 'zh'
            ? `已发布${number}（${manifest.title.zh}）：${files.length}个文件，${cases}个办件，位于${path}。\n封签 ${sha256}\n`
            : `Published ${number} (${manifest.title.en}): ${files.length} files, ${cases} cases, in ${path}.\nSeal ${sha256}\n`,
        );
      });
    });
}

/** Throws before anything is counted where no template writes the notice of such a period. */
async function mustHaveTemplate(period: Period, folder: string | undefined): Promise<void> {
  try {
    await templateOf(period, { folder });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(`${error.message}\nOr write the notice yourself, and seal it with --document FILE.`);
  }
}

function boardsOf(text: string): Board[] {
  const asked = text.split(',');
  const isBoard = (each: string): each is Board => (BOARDS as readonly string[]).includes(each);
  if (asked.every(isBoard)) return asked;
  throw new InvalidArgumentError(`Boards are ${BOARDS.join(', ')}, separated by commas.`);
}

async function refusals<T>(language: Language, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof PeriodNotOver) throw new Failure(error.message);
    if (!(error instanceof PublicationRefused)) throw error;
    throw new Failure(inWords(error.verification, language).join('\n'));
  }
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'count a publication again with a second engine and say what agrees 核验; exit code 1 when something does not',
    )
    .argument('<bundle>', 'folder of the publication, or the zip it was downloaded as')
    .addOption(languageOption())
    .option('--json', 'the answer as JSON')
    .action(async (bundle: string, { language, json }: { language: Language; json?: boolean }) => {
      const path = resolve(bundle);
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) {
        throw new Failure(`There is no ${path}; give the folder of a publication, or the zip it was downloaded as.`);
      }
      const verification = await (found.isFile() ? verifyArchive(path) : verifyBundle(path));
      const lines = json ? [JSON.stringify(verification, null, 1)] : inWords(verification, language);
      process.stdout.write(`${lines.join('\n')}\n`);
      if (!verification.agrees) process.exitCode = 1;
    });
}

/** Differences shown at a terminal; the JSON has more. */
const MOST_SHOWN = 50;

function inWords(verification: Verification, language: Language): string[] {
  const { checks, differences, differences_found: found } = verification;
  const mark = (agrees: boolean | null) => (agrees === null ? '–' : agrees ? '✓' : '✗');
  const shown = differences.slice(0, MOST_SHOWN);
  const left = found - shown.length;
  return [
    verification[language],
    ...checks.map((check) => `  ${mark(check.agrees)} ${check[language]}`),
    ...(shown.length > 0 ? [language === 'zh' ? '不一致之处：' : 'What differs:'] : []),
    ...shown.map((difference) => `  ✗ ${difference[language]}`),
    ...(left > 0 ? [language === 'zh' ? `  另有${left}处。` : `  and ${left} more.`] : []),
  ];
}
