/** Fits what is drawn to the published figures, by expectation instead of by trial. */
import { type City, FIGURES } from './city.ts';
import type { Random } from './random.ts';

/** Aimed at a little above the figures: late cases, extensions and items without a limit take some of it away. */
const AIM = { earlyRate: FIGURES.earlyRate + 0.005, speedUp: FIGURES.speedUp + 0.012 } as const;
/** Mean of floor(limit × uniform^haste) over the early draws: Σ P(used ≥ j). */
export const meanEarlyUse = (limit: number, haste: number): number => {
  let mean = 0;
  for (let j = 1; j < limit; j += 1) mean += 1 - (j / limit) ** (1 / haste);
  return mean;
};

/** Sets each department's early share and the city's haste so that the expected figures are the published ones. */
export function calibrate(city: City, random: Random): void {
  const share = new Map<string, number>();
  for (const { departments } of city.centres) {
    for (const { code } of departments) share.set(code, 0.08 * random.bell());
  }
  const rows = city.centres.flatMap((centre) => {
    const total = centre.items.reduce((sum, item) => sum + item.weight, 0);
    return centre.items
      .filter((item) => item.kind === 'commitment' && item.limits[0]!.promised?.unit === 'working_days')
      .map((item) => ({
        department: item.department,
        limit: item.limits[0]!.promised!.days,
        weight: (centre.weight * item.weight) / total,
      }));
  });
  const weight = rows.reduce((sum, row) => sum + row.weight, 0);
  const drift = rows.reduce((sum, row) => sum + row.weight * share.get(row.department)!, 0) / weight;
  for (const { departments } of city.centres) {
    for (const department of departments) department.earlyShare = AIM.earlyRate + share.get(department.code)! - drift;
  }
  const early = (row: (typeof rows)[number]) => AIM.earlyRate + share.get(row.department)! - drift;
  const promised = rows.reduce((sum, row) => sum + row.weight * row.limit, 0);
  const speedUp = (haste: number) =>
    1 -
    rows.reduce(
      (sum, row) => sum + row.weight * (early(row) * meanEarlyUse(row.limit, haste) + (1 - early(row)) * row.limit),
      0,
    ) /
      promised;
  let [low, high] = [0.05, 20];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (speedUp(middle) < AIM.speedUp) low = middle;
    else high = middle;
  }
  city.haste = (low + high) / 2;
}
