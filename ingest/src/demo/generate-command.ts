/** What `mingcha generate` does with its options, in text for a terminal. */
import { readdir } from 'node:fs/promises';
import { type Generated, GenerateError, type GenerateOptions, generate, lastMoment } from './generator.ts';

export interface GenerateCommandOptions extends Omit<GenerateOptions, 'onProgress'> {
  /** Where sentences go; standard error unless told. */
  say?: (text: string) => void;
  clock?: () => Date;
}

export async function generateCommand(options: GenerateCommandOptions): Promise<Generated> {
  const { say = (text) => process.stderr.write(`${text}\n`), clock = () => new Date(), ...rest } = options;
  const last = lastMoment(options);
  if (Date.parse(last) > clock().getTime()) {
    throw new GenerateError(
      `The city would be told until ${last}, which lies ahead; events of days to come are refused where they come in. Name with --to a day that is over.`,
    );
  }
  // A folder called directory, for one, may be somebody's own.
  if ((await readdir(options.out).catch(() => [])).length > 0) {
    throw new GenerateError(
      `${options.out} is not empty, and what lies there could be written over. Name a new folder.`,
    );
  }
  const started = performance.now();
  let tenth = 0;
  const done = await generate({
    ...rest,
    onProgress: ({ cases, events, of }) => {
      const now = Math.floor((10 * cases) / of);
      if (now > tenth && now < 10) {
        tenth = now;
        say(`${now * 10} %  ${cases} of ${of} cases, ${events} events`);
      }
    },
  });
  const seconds = (performance.now() - started) / 1000;
  say(
    `${done.cases} cases, ${done.events} events in ${seconds.toFixed(1)} s (${Math.round(done.events / seconds)}/s), as of ${done.asOf}.`,
  );
  say(`Events ${done.eventsFile}`);
  say(`Directory ${done.directory}`);
  say(done.ledgerFile ? `True answers ${done.ledgerFile}` : 'No ledger asked for.');
  return done;
}
