/**
 * The engine's CSV made fit for spreadsheets: a byte order mark, without which Excel does not read UTF-8, and a single
 * quote before text that a spreadsheet would take for a formula and run (OWASP: CSV injection). Names and reasons come
 * from outside; numbers do not, and stay numbers, negative ones too.
 */
import { pipeline, type Readable, Transform } from 'node:stream';

const BYTE_ORDER_MARK = '\ufeff';
const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
/** What a formula begins with, or what spreadsheets skip to find its beginning. */
const FORMULA_STARTS = new Set([...'=+-@\t\r'].map((character) => character.charCodeAt(0)));

/** The same rows; when one of the two streams fails or is destroyed, so is the other. */
export function forSpreadsheets(csv: Readable): Readable {
  // A failure is told by the stream that is handed on.
  return pipeline(csv, guard(), () => undefined);
}

/** The engine writes text in quotes and numbers without: a cell is text when it opens with a quote. */
function guard(): Transform {
  let isFirst = true;
  let isQuoted = false;
  let isCellStart = true;
  let isTextStart = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (isFirst) this.push(BYTE_ORDER_MARK);
      isFirst = false;
      let from = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at]!;
        if (isTextStart && FORMULA_STARTS.has(byte)) {
          this.push(chunk.subarray(from, at));
          this.push("'");
          from = at;
        }
        isTextStart = byte === QUOTE && isCellStart;
        if (byte === QUOTE) isQuoted = !isQuoted;
        isCellStart = !isQuoted && (byte === COMMA || byte === LINE_FEED);
      }
      this.push(chunk.subarray(from));
      done();
    },
  });
}
