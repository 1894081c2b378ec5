/** Rates, as the server says them too, and how sure a small sample is of its own. */
export { NOTHING, percent, permille, pointsChange } from '@mingcha/analytics/words';

/** 95 % Wilson score interval of a proportion, as fractions. Null over nothing. */
export function wilson(successes: number, trials: number): [low: number, high: number] | null {
  if (!(trials > 0)) return null;
  const z = 1.959964;
  const p = successes / trials;
  const centre = p + (z * z) / (2 * trials);
  const spread = z * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}
