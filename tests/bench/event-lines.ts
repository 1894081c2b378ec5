/** The first lines of an event file, in batches. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export async function* batchesOfLines(file: string, size: number, count: number): AsyncGenerator<string[]> {
  let batch: string[] = [];
  let left = count;
  for await (const line of createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }) })) {
    if (left === 0) break;
    left -= 1;
    batch.push(line);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
