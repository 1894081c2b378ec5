/**
 * A process that takes in events is killed at random moments, twenty times over on one data directory. Whatever it
 * acknowledged is there afterwards, once; what it did not is there whole or not at all; and the facts of each case
 * have seen every stored event.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BATCH, batchName, eventsOf, type Message, SENDERS } from './batches.ts';

const ROUNDS = 20;
const SEED = 20260309;

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mingcha-sigkill-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Numbers from 0 to 1, the same in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Round {
  found: Extract<Message, { kind: 'found' }>;
  acknowledged: string[];
}

/** Runs the child until `life` milliseconds after it is ready, then kills it. */
async function runRound(round: number, unanswered: readonly string[], life: number): Promise<Round> {
  const child = fork(beside('intake-child.ts'), [join(directory, 'data'), String(round), JSON.stringify(unanswered)], {
    execArgv: ['--conditions=mingcha:source', '--import', beside('run-sources.mjs')],
    env: { ...process.env, COMPILED: directory },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr!.on('data', (text) => {
    complaints += text;
  });
  const acknowledged: string[] = [];
  let found: Round['found'] | undefined;
  child.on('message', (message: Message) => {
    if (message.kind === 'acknowledged') {
      acknowledged.push(message.name);
      return;
    }
    found = message;
    setTimeout(() => child.kill('SIGKILL'), life);
  });
  const [, signal] = await once(child, 'close');
  if (!found || signal !== 'SIGKILL') throw new Error(`Round ${round} ended by itself (${signal}): ${complaints}`);
  return { found, acknowledged };
}

function expectIntact(found: Round['found'], acknowledged: ReadonlySet<string>, round: number): void {
  const stored = new Map(found.batches.map((batch) => [batch.name, batch]));
  const lost = [...acknowledged].filter((name) => !stored.has(name));
  expect(lost, `acknowledged and lost, before round ${round}`).toEqual([]);
  const partial = found.batches.filter(({ events }) => events !== BATCH);
  expect(partial, `half a batch, before round ${round}`).toEqual([]);
  const doubled = found.batches.filter(({ rows }) => rows !== BATCH);
  expect(doubled, `stored twice, before round ${round}`).toEqual([]);

  const expected = new Map<string, number>();
  for (const name of stored.keys()) {
    for (const event of eventsOf(name) as { case_id: string }[]) {
      expected.set(event.case_id, (expected.get(event.case_id) ?? 0) + 1);
    }
  }
  const facts = found.facts.map(({ case_id, events }) => [case_id, events]);
  expect(facts, `facts of all that is stored, before round ${round}`).toEqual([...expected].sort());
}

it(`every acknowledged event survives ${ROUNDS} kills, none twice, no half batch, and the facts have seen them all`, async () => {
  const next = random(SEED);
  const acknowledged = new Set<string>();
  const sent = new Set<string>();
  for (let round = 1; round <= ROUNDS + 1; round += 1) {
    const unanswered = [...sent].filter((name) => !acknowledged.has(name));
    const result = await runRound(round, unanswered, Math.floor(next() ** 2 * 700));
    expectIntact(result.found, acknowledged, round);
    for (const name of result.acknowledged) acknowledged.add(name);
    for (const { name } of result.found.batches) sent.add(name);
    // Batches are numbered in the order they are sent: what was on its way is at most six beyond the answered ones.
    const answered = result.acknowledged.filter((name) => name.startsWith(`r${round}-`)).length;
    for (let batch = 1; batch <= answered + SENDERS; batch += 1) sent.add(batchName(round, batch));
  }
  expect(acknowledged.size).toBeGreaterThan(ROUNDS);
}, 300_000);
