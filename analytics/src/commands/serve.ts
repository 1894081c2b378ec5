/** `mingcha serve`: store, intake, models, supervision and API in one process, until a signal comes. */
import { join } from 'node:path';
import { openDaySums, readRules } from '@mingcha/sql';
import { Command, Option } from 'commander';
import { openEngine } from '../engine.ts';
import { openLedger } from '../rectification/ledger.ts';
import { openShelf } from '../schedule/shelf.ts';
import { scheduledReports } from '../schedule/start.ts';
import { createServer, listen, mustBeFree } from '../server.ts';
import { openCards } from '../supervision/cards.ts';
import { openWallDoor, type WallDoor } from '../wall-door.ts';
import { type Demo, openDemo } from './demo.ts';
import { noticesOption } from './export-notice.ts';
import {
  dataOption,
  portNumber,
  portOfEnvironment,
  publicationsOf,
  ROOT,
  reportsOf,
  shownUrl,
  versionOf,
} from './options.ts';
import { onStop, type Stopping } from './stop.ts';
import { startSupervision } from './supervise.ts';

interface ServeOptions {
  data: string;
  port: number;
  host: string;
  wallPort?: number;
  publicUrl?: string;
  notices?: string;
  demo?: boolean;
}

export function serveCommand(): Command {
  const command = new Command('serve')
    .description('run the store, the intake, the API and the dashboard (what npm start does)')
    .addOption(dataOption())
    .option('--port <number>', 'port to listen on (or PORT)', portNumber)
    .option('--host <address>', 'address to listen on; 0.0.0.0 for every network', '127.0.0.1')
    .option(
      '--wall-port <number>',
      'a second port, which shows the wall screen 大屏 and nothing else, and takes nothing in',
      portNumber,
    )
    .addOption(
      new Option('--public-url <url>', 'address people reach the dashboard at, for links in messages').env(
        'MINGCHA_PUBLIC_URL',
      ),
    )
    .addOption(noticesOption())
    .option('--demo', 'run the demo city, even beside events of other sources')
    .option('--no-demo', 'do not run the demo city')
    .action(async (options: Omit<ServeOptions, 'port'> & { port?: number }) => {
      const port = options.port ?? portOfEnvironment();
      await serve({ ...options, port });
    });
  return command;
}

async function serve({ data, port, host, wallPort, publicUrl, notices, demo }: ServeOptions): Promise<void> {
  await mustBeFree({ host, port });
  const level = process.env['LOG_LEVEL'] ?? 'warn';
  const server = createServer({ logger: { level } });
  let stopping: Stopping | undefined;
  const onFault = (error: unknown) => {
    if (!stopping?.isGivingUp) server.log.error({ err: error }, 'a fault nobody waits for');
  };
  const engine = await openEngine(data, onFault, (done, all) =>
    say(`This release counts otherwise than the one before: ${done} of ${all} cases computed anew.`),
  );
  stopping = onStop();
  const { store } = engine;
  const clock = () => new Date();
  const cards = openCards({ store, clock, onFault });
  const ledger = openLedger({ store, clock, onFault });
  const rules = await readRules();
  const shelf = openShelf(reportsOf(data));
  let door: WallDoor | undefined;
  let city: Demo;
  try {
    city = await openDemo(engine, { wanted: demo, say, onFault });
    const dashboardDirectory = join(ROOT, 'dashboard/dist');
    const version = versionOf(ROOT);
    const own = {
      publicationsDirectory: publicationsOf(data),
      shelf,
      ...(notices !== undefined && { noticesFolder: notices }),
    };
    const options = { ...engine, cards, ledger, rules, clock, dashboardDirectory, version, demo: city.state, ...own };
    await listen(server, options, { host, port });
    if (wallPort !== undefined) door = await openWallDoor(server, { host, port: wallPort });
  } catch (error) {
    await server.close();
    await engine.close();
    throw error;
  }
  const { port: actual } = server.server.address() as { port: number };
  const shownHost = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  say(`Mingcha 明察 is running at http://${shownHost}:${actual} (data: ${shownUrl(data)}). Ctrl-C stops it.`);
  if (door !== undefined) say(`The wall screen alone is at http://${shownHost}:${door.port}/wall.`);
  const platform = publicUrl === undefined ? {} : { platform: publicUrl };
  const supervision = await startSupervision(engine, { cards, ledger, rules, onFault, ...platform });
  const { notifier } = supervision;
  const sums = openDaySums(store, { refresher: engine.refresher, clock, onFault });
  const scheduled = scheduledReports({ store, server, shelf, notifier, onFault });
  scheduled.start();
  city.start();

  await stopping.asked;
  say('Stopping…');
  const close = async () => {
    await Promise.all([city.stop(), scheduled.stop(), sums.close(), door?.close()]);
    await supervision.stop();
    await server.close();
    await engine.close();
  };
  await stopping.within(4_500, close, () => store.abandon());
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}
