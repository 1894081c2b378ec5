/**
 * The order of units by their cards: fewer points deducted first, then fewer red cards, fewer yellow ones, fewer notices.
 * Competition places: 1, 1, 3.
 */
import { CARD_GRADES, type CardGrade } from '../contract/codes.ts';

/** Cards in effect, by grade. */
export type CardCounts = Record<CardGrade, number>;
/** Points one card of each grade takes off. */
export type Deductions = Readonly<Record<CardGrade, number>>;

export const deductionOf = (counts: CardCounts, points: Deductions): number =>
  CARD_GRADES.reduce((sum, grade) => sum + counts[grade] * points[grade], 0);

/** The place of each unit, in the order given. */
export function placesByCards(units: readonly CardCounts[], points: Deductions): number[] {
  const keys = units.map((counts) => [deductionOf(counts, points), counts.red, counts.yellow, counts.notice]);
  const sorted = [...keys].sort(compare);
  const places = new Map<string, number>();
  for (const [index, key] of sorted.entries()) if (!places.has(key.join())) places.set(key.join(), index + 1);
  return keys.map((key) => places.get(key.join())!);
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.reduce((found, value, index) => found || value - b[index]!, 0);
}
