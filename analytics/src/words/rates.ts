/** Rates: numerator over denominator, cut (never rounded up) to one decimal; nothing over nothing is "–". */

/** A number as people read it: what is below zero has a minus sign and no hyphen, what is cut to zero neither. Not for machines. */
export const withMinus = (formatted: string): string => formatted.replace(/^-(?=[0.]*$)/, '').replace(/^-/, '−');

/** To so many decimals. */
export const fixed = (value: number, decimals: number): string => withMinus(value.toFixed(decimals));

/** What stands where there is nothing to say. */
export const NOTHING = '–';

/** Tenths of a percent, truncated towards zero. Null where the denominator is zero. */
export function permille(numerator: number, denominator: number): number | null {
  if (!(denominator > 0)) return null;
  // The tiny nudge undoes binary fractions such as 0.57 × 1000 = 569.999…; whole counts are unaffected.
  const raw = (numerator * 1000) / denominator;
  return Math.trunc(raw + Math.sign(raw) * 1e-9);
}

export function percent(numerator: number, denominator: number): string {
  const tenths = permille(numerator, denominator);
  return tenths === null ? NOTHING : `${fixed(tenths / 10, 1)}%`;
}

/** Change between two truncated rates, in percentage points. Null where either is empty. */
export function pointsChange(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : (now - before) / 10;
}
