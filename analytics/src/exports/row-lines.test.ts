import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { rowBatches } from './row-lines.ts';

async function rowsOf(chunks: readonly Buffer[]): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const batch of rowBatches(Readable.from(chunks))) rows.push(...batch);
  return rows;
}

it('reads every row once, wherever the bytes are cut', async () => {
  const rows = Array.from({ length: 500 }, (_, at) => [at, '办件'.repeat(at % 7), at % 2 === 0]);
  const bytes = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  for (const size of [1, 7, 1000, bytes.length]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    expect(await rowsOf(chunks)).toEqual(rows);
  }
});

it('takes a chunk of megabytes in pieces, and a line longer than a piece whole', async () => {
  const long = ['长'.repeat(200_000)];
  const rows = [...Array.from({ length: 20_000 }, (_, at) => [at, 'x'.repeat(50)]), long, [1]];
  const lines = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  let batches = 0;
  const read: unknown[] = [];
  for await (const batch of rowBatches(Readable.from([lines]))) {
    batches += 1;
    read.push(...batch);
  }
  expect(read).toEqual(rows);
  expect(batches).toBeGreaterThan(9);
});
