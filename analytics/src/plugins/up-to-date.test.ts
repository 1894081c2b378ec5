import fastify from 'fastify';
import { expect, it } from 'vitest';
import upToDate from './up-to-date.ts';

it('waits for the case that is asked for, and not for ever', async () => {
  const waited: string[] = [];
  const settledFor = (caseId: string) => {
    waited.push(caseId);
    return caseId === 'behind a long history' ? new Promise<void>(() => undefined) : Promise.resolve();
  };
  const server = fastify();
  await server.register(upToDate, { refresher: { settledFor } });
  server.get('/cases/:case_id', async () => 'what is known');
  server.get('/overdue', async () => 'a list');
  for (const path of ['/overdue', '/cases/a', '/cases/behind%20a%20long%20history']) {
    expect((await server.inject(path)).statusCode).toBe(200);
  }
  expect(waited).toEqual(['a', 'behind a long history']);
  await server.close();
});
