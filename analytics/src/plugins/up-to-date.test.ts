import fastify from 'fastify';
import { expect, it } from 'vitest';
import upToDate from './up-to-date.ts';

it('answers of a case when its facts are there, and of anything else at once', async () => {
  const waited: { caseId: string; mostMs: number; release: () => void }[] = [];
  const settledFor = (caseId: string, mostMs: number) =>
    new Promise<void>((release) => waited.push({ caseId, mostMs, release }));
  const server = fastify();
  await server.register(upToDate, { refresher: { settledFor } });
  const told: string[] = [];
  server.get('/cases/:case_id', async () => told.push('a case'));
  server.get('/overdue', async () => told.push('a list'));
  const opened = server.inject('/cases/a%20b');
  expect((await server.inject('/overdue')).statusCode).toBe(200);
  expect(told).toEqual(['a list']);
  expect(waited).toMatchObject([{ caseId: 'a b', mostMs: 2000 }]);
  waited[0]?.release();
  expect((await opened).statusCode).toBe(200);
  expect(told).toEqual(['a list', 'a case']);
  await server.close();
});
