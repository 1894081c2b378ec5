/** How far the facts are, as lists say it: on a busy machine a little late, never for long. */
import { availableParallelism } from 'node:os';
import type { Store } from '@mingcha/sql';
import Type from 'typebox';
import { expect, it } from 'vitest';
import { openReader } from './reader.ts';

it('the mark of a busy moment is not kept beyond it', async () => {
  let generation = 1;
  let mark = '2026-03-02T01:00:00.000Z';
  const waiting: (() => void)[] = [];
  const store = {
    kind: 'embedded',
    generation: () => generation,
    completed: () => generation,
    query: async () => [{ watermark: mark }],
    lines: () => new Promise<Buffer>((resolve) => waiting.push(() => resolve(Buffer.alloc(0)))),
  } as unknown as Store;
  const reader = openReader(store, () => new Date('2026-03-02T02:00:00.000Z'));
  const first = mark;
  expect(await reader.watermark()).toBe(first);

  const row = Type.Object({ a: Type.Integer() });
  const pages = Array.from({ length: 2 * availableParallelism() }, (_, n) =>
    reader.page(
      { from: `t${n}`, row, order: [{ expression: 'a', type: 'UInt32' }], parameters: {} },
      { limit: 1, cursor: undefined, asOf: undefined },
    ),
  );
  generation = 2;
  mark = '2026-03-02T01:30:00.000Z';
  // Shared with those who asked a moment ago.
  expect(await reader.watermark()).toBe(first);

  let isRead = false;
  const read = Promise.all(pages).then(() => {
    isRead = true;
  });
  while (!isRead) {
    waiting.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  }
  await read;
  expect(await reader.watermark()).toBe(mark);
});
