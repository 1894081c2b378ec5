/** Seeded chance: the same seed and path give the same draws on every machine, run after run. */

/** sfc32 (Chris Doty-Humphrey), seeded from any words through a 128-bit string hash. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(...path: readonly (string | number)[]) {
    let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
    const text = path.join('/');
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      a = b ^ Math.imul(a ^ code, 597399067);
      b = c ^ Math.imul(b ^ code, 2869860233);
      c = d ^ Math.imul(c ^ code, 951274213);
      d = a ^ Math.imul(d ^ code, 2716044179);
    }
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#d = d | 0;
    for (let i = 0; i < 12; i += 1) this.next();
  }

  /** Uniform in [0, 1). */
  next(): number {
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return (t >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Integer in [low, high], both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new Error('Nothing to pick from: the list is empty.');
    return choices[Math.floor(this.next() * choices.length)] as T;
  }

  /** Waiting time with the given mean. */
  waiting(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Roughly normal with mean 0 and deviation 1 (sum of twelve). */
  bell(): number {
    let sum = -6;
    for (let i = 0; i < 12; i += 1) sum += this.next();
    return sum;
  }
}

/** Picks with given weights, in O(log n). */
export class Weighted<T> {
  readonly #choices: readonly T[];
  readonly #sums: Float64Array;

  constructor(choices: readonly T[], weight: (choice: T) => number) {
    this.#choices = choices;
    this.#sums = new Float64Array(choices.length);
    let sum = 0;
    choices.forEach((choice, i) => {
      sum += weight(choice);
      this.#sums[i] = sum;
    });
    if (!(sum > 0)) throw new Error('Nothing to pick from: the weights sum to nothing.');
  }

  pick(random: Random): T {
    const target = random.next() * this.#sums[this.#sums.length - 1]!;
    let low = 0;
    let high = this.#sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sums[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return this.#choices[low]!;
  }
}
