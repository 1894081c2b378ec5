/** `mingcha migrate` and `mingcha rebuild`: the schema brought up to date, and every case computed anew. */
import { mergeFacts, migrate, openStore, rebuild, reloadDirectory } from '@mingcha/sql';
import { Command } from 'commander';
import { dataOption, withEngine } from './options.ts';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the store’s schema and models up to date (serve does this too)')
    .addOption(dataOption())
    .action(async ({ data }: { data: string }) => {
      const store = await openStore(data);
      try {
        const { statements, models } = await migrate(store);
        await reloadDirectory(store);
        process.stdout.write(`${statements.length} schema statements run, ${models.length} models renewed.\n`);
      } finally {
        await store.close();
      }
    });
}

export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('compute all cases anew from their events, after a limit, calendar or rule has changed')
    .addOption(dataOption())
    .action(({ data }: { data: string }) =>
      withEngine(data, async ({ store }) => {
        const begun = performance.now();
        const { cases } = await rebuild(store);
        await mergeFacts(store);
        const seconds = (performance.now() - begun) / 1000;
        process.stdout.write(`${cases} cases computed anew in ${seconds.toFixed(1)} s.\n`);
      }),
    );
}
