/** A process ends although the engine has a statement under way: at once when it must, with 0 when it is asked to. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mingcha-stop-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

function run(way: string) {
  const child = fork(beside('stop-child.ts'), [join(directory, way), way], {
    execArgv: ['--conditions=mingcha:source', '--import', beside('run-sources.mjs')],
    env: { ...process.env, COMPILED: directory },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  children.push(child);
  let said = '';
  child.stderr!.on('data', (text) => {
    said += text;
  });
  return { child, said: () => said };
}

test('which exits by itself ends the hard way, where it would wait for ever', { timeout: 60_000 }, async () => {
  expect(await once(run('exit').child, 'close')).toEqual([null, 'SIGKILL']);
});

test('which is asked to stop gives up what is under way, says so, and ends with 0', { timeout: 60_000 }, async () => {
  const { child, said } = run('stop');
  await once(child, 'message');
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(said()).toBe('Stopped before all was done that was under way; the next start does the rest.\n');
});
