/**
 * Puts lines in the order in which they arrive, holding only what is still under way: a bucket of bytes for each day to
 * come. Memory follows the open cases, not the length of the stream.
 */

interface Bucket {
  bytes: Buffer;
  length: number;
  arrivals: number[];
  ends: number[];
}

const FIRST_SIZE = 1 << 12;

export class ArrivalOrder {
  readonly #span: number;
  readonly #buckets = new Map<number, Bucket>();
  #flushedBefore = Number.NEGATIVE_INFINITY;

  /** Span of a bucket in seconds. */
  constructor(span = 86_400) {
    this.#span = span;
  }

  /** Lines held now. */
  get held(): number {
    let lines = 0;
    for (const bucket of this.#buckets.values()) lines += bucket.arrivals.length;
    return lines;
  }

  add(arrivesAt: number, line: string): void {
    const key = Math.max(Math.floor(arrivesAt / this.#span), this.#flushedBefore);
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = { bytes: Buffer.allocUnsafe(FIRST_SIZE), length: 0, arrivals: [], ends: [] };
      this.#buckets.set(key, bucket);
    }
    const room = line.length * 3 + 1;
    if (bucket.length + room > bucket.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(bucket.bytes.length * 2, bucket.length + room));
      bucket.bytes.copy(larger, 0, 0, bucket.length);
      bucket.bytes = larger;
    }
    bucket.length += bucket.bytes.write(line, bucket.length, 'utf8');
    bucket.bytes[bucket.length] = 10;
    bucket.length += 1;
    bucket.arrivals.push(arrivesAt);
    bucket.ends.push(bucket.length);
  }

  /** Lines of all buckets that end at or before a moment, in order of arrival; ties keep the order of adding. */
  *before(moment: number): Generator<Buffer> {
    const limit = Math.floor(moment / this.#span);
    const keys = [...this.#buckets.keys()].filter((key) => key < limit).sort((a, b) => a - b);
    for (const key of keys) {
      const bucket = this.#buckets.get(key)!;
      this.#buckets.delete(key);
      yield sorted(bucket);
    }
    this.#flushedBefore = Math.max(this.#flushedBefore, limit);
  }

  /** Everything that is left. */
  *rest(): Generator<Buffer> {
    yield* this.before(Number.POSITIVE_INFINITY);
  }
}

function sorted({ bytes, arrivals, ends }: Bucket): Buffer {
  const order = Uint32Array.from(arrivals.keys()).sort((a, b) => arrivals[a]! - arrivals[b]! || a - b);
  const out = Buffer.allocUnsafe(ends.at(-1) ?? 0);
  let length = 0;
  for (const i of order) {
    length += bytes.copy(out, length, i === 0 ? 0 : ends[i - 1]!, ends[i]!);
  }
  return out;
}
