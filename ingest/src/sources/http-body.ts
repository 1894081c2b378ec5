/**
 * The body of a POST as lines of text: collected within a limit, unpacked, decoded, cut into events.
 * Nothing is parsed here beyond where an event ends, so that one bad event spoils no other.
 */
import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { cutLines, type LineBytes } from '../intake/line-bytes.ts';

const unzip = promisify(gunzip);
/** What everything packed begins with, and no text. */
const GZIP = Buffer.from([0x1f, 0x8b]);

/** A body that cannot be taken, with the status that says so. */
export class BodyProblem extends Error {
  override readonly name = 'BodyProblem';
  readonly status: 400 | 413 | 415 | 503;

  constructor(status: 400 | 413 | 415 | 503, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

/** The bytes of the body, unpacked; `maxBytes` counts them before and after. `onBytes` hears of every chunk. */
export async function readBody(
  payload: AsyncIterable<Buffer>,
  encoding: string | undefined,
  maxBytes: number,
  onBytes: (bytes: number) => void,
): Promise<Buffer> {
  const coding = encoding?.trim().toLowerCase() || 'identity';
  if (coding !== 'identity' && coding !== 'gzip' && coding !== 'x-gzip') {
    throw new BodyProblem(415, `Content-Encoding ${encoding} is not known; send the events plain or with gzip.`);
  }
  const tooLarge = () => {
    const sentence = `The body has more than ${maxBytes} bytes${coding === 'identity' ? '' : ' when unpacked'}; send it in smaller parts.`;
    return new BodyProblem(413, sentence);
  };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of payload) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    onBytes(chunk.length);
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (coding === 'identity') {
    if (GZIP.equals(body.subarray(0, GZIP.length))) {
      throw new BodyProblem(
        400,
        'The body looks like gzip, and no header says so: send it with Content-Encoding: gzip.',
      );
    }
    return body;
  }
  try {
    // The engine stops unpacking at the limit, so a small body cannot become a large one.
    const unpacked = await unzip(body, { maxOutputLength: maxBytes });
    onBytes(unpacked.length);
    return unpacked;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new BodyProblem(400, `The body says it is gzip, but cannot be unpacked: ${(error as Error).message}.`);
  }
}

/** Largest body in lines, or members of an array: a line takes memory of its own, however short it is. */
export const MAX_LINES = 200_000;

function tooManyLines(): BodyProblem {
  return new BodyProblem(413, `The body has more than ${MAX_LINES} lines or events; send it in smaller parts.`);
}

export interface Lines {
  texts: (string | LineBytes)[];
  /** Number of each text: its line, or its place in the array, from 1. */
  numbers: number[];
}

/** One event per line; blank lines are passed over but counted. Throws a BodyProblem when there are too many. */
export function splitLines(body: Buffer): Lines {
  const lines: Lines = { texts: [], numbers: [] };
  // Bytes that are no UTF-8 become U+FFFD, which refuses the lines they stand in and no others.
  const bytes = isUtf8(body) ? body : Buffer.from(body.toString());
  const cut = cutLines(bytes, MAX_LINES + 1);
  const beyond = cut[MAX_LINES];
  // Nothing follows the last line end of a body that has just as many lines as it may.
  if (beyond && beyond.from < bytes.length) throw tooManyLines();
  for (const [index, line] of cut.entries()) {
    if (!line.beginsObject && /^[ \t]*$/.test(line.toString())) continue;
    lines.texts.push(line);
    lines.numbers.push(index + 1);
  }
  return lines;
}

const QUOTE = 34;
const BACKSLASH = 92;

/** The members of a JSON array as text, or one object as the only member. Throws a BodyProblem when it is neither. */
export function splitArray(text: string): Lines {
  let at = skipBlanks(text, 0);
  if (text[at] === '{') return { texts: [text.slice(at).trimEnd()], numbers: [1] };
  if (text[at] !== '[') {
    throw new BodyProblem(
      400,
      'The body is not a JSON array of events; for one event per line send application/x-ndjson.',
    );
  }
  const texts: string[] = [];
  at = skipBlanks(text, at + 1);
  if (text[at] !== ']') {
    let depth = 0;
    let from = at;
    for (; ; at += 1) {
      if (at >= text.length) {
        throw new BodyProblem(
          400,
          'The JSON array does not end: the body was cut, or a bracket or quote is missing. Nothing was stored.',
        );
      }
      const code = text.charCodeAt(at);
      if (code === QUOTE) at = closingQuote(text, at);
      else if (code === 123 || code === 91)
        depth += 1; // { [
      else if ((code === 125 || code === 93) && depth > 0)
        depth -= 1; // } ]
      else if (depth === 0 && (code === 44 || code === 93)) {
        if (texts.length === MAX_LINES) throw tooManyLines();
        texts.push(text.slice(from, at).trim());
        from = at + 1;
        if (code === 93) break;
      }
    }
  }
  if (skipBlanks(text, at + 1) < text.length) {
    throw new BodyProblem(400, 'Something follows the JSON array; send exactly one array. Nothing was stored.');
  }
  return { texts, numbers: texts.map((_, index) => index + 1) };
}

/** Place of the quote that ends the string begun at `at`, or the text's length. */
function closingQuote(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

function skipBlanks(text: string, at: number): number {
  let next = at;
  while (next < text.length && /[ \t\r\n]/.test(text[next]!)) next += 1;
  return next;
}
