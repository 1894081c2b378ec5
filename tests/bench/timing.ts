/** Durations and their spread. */

export interface Timed<Result> {
  result: Result;
  seconds: number;
}

export async function timed<Result>(work: () => Promise<Result>): Promise<Timed<Result>> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}

/** Milliseconds, sorted, of so many runs after two that only warm up. */
export async function spread(runs: number, work: (run: number) => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  for (let run = -2; run < runs; run += 1) {
    const { seconds } = await timed(() => work(Math.max(run, 0)));
    if (run >= 0) took.push(seconds * 1000);
  }
  return took.sort((a, b) => a - b);
}

/** The value below which a share of the sorted values lies: the nearest rank. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}
