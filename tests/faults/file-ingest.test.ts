/**
 * A process that reads a file is killed again and again. Each next one goes on after the last batch that was
 * acknowledged, and in the end every event is there once.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FileMessage } from './file-ingest-child.ts';

const ROWS = 4000;
/** Batches a process lives to see acknowledged before it is killed. */
const LIVES = [0, 5, 1, 8, 3, 6];

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mingcha-file-kill-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the child; kills it at the batch after `life` batches, or lets it end. */
async function run(
  file: string,
  mapping: string,
  life: number,
): Promise<{ rows: number; end?: FileMessage & { kind: 'end' } }> {
  const child = fork(beside('file-ingest-child.ts'), [join(directory, 'data'), file, mapping], {
    execArgv: ['--conditions=mingcha:source', '--import', beside('run-sources.mjs')],
    env: { ...process.env, COMPILED: directory },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr!.on('data', (text) => {
    complaints += text;
  });
  let [batches, rows] = [0, 0];
  let end: (FileMessage & { kind: 'end' }) | undefined;
  child.on('message', (message: FileMessage) => {
    if (message.kind === 'end') end = message;
    else {
      rows = message.rows;
      batches += 1;
      if (batches > life) child.kill('SIGKILL');
    }
  });
  const [code, signal] = await once(child, 'close');
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`The child ended with ${code}: ${complaints}`);
  return end ? { rows, end } : { rows };
}

it('a file read by processes that are killed is in the store in the end, every event once', async () => {
  const lines = Array.from(
    { length: ROWS },
    (_, n) => `C${n},2026-03-02 09:00:00,${n % 2 ? '2026-03-04 10:00:00' : ''}`,
  );
  const file = join(directory, 'cases.csv.gz');
  writeFileSync(file, gzipSync(['no,accepted,decided', ...lines].join('\n')));
  const mapping = join(directory, 'hall.yaml');
  writeFileSync(
    mapping,
    `name: hall
description: Cases of a hall
format: csv
source: hall
times: "YYYY-MM-DD HH:mm:ss"
fields: { case_id: "{no}" }
events:
  - { type: accepted, event_id: "{no}-a", occurred_at: "{accepted}" }
  - { type: decided, when: { decided: present }, event_id: "{no}-d", occurred_at: "{decided}", outcome: completed }
`,
  );
  let told = 0;
  for (const life of LIVES) {
    const { rows, end } = await run(file, mapping, life);
    expect(end).toBeUndefined();
    expect(rows).toBeGreaterThan(0);
    told += rows;
  }
  const { end } = await run(file, mapping, Number.POSITIVE_INFINITY);
  // Rows a process told of were acknowledged, so none of them is read again.
  expect(end!.rowsBefore).toBeGreaterThanOrEqual(told);
  expect(end!.rowsBefore + end!.rows).toBe(ROWS);
  // At most the two batches on their way when the last process died come again.
  expect(end!.known).toBeLessThanOrEqual(2 * 201);
  expect([end!.events, end!.rowsInStore]).toEqual([ROWS * 1.5, ROWS * 1.5]);
}, 120_000);
