/**
 * The rows of a page as the bytes that are sent. A page of a thousand rows has a megabyte: made text on its way, it was read,
 * cut, joined and written again for each of twenty screens, which took a tenth of what the machine can.
 */
import { KEYS, type KeyValue, keysOf } from './select.ts';

export interface PageRows {
  /** What stands between the brackets of a JSON list. */
  readonly bytes: Buffer;
  /** The keys of the last row, where another page follows. */
  readonly after: readonly KeyValue[] | undefined;
}

const LINE_FEED = 0x0a;
const END = Buffer.from('}');
const AND = Buffer.from('},');
/** Quotes inside values are escaped, so the name is found where it is a name. */
const NAME_OF_KEYS = Buffer.from(`,"${KEYS}":`);

/** The first `limit` rows of the engine's lines, JSON objects that end with their keys, as the contract has them: without. */
export function pageRows(lines: Buffer, limit: number): PageRows {
  const parts: Buffer[] = [];
  let last: Buffer | undefined;
  let from = 0;
  for (let rows = 0; from < lines.length; rows += 1) {
    if (rows === limit) {
      const after = last && keysOf(JSON.parse(last.toString()));
      return { bytes: joined(parts), after };
    }
    const lineFeed = lines.indexOf(LINE_FEED, from);
    const to = lineFeed === -1 ? lines.length : lineFeed;
    last = lines.subarray(from, to);
    parts.push(last.subarray(0, last.lastIndexOf(NAME_OF_KEYS)), AND);
    from = to + 1;
  }
  return { bytes: joined(parts), after: undefined };
}

function joined(rows: Buffer[]): Buffer {
  return Buffer.concat(rows.length === 0 ? [] : [...rows.slice(0, -1), END]);
}

/** The JSON of an object of what is given and a list of the rows. */
export function pageOf(about: Readonly<Record<string, unknown>>, { bytes }: PageRows): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(about).slice(0, -1)},"rows":[`), bytes, Buffer.from(']}')]);
}

const NO_ROWS = Buffer.from('"rows":[]}');

export const isEmptyPage = (page: Buffer): boolean => page.subarray(-NO_ROWS.length).equals(NO_ROWS);
