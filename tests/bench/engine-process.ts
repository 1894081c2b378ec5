/** A server over a data directory in a process of its own, as seen from the process that measures. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, Question } from './engine-child.ts';
import type { EngineTasks, TaskName } from './engine-tasks.ts';

type Given<Name extends TaskName> = Parameters<EngineTasks[Name]> extends [unknown?, ...infer Rest] ? Rest : never;

export interface EngineProcess {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  run<Name extends TaskName>(task: Name, ...given: Given<Name>): Promise<Awaited<ReturnType<EngineTasks[Name]>>>;
  close(): Promise<void>;
}

const started = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of started) child.kill('SIGKILL');
});

export async function startEngine(directory: string): Promise<EngineProcess> {
  const child = fork(fileURLToPath(new URL('engine-child.ts', import.meta.url)), [directory]);
  started.add(child);
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on('message', (answer: Answer) => {
    const { resolve, reject } = waiting.get(answer.id)!;
    waiting.delete(answer.id);
    if ('error' in answer) reject(new Error(answer.error));
    else resolve(answer.result);
  });
  child.on('exit', (code, signal) => {
    started.delete(child);
    for (const { reject } of waiting.values()) {
      reject(new Error(`The engine's process ended (${signal ?? code}) before it answered; what it said is above.`));
    }
  });
  const expect = (id: number) => new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
  const ask = (task: Question['task'], given: unknown[]) => {
    last += 1;
    const result = expect(last);
    child.send({ id: last, task, given } satisfies Question);
    return result;
  };
  const address = (await expect(0)) as string;
  return {
    address,
    run: (task, ...given) => ask(task, given) as never,
    close: () => ask('close', []) as Promise<void>,
  };
}
