/** `mingcha schedules import|list|run`: which reports are made by themselves, and making what is due now. */
import { userInfo } from 'node:os';
import { Command } from 'commander';
import { app } from '../app.ts';
import { Failure } from '../failure.ts';
import { openNotifier } from '../notify/notifier.ts';
import { readReceivers } from '../notify/receivers.ts';
import { readWorkingDays } from '../schedule/calendar.ts';
import { readSchedules, saveSchedule } from '../schedule/kept-schedules.ts';
import { refusalsOf } from '../schedule/refusals.ts';
import { schedulesOf } from '../schedule/schedules-file.ts';
import { openShelf } from '../schedule/shelf.ts';
import { scheduledReports } from '../schedule/start.ts';
import { nextRun } from '../schedule/when.ts';
import { createServer } from '../server.ts';
import { noticesOption } from './export-notice.ts';
import { givenFile } from './given-file.ts';
import { dataOption, reportsOf, warn, withEngine } from './options.ts';

export function schedulesCommand(): Command {
  const command = new Command('schedules').description('reports made by themselves at working-calendar times');
  command
    .command('import')
    .description('take over the schedules of a YAML file, all of them or, when one has a mistake, none')
    .argument('<file>', 'YAML file with a list under “schedules:”')
    .option('--reason <text>', 'why, kept with each', 'mingcha schedules import')
    .addOption(noticesOption())
    .addOption(dataOption())
    .action(importSchedules);
  command
    .command('list')
    .description('show what is made when, for whom, and when next')
    .addOption(dataOption())
    .action(listSchedules);
  command
    .command('run')
    .description('make and announce what is due and was not, as a running server does by itself')
    .addOption(noticesOption())
    .addOption(dataOption())
    .action(runSchedules);
  return command;
}

interface ImportOptions {
  data: string;
  reason: string;
  notices?: string;
}

async function importSchedules(file: string, { data, reason, notices }: ImportOptions): Promise<void> {
  const schedules = schedulesOf(String(await givenFile('The file of schedules', file)), file);
  await withEngine(data, async (engine) => {
    const { store } = engine;
    const refusals = await refusalsOf(schedules, {
      ...engine,
      ...(notices !== undefined && { noticesFolder: notices }),
    });
    if (refusals.length > 0) {
      throw new Failure(`No schedule was taken over:\n${refusals.map((said) => `  ${said}`).join('\n')}`);
    }
    const known = new Set((await readReceivers(store)).map(({ receiver }) => receiver));
    const unknown = [...new Set(schedules.flatMap(({ receivers }) => receivers))].filter((code) => !known.has(code));
    if (unknown.length > 0) {
      throw new Failure(
        `No schedule was taken over: there is no receiver ${unknown.join(', ')}; mingcha receivers import takes them over.`,
      );
    }
    const by = { set_by: userInfo().username, set_at: new Date(), reason };
    for (const schedule of schedules) await saveSchedule(store, schedule, by);
  });
  process.stdout.write(`${schedules.length} schedules taken over.\n`);
}

async function listSchedules({ data }: { data: string }): Promise<void> {
  await withEngine(data, async ({ store }) => {
    const now = new Date();
    const lines: string[] = [];
    for (const schedule of await readSchedules(store)) {
      const { name, when, at, report, format, receivers, is_active } = schedule;
      const next = nextRun(schedule, await readWorkingDays(store, schedule.calendar, now), now);
      const due = is_active ? (next?.at.toISOString() ?? 'never') : 'inactive';
      lines.push(
        [schedule.schedule, name, `${when} ${at}`, `${report}.${format}`, receivers.join(' '), due].join('\t'),
      );
    }
    process.stdout.write(lines.length === 0 ? 'There are no schedules yet.\n' : `${lines.join('\n')}\n`);
  });
}

async function runSchedules({ data, notices }: { data: string; notices?: string }): Promise<void> {
  const folder = reportsOf(data);
  await withEngine(data, async (engine) => {
    const { store } = engine;
    const server = createServer();
    await server.register(app, { ...engine, ...(notices !== undefined && { noticesFolder: notices }) });
    const platform = process.env['MINGCHA_PUBLIC_URL'];
    const notifier = await openNotifier({ store, onFault: warn, ...(platform && { platform }) });
    const scheduler = scheduledReports({ store, server, shelf: openShelf(folder), notifier, onFault: warn });
    const made = await scheduler.run();
    await notifier.sendDue();
    await notifier.close();
    await server.close();
    process.stdout.write(`${made} reports made and announced; they are in ${folder}.\n`);
  });
}
