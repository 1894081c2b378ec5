/**
 * A line as it lies in the bytes it came in: most lines are read from there without ever becoming a text, which costs more
 * than reading them.
 */
const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;
const OPEN = 123;

export class LineBytes {
  /** Valid UTF-8. */
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;

  constructor(bytes: Buffer, from: number, to: number) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /** Whether it begins as an object does: then it is not blank, and need not become a text to be asked. */
  get beginsObject(): boolean {
    return this.bytes[this.from] === OPEN;
  }

  toString(): string {
    return this.bytes.toString('utf8', this.from, this.to);
  }
}

/**
 * The bytes, which must be valid UTF-8, cut at their line ends; what follows the last one is a line, too. Cuts no more than
 * `most` of them.
 */
export function cutLines(bytes: Buffer, most = Number.POSITIVE_INFINITY): LineBytes[] {
  const lines: LineBytes[] = [];
  for (let from = 0; from <= bytes.length && lines.length < most; ) {
    let to = bytes.indexOf(LINE_FEED, from);
    if (to < 0) to = bytes.length;
    const end = to > from && bytes[to - 1] === CARRIAGE_RETURN ? to - 1 : to;
    lines.push(new LineBytes(bytes, from, end));
    from = to + 1;
  }
  return lines;
}
