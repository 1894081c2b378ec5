/** Starts and stops the stand-in server of front-server.ts, and makes it misbehave on demand. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export interface Front {
  /** With user and password, without a database. */
  readonly url: string;
  /** The next requests are cut off before they are answered. */
  drop(requests: number): Promise<void>;
  /** The next answer breaks off after about so many bytes. */
  cut(afterBytes: number): Promise<void>;
  stop(): Promise<void>;
}

/** The engine behind knows this user, without a password: its dictionaries read as him. */
const user = 'default';

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}

export async function startFront(password = ''): Promise<Front> {
  const directory = mkdtempSync(join(tmpdir(), 'mingcha-front-'));
  // Node 20 runs no TypeScript: the one file is stripped of its types here and handed over on standard input.
  const source = readFileSync(new URL('./front-server.ts', import.meta.url), 'utf8');
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
  });
  const child = spawn(process.execPath, ['--input-type=module', '-'], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...process.env, TZ: 'UTC', FRONT_DIRECTORY: directory, FRONT_CREDENTIALS: `${user}:${password}` },
    stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
  });
  child.stdin?.end(outputText);
  const early = once(child, 'exit').then(([code]) => {
    throw new Error(`The stand-in server ended with code ${code}; its own message stands above.`);
  });
  early.catch(() => undefined);
  const [ready] = (await Promise.race([once(child, 'message'), early])) as [{ port: number }];

  async function tell(trouble: object): Promise<void> {
    const noted = once(child, 'message');
    child.send(trouble);
    await Promise.race([noted, early]);
  }
  return {
    url: `http://${user}:${encodeURIComponent(password)}@127.0.0.1:${ready.port}`,
    drop: (requests) => tell({ drop: requests }),
    cut: (afterBytes) => tell({ cut: afterBytes }),
    async stop() {
      await stopProcess(child);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
