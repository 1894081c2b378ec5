/**
 * The composite score (domain, weekly ranking, version 2), the one twin of `sql/marts/ranking.sql`: 100 × Σ weight ×
 * min(1, numerator / denominator) / Σ weight over the components whose denominator is not nothing, less what cards take
 * off, rounded to 6 places, then cut to 2. A test holds it to the mart row by row.
 */
import { COMPONENTS, type Component } from '../contract/codes.ts';
import { byComponent, type ScoredFigures, type Weights, weightsOf } from './figures.ts';

export interface Scored {
  /** Points of 100 by component; null where the unit has nothing to measure, so that its weight goes to the others. */
  points: Record<Component, number | null>;
  /** Two decimals; below 0 with enough cards. */
  score: number;
}

export function scoreOf(row: ScoredFigures, weights: Weights = weightsOf(row)): Scored {
  const sum = weightSum(row, weights);
  const points = byComponent((component) => {
    const denominator = row[`${component}_denominator`];
    if (!(denominator > 0) || !(sum > 0)) return null;
    return (100 * weights[component] * Math.min(1, row[`${component}_numerator`] / denominator)) / sum;
  });
  const all = COMPONENTS.reduce((total, component) => total + (points[component] ?? 0), 0);
  return { points, score: cut(all - row.deduction) };
}

/** Weights of the components the unit has. */
export function weightSum(row: ScoredFigures, weights: Weights): number {
  return COMPONENTS.reduce((sum, component) => sum + (row[`${component}_denominator`] > 0 ? weights[component] : 0), 0);
}

/** Two decimals, downwards, after binary fractions were undone. */
export const cut = (score: number) => Math.floor((Math.round(score * 1e6) / 1e6) * 100 + 1e-7) / 100;

/**
 * Points one percentage point more of a component is worth to the unit, or what is left of it; nothing where it is full or
 * absent. Of workload: one percent of the median unit's cases.
 */
export function worthOfOnePoint(row: ScoredFigures, component: Component, weights: Weights = weightsOf(row)): number {
  const denominator = row[`${component}_denominator`];
  const sum = weightSum(row, weights);
  if (!(denominator > 0) || !(sum > 0)) return 0;
  const left = 100 * Math.max(0, 1 - row[`${component}_numerator`] / denominator);
  return (Math.min(1, left) * weights[component]) / sum;
}
