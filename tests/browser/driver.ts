/**
 * What the browser tests stand on: Mingcha as it is started by hand, in a process of its own, with a generated city, and
 * pages of a real Chromium that keep everything a reader's browser would complain of.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from '@mingcha/ingest';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page, type Request } from 'playwright-core';

const START = fileURLToPath(new URL('../../analytics/bin/start.cjs', import.meta.url));
/** Enough for every department to be ranked, few enough for a day's to fit on one page. */
const CASES = 5_000;
const BATCH = 3_000;
const WEEKS_MS = 35 * 86_400_000;
/** For a machine that builds and serves and browses all at once. */
const PATIENCE_MS = 45_000;

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** MINGCHA_TEST_CHROMIUM, or the first Chromium in PATH. */
export function chromiumHere(): string | undefined {
  const told = process.env['MINGCHA_TEST_CHROMIUM'];
  if (told) return told;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

export interface Platform {
  address: string;
  /** Asks the API, as the dashboard does. */
  get<T>(path: string): Promise<T>;
  /** Reports events as an approval system would, and throws unless all are stored. */
  report(events: readonly (string | object)[]): Promise<void>;
  stop(): Promise<void>;
}

/** The day it is at the centre. */
export const dayAtCentre = (at = new Date()) => localMoment(at).slice(0, 10);
export const localMoment = (at: Date) => `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;

export interface CityOfTest {
  cases: number;
  seed: number;
  from: string;
  to: string;
  /** Moment its last event is before, as its clock shows it. */
  asOf: string;
}
/** The last five weeks, up to now. */
export function cityUntilNow(now = new Date()): CityOfTest {
  const from = dayAtCentre(new Date(now.getTime() - WEEKS_MS));
  return { cases: CASES, seed: 14, from, to: dayAtCentre(now), asOf: localMoment(now) };
}

/** Builds what is missing or stale, as `npm start` does, and serves a city whose events come in over HTTP. */
export async function startPlatform(told: CityOfTest = cityUntilNow()): Promise<Platform> {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-browser-'));
  const data = `file:${join(folder, 'data')}`;
  const city = await generate({ ...told, out: folder, withLedger: false });
  await finished(['directory', 'import', city.directory, '--data', data]);
  const server = run(['serve', '--port', '0', '--data', data, '--no-demo']);
  const stop = async () => {
    if (server.child.exitCode === null) {
      server.child.kill('SIGTERM');
      await server.ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const address = await addressOf(server);
    const platform = { address, get, report, stop };
    const lines = (await readFile(city.eventsFile, 'utf8')).trimEnd().split('\n');
    for (let from = 0; from < lines.length; from += BATCH) await report(lines.slice(from, from + BATCH));
    await until('every case is counted', async () =>
      /^mingcha_cases_waiting 0$/m.test(await (await fetch(`${address}/metrics`)).text()),
    );
    return platform;

    async function get<T>(path: string): Promise<T> {
      const response = await fetch(`${address}/api/v1${path}`);
      if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
      return (await response.json()) as T;
    }
    async function report(events: readonly (string | object)[]): Promise<void> {
      const response = await fetch(`${address}/api/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event))).join('\n'),
      });
      const text = await response.text();
      if (!response.ok || (JSON.parse(text) as { rejected: number }).rejected > 0)
        throw new Error(`Events were refused with ${response.status}: ${text.slice(0, 2_000)}`);
    }
  } catch (error) {
    await stop();
    throw new Error(`The platform did not come up. It said: ${server.output()}`, { cause: error });
  }
}

interface Run {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}
function run(args: string[]): Run {
  const child = spawn(process.execPath, [START, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  return { child, output: () => output, ended: once(child, 'close').then(([code]) => code as number | null) };
}
async function finished(args: string[]): Promise<void> {
  const { ended, output } = run(args);
  const code = await ended;
  if (code !== 0) throw new Error(`\`mingcha ${args.join(' ')}\` ended with ${code}: ${output()}`);
}
async function addressOf({ child, output, ended }: Run): Promise<string> {
  const gone = ended.then((code) => Promise.reject(new Error(`It ended with ${code}.`)));
  for (;;) {
    const address = /running at (http:\S+)/.exec(output())?.[1];
    if (address) {
      gone.catch(() => undefined);
      return address;
    }
    await Promise.race([once(child.stdout!, 'data'), gone]);
  }
}

/** Asks until the answer is yes; throws with what was waited for when it never is. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const latest = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > latest) throw new Error(`Waited ${PATIENCE_MS} ms in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface Reader {
  page: Page;
  /** Console errors, uncaught exceptions and failed requests so far, each in words. */
  complaints: string[];
  close(): Promise<void>;
}

/** What each page has asked for and not been answered; the stream of live events never ends and is not among them. */
const unanswered = new WeakMap<Page, Set<Request>>();

/**
 * The page has its heading, nothing on it is still loading, and every question of it is answered: one that loads anew keeps
 * its last rows until then and says nothing.
 */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').waitFor({ state: 'attached' });
  await until(`${page.url()} has loaded`, async () => {
    // What a click leads to is asked for by the next frame.
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
    return !unanswered.get(page)?.size && (await page.locator('[aria-busy=true]').count()) === 0;
  });
}

export const launch = (executablePath: string): Promise<Browser> =>
  // Continuous integration runs as root and with little shared memory.
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });

/** A reader with a browser profile of their own: nothing kept from before. */
export async function newReader(browser: Browser, baseURL: string, options: BrowserContextOptions): Promise<Reader> {
  const context = await browser.newContext({ baseURL, viewport: WIDE, colorScheme: 'light', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  const asked = new Set<Request>();
  unanswered.set(page, asked);
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') asked.add(request);
  });
  page.on('requestfinished', (request) => asked.delete(request));
  page.on('requestfailed', (request) => asked.delete(request));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // The page takes questions back itself, when the reader has gone on before the answer.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${reason} for ${request.url()}`);
  });
  return { page, complaints, close: () => context.close() };
}

/** What axe-core finds serious or critical on the page as it stands, one line each with where and why. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate(`axe.run(document, { resultTypes: ['violations'] })`)) as Pick<
    axe.AxeResults,
    'violations'
  >;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}
