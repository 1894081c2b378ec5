/** What `mingcha generate` does with its options, in text for a terminal. */
import { type Generated, type GenerateOptions, generate } from './generator.ts';

export interface GenerateCommandOptions extends Omit<GenerateOptions, 'onProgress'> {
  /** Where sentences go; standard error unless told. */
  say?: (text: string) => void;
}

export async function generateCommand(options: GenerateCommandOptions): Promise<Generated> {
  const { say = (text) => process.stderr.write(`${text}\n`), ...rest } = options;
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
