/**
 * A process that publishes is killed at random moments, many times over on one folder. What it said it published is there
 * afterwards, whole and unchanged; what it did not say is there whole or not at all; and the chain holds through all of it.
 */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFolder, verifyBundle } from '@mingcha/analytics/publications';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROUNDS = 6;
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mingcha-publish-kill-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Kills the child once it has placed one, so long into what follows: 1 is about as long as the first took. */
async function runRound(into: number): Promise<string[]> {
  const child = fork(beside('publish-child.ts'), [join(directory, 'publications')], {
    execArgv: ['--conditions=mingcha:source', '--import', beside('run-sources.mjs')],
    env: { ...process.env, COMPILED: directory },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr!.on('data', (text) => {
    complaints += text;
  });
  const placed: string[] = [];
  let began = 0;
  child.on('message', (message: string) => {
    if (message === 'ready') began = performance.now();
    else if (placed.push(message) === 1) setTimeout(() => child.kill('SIGKILL'), into * (performance.now() - began));
  });
  const [, signal] = await once(child, 'close');
  if (signal !== 'SIGKILL') throw new Error(`The round ended by itself (${signal}): ${complaints}`);
  return placed;
}

it(`killed ${ROUNDS} times while it publishes, every bundle there is is whole, and the chain holds`, async () => {
  const folder = openFolder(join(directory, 'publications'));
  const said = new Set<string>();
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const number of await runRound((2 * round) / ROUNDS)) said.add(number);
    const numbers = await folder.numbers();
    expect(numbers).toEqual(expect.arrayContaining([...said]));
    // One more than was said at most: killed between the rename and the word. Nothing else has a name of a publication.
    expect(numbers.length - said.size).toBeLessThanOrEqual(round);
    const others = readdirSync(folder.path).filter((name) => !numbers.includes(name));
    expect(others.filter((name) => !name.startsWith('.draft-'))).toEqual([]);
  }
  const bundles = await folder.readAll();
  for (const { path, manifest } of bundles) {
    const hashes = manifest.files.map(({ name }) =>
      createHash('sha256')
        .update(readFileSync(join(path, name)))
        .digest('hex'),
    );
    expect(hashes).toEqual(manifest.files.map(({ sha256 }) => sha256));
  }
  const { checks } = await verifyBundle(bundles.at(-1)!.path);
  expect(checks.find(({ id }) => id === 'chain')).toMatchObject({ agrees: true, compared: bundles.length - 1 });
  expect(said.size).toBeGreaterThanOrEqual(ROUNDS);
}, 300_000);
