/**
 * The engine's CSV made fit for spreadsheets: a byte order mark, without which Excel does not read UTF-8, and a single
 * quote before text that a spreadsheet would take for something else: a formula, which it would run (OWASP: CSV injection),
 * or a number, of which it keeps 15 digits and no zeros in front. Names, reasons and case numbers come from outside;
 * numbers do not, and stay numbers, negative ones too.
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

/** A number of more digits loses its last ones in a spreadsheet. */
const MOST_DIGITS = 15;
const ZERO = 0x30;
const NINE = 0x39;
const GUARD = Buffer.from("'");

/** The engine writes text in quotes and numbers without: a cell is text when it opens with a quote. */
function guard(): Transform {
  let isFirst = true;
  let isQuoted = false;
  let isCellStart = true;
  let isTextStart = false;
  /** Digits a text has begun with, as long as it has nothing else: held back until its end is seen. */
  let digits: Buffer[] | undefined;
  let isTextEnd = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (isFirst) this.push(BYTE_ORDER_MARK);
      isFirst = false;
      let from = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at]!;
        const isDigit = byte >= ZERO && byte <= NINE;
        if (isTextStart && (isDigit || FORMULA_STARTS.has(byte))) {
          this.push(chunk.subarray(from, at));
          from = at;
          if (isDigit) digits = [];
          else this.push(GUARD);
        }
        if (digits !== undefined && byte === QUOTE && !isTextEnd) isTextEnd = true;
        else if (digits !== undefined && (isTextEnd || !isDigit)) {
          const held = Buffer.concat([...digits, chunk.subarray(from, at)]);
          // Two quotes are one inside the text.
          if (isTextEnd && byte !== QUOTE && isLostAsNumber(held.subarray(0, -1))) this.push(GUARD);
          this.push(held);
          from = at;
          digits = undefined;
          isTextEnd = false;
        }
        isTextStart = byte === QUOTE && isCellStart;
        if (byte === QUOTE) isQuoted = !isQuoted;
        isCellStart = !isQuoted && (byte === COMMA || byte === LINE_FEED);
      }
      if (digits === undefined) this.push(chunk.subarray(from));
      else digits.push(chunk.subarray(from));
      done();
    },
    flush(done) {
      if (digits !== undefined) {
        const held = Buffer.concat(digits);
        if (isTextEnd && isLostAsNumber(held.subarray(0, -1))) this.push(GUARD);
        this.push(held);
      }
      done();
    },
  });
}

/** Whether a text of digits alone is another text after a spreadsheet has read it as a number. */
function isLostAsNumber(digits: Buffer): boolean {
  return digits.length > MOST_DIGITS || (digits.length > 1 && digits[0] === ZERO);
}
