/** Weights someone tries, as they stand in the address: `25-25-15-15-10-10`, in the order of the components. */
import { COMPONENTS } from '@mingcha/analytics/codes';
import { byComponent, type Weights } from '@mingcha/analytics/scoring';

export const formatWeights = (weights: Weights): string => COMPONENTS.map((component) => weights[component]).join('-');

/** Null unless each component has a weight of 0 or more. */
export function parseWeights(text: string): Weights | null {
  const parts = text.split('-');
  if (parts.length !== COMPONENTS.length || !parts.every((part) => /^\d{1,3}(\.\d{1,2})?$/.test(part))) return null;
  return byComponent((component) => Number(parts[COMPONENTS.indexOf(component)]));
}

export const isSame = (a: Weights, b: Weights): boolean =>
  COMPONENTS.every((component) => a[component] === b[component]);
export const isNothing = (weights: Weights): boolean => COMPONENTS.every((component) => weights[component] === 0);
