/**
 * A process that tells people of cards is killed while it sends, many times over on one data directory. The guarantee is at
 * least once: no message is lost; twice comes only what was in the one post to its receiver that was under way, sent or even
 * taken but not recorded, when the process was killed; and it has the same message_id, by which the receiver leaves it out.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RECEIVERS, type Recorded, type Told } from './messages.ts';

const ROUNDS = 8;

/** One post as it arrived. */
interface Arrived {
  round: number;
  receiver: string;
  messages: { message_id: string; case_id: string }[];
}

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
let directory: string;
let hook: Server;
let address: string;
const arrived: Arrived[] = [];
let round = 0;
/** What is to happen when a post came, before it is answered. */
let onArrival: () => void = () => undefined;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mingcha-told-sigkill-'));
  hook = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { data } = JSON.parse(Buffer.concat(parts).toString('utf8'));
    arrived.push({ round, receiver: data.receiver, messages: data.messages });
    onArrival();
    // A receiver takes a moment.
    await sleep(5);
    response.writeHead(204).end();
  });
  hook.listen(0, '127.0.0.1');
  await once(hook, 'listening');
  address = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/cards`;
});
afterAll(() => {
  hook.closeAllConnections();
  hook.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Runs the child until it is killed: at a post, before its answer, or, between posts or not, after so many cards. */
async function runRound(kill: { atPost: number } | { atCard: number } | 'never') {
  round += 1;
  const args = [join(directory, 'data'), String(round), address, ...(kill === 'never' ? ['last'] : [])];
  const child = fork(beside('notifier-child.ts'), args, {
    execArgv: ['--conditions=mingcha:source', '--import', beside('run-sources.mjs')],
    env: { ...process.env, COMPILED: directory, HOOK: `whsec_${Buffer.from('a secret').toString('base64')}` },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr!.on('data', (text) => {
    complaints += text;
  });
  const told: string[] = [];
  let recorded: Recorded[] | undefined;
  let posts = 0;
  onArrival = () => {
    posts += 1;
    if (typeof kill === 'object' && 'atPost' in kill && posts === kill.atPost) child.kill('SIGKILL');
  };
  child.on('message', (message: Told) => {
    if (message.kind === 'recorded') recorded = message.deliveries;
    else told.push(message.case_id);
    if (typeof kill === 'object' && 'atCard' in kill && told.length === kill.atCard) child.kill('SIGKILL');
  });
  const [code, signal] = await once(child, 'close');
  const isAsMeant = kill === 'never' ? code === 0 : signal === 'SIGKILL';
  if (!isAsMeant) throw new Error(`Round ${round} ended by itself (${signal ?? code}): ${complaints}`);
  return { told, recorded };
}

it(`no message is lost by ${ROUNDS} kills, and twice comes only what was under way`, async () => {
  const told: string[] = [];
  for (let each = 1; each <= ROUNDS; each += 1) {
    const kill = each % 2 === 0 ? { atPost: each } : { atCard: 3 * each };
    told.push(...(await runRound(kill)).told);
  }
  const { recorded = [] } = await runRound('never');

  expect(told.length).toBeGreaterThan(ROUNDS);
  const known = new Map(recorded.map((each) => [`${each.receiver} ${each.case_id}`, each]));
  const lost = told
    .flatMap((case_id) => RECEIVERS.map((receiver) => `${receiver} ${case_id}`))
    .filter((id) => {
      const message = known.get(id);
      return (
        message === undefined ||
        !arrived.some(({ messages }) => messages.some((one) => one.message_id === message.message_id))
      );
    });
  expect(lost, 'written down and never told').toEqual([]);
  expect(
    recorded.filter(({ delivered }) => delivered !== 1),
    'recorded otherwise than once',
  ).toEqual([]);

  // Posts to a receiver go one after the other: of a round only the last can have been cut off by the kill.
  const lastOf = new Map(arrived.map((post) => [`${post.round} ${post.receiver}`, post]));
  const cutOff = new Set([...lastOf.values()].filter((post) => post.round <= ROUNDS));
  const before = new Map<string, Arrived>();
  const again: string[] = [];
  const wrong: string[] = [];
  for (const post of arrived) {
    for (const { message_id, case_id } of post.messages) {
      const earlier = before.get(message_id);
      if (earlier !== undefined) (cutOff.has(earlier) ? again : wrong).push(`${post.receiver} ${case_id}`);
      before.set(message_id, post);
    }
  }
  expect(wrong, 'told again though its post was over').toEqual([]);
  expect(again.length, 'no post was cut off, so that nothing was shown').toBeGreaterThan(0);
}, 300_000);
