/** Rows out of lines of JSON arrays, batch by batch as the bytes come. */
import type { Readable } from 'node:stream';
import type { Row } from './fields.ts';

const LINE_FEED = 0x0a;

export async function* rowBatches(lines: Readable): AsyncGenerator<readonly Row[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of lines as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) yield parse(bytes.subarray(0, end));
    rest = bytes.subarray(end);
  }
  if (rest.length > 0) yield parse(rest);
}

// One row per line, and no line break inside a row: one parse for all.
const parse = (lines: Buffer): Row[] => JSON.parse(`[${lines.toString().trimEnd().replaceAll('\n', ',')}]`) as Row[];
