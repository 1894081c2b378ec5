/**
 * A process that publishes is killed at random moments, many times over on one folder: while it does nothing but place bundles,
 * and anywhere in a whole publishing, from taking to the record. What it said it published is there afterwards, whole and
 * unchanged; what it did not say is there whole or not at all; the chain holds, and no number is left out.
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
/** A whole publishing takes seconds each. */
const WHOLE_ROUNDS = 4;
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mingcha-publish-kill-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Kills the child once it has published one, so long into what follows: 1 is about as long as the first took. */
async function runRound(program: string, args: readonly string[], into: number): Promise<string[]> {
  const child = fork(beside(program), args, {
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

it(`killed ${ROUNDS} times while it places bundles, every bundle there is is whole, and the chain holds`, async () => {
  const folder = openFolder(join(directory, 'placed'));
  const said = new Set<string>();
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const number of await runRound('place-child.ts', [folder.path], (2 * round) / ROUNDS)) said.add(number);
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

it(`killed ${WHOLE_ROUNDS} times anywhere in a whole publishing, every publication verifies, and no number is left out`, async () => {
  const folder = openFolder(join(directory, 'published'));
  const said: string[] = [];
  for (let round = 1; round <= WHOLE_ROUNDS; round += 1)
    said.push(...(await runRound('publish-child.ts', [join(directory, 'store'), folder.path], round / WHOLE_ROUNDS)));
  const numbers = await folder.numbers();
  expect(numbers).toEqual(numbers.map((_, at) => `2026-${String(at + 1).padStart(3, '0')}`));
  expect(numbers).toEqual(expect.arrayContaining(said));
  expect(said.length).toBeGreaterThanOrEqual(WHOLE_ROUNDS);
  for (const { path } of await folder.readAll()) {
    const { agrees, checks } = await verifyBundle(path);
    expect([path, agrees]).toEqual([path, true]);
    expect(checks.find(({ id }) => id === 'cases')).toMatchObject({ compared: 40 * 11 });
  }
}, 300_000);
