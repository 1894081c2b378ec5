/**
 * `npm run bench -- --cases N`: starts the benchmark on this repository's sources.
 *
 * Plain Node, because the engine in process reads on the threads of Node's pool, whose size must be set before Node
 * starts, and because the sources are TypeScript.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const beside = (name) => fileURLToPath(new URL(name, import.meta.url));
const compiled = mkdtempSync(join(tmpdir(), 'mingcha-bench-js-'));
const child = spawn(
  process.execPath,
  [
    // As `npm start` and `npx mingcha` have it; the engine's process inherits it.
    '--max-semi-space-size=64',
    '--conditions=mingcha:source',
    '--import',
    beside('../faults/run-sources.mjs'),
    beside('bench.ts'),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', env: { UV_THREADPOOL_SIZE: '12', ...process.env, COMPILED: compiled, TZ: 'UTC' } },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  rmSync(compiled, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});
