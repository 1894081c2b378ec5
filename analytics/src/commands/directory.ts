/** `mingcha directory import`: who and what is supervised, from CSV or YAML files. */
import { importDirectory, importText } from '@mingcha/ingest';
import { Command } from 'commander';
import { dataOption, withEngine } from './options.ts';

export function directoryCommand(): Command {
  const command = new Command('directory').description(
    'regions, centres, departments, windows, staff, items, calendars',
  );
  command
    .command('import')
    .description('take the files over, all of them or, when one has a mistake, none')
    .argument('<paths...>', 'folders, CSV files named after their table, or one YAML file')
    .addOption(dataOption())
    .action((paths: string[], { data }: { data: string }) =>
      withEngine(data, async ({ store }) => {
        process.stdout.write(`${importText(await importDirectory(store, paths))}\n`);
      }),
    );
  return command;
}
