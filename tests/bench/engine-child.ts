/**
 * The process that owns a data directory: the real server on a port of its own, and the tasks its parent asks for.
 * Argument: data directory.
 */
import { createServer, listen, openEngine } from '@mingcha/analytics';
import { engineTasks, type TaskName } from './engine-tasks.ts';

export type Answer = { id: number; result: unknown } | { id: number; error: string };
export interface Question {
  id: number;
  task: TaskName | 'close';
  given: unknown[];
}

const engine = await openEngine(`file:${process.argv[2]}`, (error) => {
  throw error;
});
const server = createServer();
const address = await listen(server, engine, { host: '127.0.0.1', port: 0 });

async function answer({ task, given }: Question): Promise<unknown> {
  if (task !== 'close') {
    return (engineTasks[task] as (...all: unknown[]) => Promise<unknown>)(engine, ...given);
  }
  await server.close();
  await engine.close();
  return undefined;
}

process.on('message', (question: Question) => {
  answer(question)
    .then((result): Answer => ({ id: question.id, result }))
    .catch(
      (error): Answer => ({ id: question.id, error: error instanceof Error ? (error.stack ?? '') : String(error) }),
    )
    .then((message) => {
      process.send!(message, () => {
        if (question.task === 'close') process.disconnect();
      });
    });
});
process.send!({ id: 0, result: address } satisfies Answer);
