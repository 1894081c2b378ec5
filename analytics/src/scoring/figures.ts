/** What the score of a unit is made of: the columns of a ranking's row that the formula reads. */
import { COMPONENTS, type Component } from '../contract/codes.ts';

/** Points a component can give at most before absent ones give up theirs. */
export type Weights = Readonly<Record<Component, number>>;

export type ScoredFigures = {
  unit: string;
  /** Empty for a unit that is ranked. */
  unranked_reason: string;
  received: number;
  completed: number;
  /** Points its cards in effect take off. */
  deduction: number;
} & { [Part in Component as `${Part}_${'numerator' | 'denominator' | 'weight'}`]: number };

export const weightsOf = (row: ScoredFigures): Weights => byComponent((component) => row[`${component}_weight`]);

export function byComponent<Value>(of: (component: Component) => Value): Record<Component, Value> {
  return Object.fromEntries(COMPONENTS.map((component) => [component, of(component)])) as Record<Component, Value>;
}
