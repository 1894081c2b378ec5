/**
 * The interval of a rate. Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
 * Journal of the American Statistical Association 22 (1927), 209–212; recommended for small samples by L. D. Brown, T. T.
 * Cai and A. DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science 16 (2001), 101–133.
 */

/** Of the standard normal distribution, so that 95 % lie between −Z and Z. */
const Z = 1.959963984540054;

/** 95 % Wilson score interval of a proportion, as fractions from 0 to 1. Null over nothing. */
export function wilson(successes: number, trials: number): [low: number, high: number] | null {
  if (!(trials > 0)) return null;
  const share = successes / trials;
  const centre = share + (Z * Z) / (2 * trials);
  const spread = Z * Math.sqrt((share * (1 - share)) / trials + (Z * Z) / (4 * trials * trials));
  const scale = 1 + (Z * Z) / trials;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}
