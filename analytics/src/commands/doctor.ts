/** `mingcha doctor`: looks at everything a start needs, and says in a line each whether it is there. */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '@mingcha/sql';
import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { portFault } from '../server.ts';
import { dataOption, portNumber, portOfEnvironment, shownUrl } from './options.ts';

interface Finding {
  isFine: boolean;
  sentence: string;
}
/** A city-year of events takes a few gigabytes. */
const ENOUGH_BYTES = 5e9;

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look at what a start needs: Node, port, data directory, store, calendar')
    .addOption(dataOption())
    .option('--port <number>', 'port to look at (or PORT)', portNumber)
    .action(async ({ data, port = portOfEnvironment() }: { data: string; port?: number }) => {
      const findings = [checkNode(process.versions.node), await checkPort(port), ...(await checkData(data))];
      for (const { isFine, sentence } of findings) process.stdout.write(`${isFine ? '✓' : '✗'} ${sentence}\n`);
      const faults = findings.filter(({ isFine }) => !isFine).length;
      if (faults > 0) throw new Failure(faults === 1 ? 'One thing is not right.' : `${faults} things are not right.`);
    });
}

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isFine = major > 20 || (major === 20 && minor >= 19);
  return { isFine, sentence: `Node ${version}${isFine ? '' : ' is too old; Mingcha needs 20.19 or newer'}` };
}

export async function checkPort(port: number): Promise<Finding> {
  const error = await portFault({ host: '127.0.0.1', port });
  if (error === undefined) return { isFine: true, sentence: `port ${port} is free` };
  return { isFine: false, sentence: `port ${port} cannot be used (${error.code}); choose another with --port` };
}

async function checkData(url: string): Promise<Finding[]> {
  const place = url.startsWith('file:') ? checkDirectory(url) : [];
  if (place.some(({ isFine }) => !isFine)) return place;
  return [...place, ...(await checkStore(url))];
}

function checkDirectory(url: string): Finding[] {
  const path = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length);
  let existing = path;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  try {
    accessSync(existing, constants.W_OK);
  } catch {
    return [
      { isFine: false, sentence: `the data directory ${shownUrl(url)} cannot be written; give it the right owner` },
    ];
  }
  const { bavail, bsize } = statfsSync(existing);
  const gigabytes = `${((bavail * bsize) / 1e9).toFixed(1)} GB free`;
  return [
    { isFine: true, sentence: `the data directory ${shownUrl(url)} can be written` },
    bavail * bsize >= ENOUGH_BYTES
      ? { isFine: true, sentence: gigabytes }
      : { isFine: false, sentence: `${gigabytes}; a city-year of events takes about 5 GB` },
  ];
}

async function checkStore(url: string): Promise<Finding[]> {
  try {
    const store = await openStore(url);
    try {
      const [version] = await store.query<{ version: string }>('select version() as version');
      const sentence = `the store opens (ClickHouse ${version?.version})`;
      return [{ isFine: true, sentence }, await checkCalendar(store.query)];
    } finally {
      await store.close();
    }
  } catch (error) {
    return [{ isFine: false, sentence: error instanceof Error ? error.message : String(error) }];
  }
}

async function checkCalendar(query: Awaited<ReturnType<typeof openStore>>['query']): Promise<Finding> {
  const tables = await query(
    "select name from system.tables where database = currentDatabase() and name = 'calendar_numbers'",
  );
  if (tables.length === 0)
    return { isFine: true, sentence: 'the store is new; its calendar comes with the first start' };
  const [row] = await query<{ known_until: string | null }>(
    'select minOrNull(known_until) as known_until from calendar_numbers',
  );
  const knownUntil = row?.known_until;
  if (!knownUntil) return { isFine: false, sentence: 'the store has no calendar; run: mingcha migrate' };
  return checkKnownUntil(knownUntil, new Date().toISOString().slice(0, 10));
}

export function checkKnownUntil(knownUntil: string, today: string): Finding {
  return knownUntil >= today
    ? { isFine: true, sentence: `working days are known until ${knownUntil}; due days beyond are marked provisional` }
    : {
        isFine: false,
        sentence: `working days are known only until ${knownUntil}; update Mingcha: a release brings those of each new year`,
      };
}
