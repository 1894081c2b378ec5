/**
 * The embedded engine streams a result as chunks that are each a complete document: every CSV chunk repeats its
 * header, every Arrow chunk its schema and end mark. Joined here, the chunks read as one document.
 */

/** Formats whose documents can be joined; others (JSON, Parquet …) have a beginning and an end of their own. */
const joinable = new Set([
  'CSV',
  'TabSeparated',
  'TSV',
  'JSONEachRow',
  'JSONCompactEachRow',
  'CSVWithNames',
  'TabSeparatedWithNames',
  'TSVWithNames',
  'ArrowStream',
]);

export function isJoinable(format: string): boolean {
  return joinable.has(format);
}

const newline = 0x0a;
const doubleQuote = 0x22;

/** Length of the first line, where a newline inside double quotes is part of a name. */
function headerLength(chunk: Buffer, isQuoted: boolean): number {
  let isInside = false;
  for (let at = 0; at < chunk.length; at += 1) {
    if (isQuoted && chunk[at] === doubleQuote) isInside = !isInside;
    else if (chunk[at] === newline && !isInside) return at + 1;
  }
  return chunk.length;
}

/** Arrow IPC stream format: continuation mark, length of metadata, metadata; a schema has no body. */
const arrowPrefix = 8;
const arrowEnd = Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

function endsWithMark(chunk: Buffer): boolean {
  return chunk.length >= arrowEnd.length && chunk.subarray(-arrowEnd.length).equals(arrowEnd);
}

async function* joinArrow(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  let isMarked = false;
  for await (const chunk of chunks) {
    const from = isFirst ? 0 : arrowPrefix + chunk.readInt32LE(4);
    const to = endsWithMark(chunk) ? chunk.length - arrowEnd.length : chunk.length;
    isMarked ||= to < chunk.length;
    isFirst = false;
    if (to > from) yield chunk.subarray(from, to);
  }
  if (isMarked) yield arrowEnd;
}

async function* joinNamed(chunks: AsyncIterable<Buffer>, isQuoted: boolean): AsyncGenerator<Buffer> {
  let header: Buffer | undefined;
  for await (const chunk of chunks) {
    if (header === undefined) {
      header = Buffer.from(chunk.subarray(0, headerLength(chunk, isQuoted)));
      yield chunk;
    } else {
      const from = chunk.subarray(0, header.length).equals(header) ? header.length : 0;
      if (chunk.length > from) yield chunk.subarray(from);
    }
  }
}

export function joinChunks(format: string, chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  if (format === 'ArrowStream') return joinArrow(chunks);
  if (format.endsWith('WithNames')) return joinNamed(chunks, format.startsWith('CSV'));
  return chunks;
}
