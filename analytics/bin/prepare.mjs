/**
 * Makes a checkout ready to run: installs when the lockfile changed, compiles when sources changed, else does nothing.
 * Plain Node without dependencies, since it runs before there are any. Quiet unless something fails.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const OLDEST_NODE = [20, 19];
const PACKAGES = ['sql', 'ingest', 'analytics', 'dashboard', 'tests'];

/** What each build reads, and a file it leaves: a build is skipped while neither has changed. */
const BUILDS = {
  server: {
    announce: 'Compiling…',
    // The compiled code reads its SQL and mappings from the source folders, so only these need compiling.
    sources: ['tsconfig.json', ...['sql', 'ingest', 'analytics'].flatMap((p) => [`${p}/src`, `${p}/tsconfig.json`])],
    leaves: 'analytics/dist/cli.js',
    module: 'node_modules/typescript/bin/tsc',
    args: ['-b', 'analytics'],
  },
  dashboard: {
    announce: 'Building the dashboard…',
    sources: ['dashboard', 'analytics/src/contract', 'ingest/src/codes.ts'],
    leaves: 'dashboard/dist/index.html',
    module: 'node_modules/vite/bin/vite.js',
    args: ['build', 'dashboard', '--logLevel', 'warn'],
  },
};

/** A step that failed, in a sentence for the person at the terminal. */
export class NotReady extends Error {}

/** Throws NotReady, in a sentence, when this Node is too old to run Mingcha. */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new NotReady(
    `Mingcha needs Node ${OLDEST_NODE.join('.')} or newer, and this is Node ${version}. Install a newer one from https://nodejs.org and start again.`,
  );
}

/** Installs what the lockfile names, unless that is what is installed already. */
export async function install() {
  const stamp = join(root, 'node_modules', '.mingcha-installed');
  const wanted = fingerprint(
    ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...PACKAGES.map((p) => `${p}/package.json`)],
    contentOf,
  );
  const isDone = () => read(stamp) === wanted && PACKAGES.every((p) => existsSync(join(root, p, 'node_modules')));
  await once(isDone, async () => {
    const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const pnpm = packageManager.split('+')[0];
    say(`Installing with ${pnpm}… (the first time takes a minute)`);
    await run(
      'npx',
      ['--yes', pnpm, 'install', '--frozen-lockfile'],
      'Installing failed. Is the npm registry reachable?',
    );
    writeFileSync(stamp, wanted);
  });
}

/** Runs one build of BUILDS, unless nothing it reads has changed since the last time. */
export async function build(name) {
  const { announce, sources, leaves, module, args } = BUILDS[name];
  const stamp = join(root, 'node_modules', `.mingcha-built-${name}`);
  const wanted = fingerprint(['node_modules/.mingcha-installed', ...sources], sizeAndTimeOf);
  const isDone = () => read(stamp) === wanted && existsSync(join(root, leaves));
  await once(isDone, async () => {
    say(announce);
    await run(process.execPath, [join(root, module), ...args], `Building failed (${name}).`);
    writeFileSync(stamp, wanted);
  });
}

/** Does the work unless it is done; of several processes that find it undone, one does it and the others wait. */
async function once(isDone, work) {
  if (isDone()) return;
  const lock = join(root, '.cache', 'preparing');
  mkdirSync(join(root, '.cache'), { recursive: true });
  while (!taken(lock)) await sleep(100);
  try {
    if (!isDone()) await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Takes the lock if it is free, or held by a process that is gone. */
function taken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = Number(read(lock));
  try {
    if (holder > 0) process.kill(holder, 0);
  } catch (error) {
    if (error.code === 'ESRCH') rmSync(lock, { force: true });
  }
  return false;
}

export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

function run(command, args, failure) {
  return new Promise((resolve, reject) => {
    // CI=true: pnpm never stops to ask. A shell only where npx is a script (Windows).
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, CI: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npx',
    });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => reject(new NotReady(`${failure} ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat(output));
      reject(new NotReady(`${failure} ${command} ended with ${signal ?? `exit code ${code}`}; what it said is above.`));
    });
  });
}

const contentOf = (file) => readFileSync(file);
const sizeAndTimeOf = (file) => {
  const { size, mtimeMs } = statSync(file);
  return `${size} ${mtimeMs}`;
};

function fingerprint(paths, describe) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of paths.flatMap((path) => filesUnder(join(root, path)))) {
    hash.update(`\n${relative(root, file)}\n`).update(describe(file));
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== 'node_modules' && name !== 'dist')
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
