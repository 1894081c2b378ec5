/** Rows out of lines of JSON arrays, batch by batch as the bytes come. */
import type { Readable } from 'node:stream';
import type { Row } from './fields.ts';

const LINE_FEED = 0x0a;
/** Bytes parsed at a time: the engine hands out many megabytes at once, and nobody else is served meanwhile. */
const PIECE = 1 << 17;

export async function* rowBatches(lines: Readable): AsyncGenerator<readonly Row[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of lines as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (;;) {
      const piece = bytes.lastIndexOf(LINE_FEED, from + PIECE) + 1;
      // A line longer than a piece is one.
      const end = piece > from ? piece : bytes.indexOf(LINE_FEED, from) + 1;
      if (end <= from) break;
      yield parse(bytes.subarray(from, end));
      from = end;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) yield parse(rest);
}

// One row per line, and no line break inside a row: one parse for all.
const parse = (lines: Buffer): Row[] => JSON.parse(`[${lines.toString().trimEnd().replaceAll('\n', ',')}]`) as Row[];
