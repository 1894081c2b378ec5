/** Options several commands share. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InvalidArgumentError, Option } from 'commander';
import { type Engine, openEngine } from '../engine.ts';
import { Failure } from '../failure.ts';

/** The installation: where package.json, the dashboard and, unless told, the data lie. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** `--data URL`, or MINGCHA_DATA, or `data` beside package.json. A bare path is taken as `file:`. */
export const dataOption = () =>
  new Option('--data <url>', 'store: file:PATH, or http(s)://user:password@host:8123/database of a ClickHouse server')
    .env('MINGCHA_DATA')
    .default(pathToFileURL(`${ROOT}data`).href, 'file:./data')
    .argParser(storeAddress);

/** Where publications lie: MINGCHA_PUBLICATIONS, else the folder `publications` beside an embedded store's data, else here. */
export const publicationsOf = (url: string): string => folderBeside(url, 'publications', 'MINGCHA_PUBLICATIONS');

/** Where scheduled reports lie: MINGCHA_REPORTS, else the folder `reports` likewise. */
export const reportsOf = (url: string): string => folderBeside(url, 'reports', 'MINGCHA_REPORTS');

function folderBeside(url: string, name: string, variable: string): string {
  const told = process.env[variable];
  if (told !== undefined && told !== '') return resolve(told);
  if (!url.startsWith('file:')) return resolve(name);
  return join(dirname(pathOf(url)), name);
}

const pathOf = (url: string) => (url.startsWith('file://') ? fileURLToPath(url) : resolve(url.slice('file:'.length)));

/** A word and a colon is another kind of address, `file:` and a drive's letter apart: never the name of a folder to make. */
export function storeAddress(text: string): string {
  if (/^(file:|https?:\/\/)/.test(text)) return text;
  if (/^\w{2,}:/.test(text)) throw new InvalidArgumentError('Give file:PATH, or http(s)://… of a ClickHouse server.');
  return `file:${text}`;
}

export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}

/** PORT, else 8080. Throws a Failure for one that is none. */
export function portOfEnvironment(): number {
  const text = process.env['PORT'] || '8080';
  try {
    return portNumber(text);
  } catch (error) {
    throw new Failure(`PORT is "${text}". ${(error as Error).message}`);
  }
}

/** The address of a running server. */
export function serverUrl(text: string): string {
  if (/^https?:\/\/./.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError('Give its address, like http://127.0.0.1:8080.');
}

/** A store's URL as a person would write it: relative to here, and without a password. */
export function shownUrl(url: string): string {
  if (!url.startsWith('file:')) return url.replace(/\/\/[^@/]*@/, '//…@');
  const path = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length);
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') || fromHere === '' ? path : `./${fromHere}`;
}

/** Opens the store with all that works on it, does the work, and closes it whatever happens. */
export async function withEngine(url: string, work: (engine: Engine) => Promise<void>): Promise<void> {
  const engine = await openEngine(url, warn);
  try {
    await work(engine);
  } finally {
    await engine.close();
  }
}

/** Faults nobody waits for: told, and the work goes on. */
export function warn(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}

/** The release, as package.json names it. */
export function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
