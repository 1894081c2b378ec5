/** How far the order hangs on the weights: other weights tried, and how far each place moves when one weight changes. */
import { COMPONENTS } from '../contract/codes.ts';
import { type ScoredFigures, type Weights, weightsOf } from './figures.ts';
import { placesOf } from './places.ts';

/** A weight is taken half and double, one at a time. */
export const FACTORS = [0.5, 2] as const;

export interface Span {
  best: number;
  worst: number;
}

/** Best and worst place of each ranked unit while any one weight is halved or doubled and the others stay. */
export function placeSpans(rows: readonly ScoredFigures[]): Map<string, Span> {
  const spans = new Map<string, Span>();
  const [first] = rows;
  if (first === undefined) return spans;
  const inForce = weightsOf(first);
  const tried = COMPONENTS.flatMap((component) =>
    FACTORS.map((factor) => ({ ...inForce, [component]: inForce[component] * factor })),
  );
  for (const weights of [inForce, ...tried]) {
    for (const { unit, rank } of placesOf(rows, weights)) {
      if (rank === null) continue;
      const { best, worst } = spans.get(unit) ?? { best: rank, worst: rank };
      spans.set(unit, { best: Math.min(best, rank), worst: Math.max(worst, rank) });
    }
  }
  return spans;
}

export interface Move {
  unit: string;
  /** In force. */
  score: number;
  rank: number;
  /** With the weights tried. */
  triedScore: number;
  triedRank: number;
  isTiedTried: boolean;
  /** Places gained (above nothing) or lost. */
  places: number;
}

/** What other weights would do to score and place of each ranked unit, in the order they would lead to. */
export function movesWith(rows: readonly ScoredFigures[], weights: Weights): Move[] {
  const inForce = placesOf(rows);
  const moves = placesOf(rows, weights).flatMap(({ unit, rank, score, is_tied }, index) => {
    const before = inForce[index]!;
    if (rank === null || before.rank === null) return [];
    const tried = { triedScore: score, triedRank: rank, isTiedTried: is_tied, places: before.rank - rank };
    return [{ unit, score: before.score, rank: before.rank, ...tried }];
  });
  return moves.sort((a, b) => a.triedRank - b.triedRank || a.rank - b.rank);
}
