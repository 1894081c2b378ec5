/**
 * A file as blocks of whole lines, a quarter of a megabyte at a time, gunzipped where its first bytes say so.
 *
 * Memory does not grow with the file: a block is let go before the next is read. Lines that are not in the
 * promised encoding, or longer than anything sensible, come as faults in their place; the lines around them are read.
 */
import { Buffer, isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { cutLines, LineBytes } from '../../intake/line-bytes.ts';
import type { Encoding } from '../../mapping/mapping.ts';

/** Longest line of a table, in bytes; a file without line ends is not read into memory whole. */
export const MAX_TEXT_LINE_BYTES = 1_048_576;
const BLOCK_BYTES = 262_144;
const NEWLINE = 10;

export interface LineFault {
  code: 'row_encoding' | 'row_too_long';
  message: string;
}

export interface Block<Line> {
  /** Number of the first line in the file, from 1. */
  firstLine: number;
  /** Without line ends; empty in the place of a faulty line. */
  lines: Line[];
  /** By index into `lines`. */
  faults: ReadonlyMap<number, LineFault>;
}
export type TextBlock = Block<string>;

export interface ReadOptions {
  signal?: AbortSignal | undefined;
  /** Bytes of the file behind what has been handed on (of the compressed file where it is one). */
  onBytes?: ((bytes: number) => void) | undefined;
}

/** Throws a sentence when the file cannot be read or is of a kind that cannot be read as text. */
export function textBlocks(path: string, options: ReadOptions & { encoding: Encoding }): AsyncGenerator<TextBlock> {
  return blocks(path, options, options.encoding === 'gb18030' ? decodeGb18030 : decodeUtf8);
}

/** The same of a file in UTF-8, its lines left as the bytes they are. */
export function byteBlocks(path: string, options: ReadOptions): AsyncGenerator<Block<LineBytes>> {
  return blocks(path, options, checkUtf8);
}

/** `decode` gets whole lines without the last line's end, and the number of the first. */
async function* blocks<Line>(
  path: string,
  options: ReadOptions,
  decode: (bytes: Buffer, firstLine: number) => Block<Line>,
): AsyncGenerator<Block<Line>> {
  const isGzip = await looksGzipped(path);
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  let tooLong = false;
  let isStart = true;
  for await (const chunk of bytesOf(path, isGzip, options)) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (isStart) {
      if (bytes.length < 3) {
        rest = bytes;
        continue;
      }
      bytes = withoutMark(bytes, path);
      isStart = false;
    }
    if (tooLong) {
      const end = bytes.indexOf(NEWLINE);
      if (end < 0) {
        rest = Buffer.alloc(0);
        continue;
      }
      yield tooLongLine(decode, line++);
      bytes = bytes.subarray(end + 1);
      tooLong = false;
    }
    const end = bytes.lastIndexOf(NEWLINE);
    if (end >= 0) {
      const block = decode(bytes.subarray(0, end), line);
      line += block.lines.length;
      yield block;
    }
    rest = bytes.subarray(end + 1);
    if (rest.length > MAX_TEXT_LINE_BYTES) {
      tooLong = true;
      rest = Buffer.alloc(0);
    }
  }
  if (tooLong) yield tooLongLine(decode, line);
  else if (rest.length > 0) yield decode(isStart ? withoutMark(rest, path) : rest, line);
}

async function looksGzipped(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead >= 4 && buffer.readUInt32BE() === 0x504b0304) {
      throw new Error(`${path} is a ZIP archive or an Excel workbook; unpack it, or save the sheet as CSV UTF-8.`);
    }
    return bytesRead >= 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

async function* bytesOf(path: string, isGzip: boolean, options: ReadOptions): AsyncGenerator<Buffer> {
  const { signal } = options;
  const file = createReadStream(path, { highWaterMark: BLOCK_BYTES, ...(signal ? { signal } : {}) });
  let bytes: AsyncIterable<Buffer> = file;
  let bytesDone = () => file.bytesRead;
  if (isGzip) {
    const gunzip = createGunzip({ chunkSize: BLOCK_BYTES });
    // An error or abort of the file must reach whoever reads the gunzipped bytes; pipe alone does not carry it.
    finished(file, (error) => error && gunzip.destroy(error));
    bytes = file.pipe(gunzip);
    // The file is read ahead of what is unpacked, and a small one whole before its first line is.
    bytesDone = () => gunzip.bytesWritten;
  }
  try {
    for await (const chunk of bytes) {
      options.onBytes?.(bytesDone());
      yield chunk;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('Z_')) throw error;
    const why =
      code === 'Z_BUF_ERROR' ? 'ends in the middle; it was cut off' : `is damaged (${(error as Error).message})`;
    throw new Error(`The compressed file ${path} ${why}. Copy it again; what was read of it so far is kept.`, {
      cause: error,
    });
  } finally {
    file.destroy();
  }
}

function withoutMark(bytes: Buffer, path: string): Buffer {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new Error(`${path} is in UTF-16; save it as CSV UTF-8.`);
  }
  return bytes;
}

const TOO_LONG: LineFault = {
  code: 'row_too_long',
  message: `The line is longer than ${MAX_TEXT_LINE_BYTES} bytes; check that the file has line ends.`,
};

/** An empty line in the place of one that is not read. */
function tooLongLine<Line>(decode: (bytes: Buffer, firstLine: number) => Block<Line>, line: number): Block<Line> {
  return { ...decode(Buffer.alloc(0), line), faults: new Map([[0, TOO_LONG]]) };
}

const NO_FAULTS: ReadonlyMap<number, LineFault> = new Map();

function split(text: string): string[] {
  const lines = text.split('\n');
  if (!text.includes('\r')) return lines;
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

function checkUtf8(bytes: Buffer, firstLine: number): Block<LineBytes> {
  const lines = cutLines(bytes);
  if (isUtf8(bytes)) return { firstLine, lines, faults: NO_FAULTS };
  const faults = new Map<number, LineFault>();
  for (const [index, { from, to }] of lines.entries()) {
    if (isUtf8(bytes.subarray(from, to))) continue;
    faults.set(index, {
      code: 'row_encoding',
      message:
        'The line is not valid UTF-8. If the whole file is an older Chinese export, say “encoding: gb18030” in the mapping; else save it as UTF-8.',
    });
    lines[index] = new LineBytes(bytes, from, from);
  }
  return { firstLine, lines, faults };
}

function decodeUtf8(bytes: Buffer, firstLine: number): TextBlock {
  if (isUtf8(bytes)) return { firstLine, lines: split(bytes.toString('utf8')), faults: NO_FAULTS };
  const { lines, faults } = checkUtf8(bytes, firstLine);
  return { firstLine, lines: lines.map(String), faults };
}

const gb18030 = new TextDecoder('gb18030');

function decodeGb18030(bytes: Buffer, firstLine: number): TextBlock {
  // No byte of a GB 18030 character is a line end, so blocks may be cut at line ends before they are decoded.
  const lines = split(gb18030.decode(bytes));
  const faults = new Map<number, LineFault>();
  for (const [index, line] of lines.entries()) {
    if (!line.includes('\ufffd')) continue;
    faults.set(index, {
      code: 'row_encoding',
      message: 'The line is not valid GB 18030 (GBK). If the file is UTF-8, say “encoding: utf-8” in the mapping.',
    });
    lines[index] = '';
  }
  return { firstLine, lines, faults };
}
