/** Starting and stopping as a person does: one process, its output, its exit code. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const START = fileURLToPath(new URL('../../analytics/bin/start.cjs', import.meta.url));
// A first start may have to compile.
const PATIENCE = 180_000;

let directory: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mingcha-start-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  /** Everything it wrote so far. */
  output: () => string;
  ended: Promise<number | null>;
}

function start(...args: string[]): Run {
  const child = spawn(process.execPath, [START, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  return { child, output: () => output, ended: once(child, 'close').then(([code]) => code as number | null) };
}

/** The address a start prints once it listens. */
async function addressOf(run: Run): Promise<string> {
  const found = () => /running at (http:\S+)/.exec(run.output())?.[1];
  const ended = run.ended.then((code) => {
    throw new Error(`It ended with ${code}: ${run.output()}`);
  });
  while (found() === undefined) await Promise.race([once(run.child.stdout!, 'data'), ended]);
  ended.catch(() => undefined);
  return found() ?? '';
}

const data = (name: string) => join(directory, name);
const event = {
  source: 'hall',
  event_id: 'e1',
  type: 'accepted',
  case_id: 'kept',
  occurred_at: '2026-03-02T10:00:00+08:00',
};

describe('npm start', () => {
  it(
    'serves, stops within five seconds at Ctrl-C with exit 0, and still has what it acknowledged',
    async () => {
      const first = start('--port', '0', '--data', data('kept'), '--no-demo');
      const address = await addressOf(first);
      expect((await fetch(`${address}/readyz`)).status).toBe(200);
      expect(await (await fetch(`${address}/api/v1/demo`)).json()).toEqual({ state: 'none' });
      const viewer = await fetch(`${address}/api/v1/live`);
      const posted = await fetch(`${address}/api/v1/events`, {
        method: 'POST',
        headers,
        body: JSON.stringify([event]),
      });
      expect(await posted.json()).toMatchObject({ stored: 1 });
      const begun = performance.now();
      first.child.kill('SIGINT');
      first.child.kill('SIGINT');
      expect(await first.ended).toBe(0);
      expect(performance.now() - begun).toBeLessThan(5_000);
      await viewer.body?.cancel().catch(() => undefined);

      const second = start('--port', '0', '--data', data('kept'), '--no-demo');
      const again = await addressOf(second);
      const detail = await fetch(`${again}/api/v1/cases/kept`);
      expect(await detail.json()).toMatchObject({ case: { case_id: 'kept', state: 'accepted' } });
      second.child.kill('SIGTERM');
      expect(await second.ended).toBe(0);
    },
    PATIENCE,
  );

  it(
    'says in one sentence when the data directory is in use, and exits with 1',
    async () => {
      const holder = start('--port', '0', '--data', data('held'), '--no-demo');
      await addressOf(holder);
      const second = start('--port', '0', '--data', data('held'), '--no-demo');
      expect(await second.ended).toBe(1);
      expect(second.output().trim()).toMatch(/^The data directory .* is in use by another process; .*\.$/);
      holder.child.kill('SIGTERM');
      await holder.ended;
    },
    PATIENCE,
  );

  it(
    'says in one sentence when the port is in use, and exits with 1',
    async () => {
      const blocker = createServer().listen(0, '127.0.0.1');
      await once(blocker, 'listening');
      const { port } = blocker.address() as { port: number };
      const run = start('--port', String(port), '--data', data('blocked'), '--no-demo');
      expect(await run.ended).toBe(1);
      expect(run.output().trim()).toMatch(new RegExp(`^Port ${port} is in use\\. .*$`));
      // No store was made for nothing.
      expect(existsSync(data('blocked'))).toBe(false);
      blocker.close();
    },
    PATIENCE,
  );

  it(
    'explains itself',
    async () => {
      const run = start('--help');
      expect(await run.ended).toBe(0);
      for (const command of ['serve', 'ingest', 'generate', 'doctor', 'directory'])
        expect(run.output()).toContain(command);
      for (const variable of ['PORT', 'MINGCHA_DATA', 'MINGCHA_PUBLIC_URL', 'LOG_LEVEL'])
        expect(run.output()).toMatch(new RegExp(`^  ${variable} +\\w`, 'm'));
      expect(run.output()).toMatch(/default: 8080/);
    },
    PATIENCE,
  );

  it(
    'refuses a port that is none',
    async () => {
      const run = start('--port', 'eighty');
      expect(await run.ended).toBe(1);
      expect(run.output()).toContain('whole number from 0 to 65535');
    },
    PATIENCE,
  );

  it(
    'refuses a store that is none and a folder that is not there, in a sentence',
    async () => {
      const store = start('serve', '--data', 'foo://x');
      expect(await store.ended).toBe(1);
      expect(store.output()).toContain('Give file:PATH, or http(s)://');
      const folder = start('directory', 'import', '/no/such/folder', '--data', data('none'));
      expect(await folder.ended).toBe(1);
      expect(folder.output()).toContain('/no/such/folder: there is no such file or folder');
      expect(folder.output()).not.toContain('    at ');
    },
    PATIENCE,
  );

  it(
    'names its release',
    async () => {
      const run = start('--version');
      expect(await run.ended).toBe(0);
      expect(run.output().trim()).toMatch(/^\d+\.\d+\.\d+$/);
    },
    PATIENCE,
  );
});
const headers = { 'content-type': 'application/json' };
