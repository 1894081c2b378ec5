/** Competition places 1, 1, 3 by score, as the ranking gives them; who is not ranked has none. */
import type { ScoredFigures, Weights } from './figures.ts';
import { type Scored, scoreOf } from './score.ts';

export interface Place extends Scored {
  unit: string;
  /** Null for a unit that is not ranked. */
  rank: number | null;
  is_tied: boolean;
}

/** Score and place of every unit, in the order given; `weights` in place of those in force. */
export function placesOf(rows: readonly ScoredFigures[], weights?: Weights): Place[] {
  const scored = rows.map((row) => ({ ...scoreOf(row, weights), isRanked: row.unranked_reason === '' }));
  const places = placesByScore(scored.filter(({ isRanked }) => isRanked).map(({ score }) => score));
  return scored.map(({ isRanked, ...each }, index) => {
    const place = isRanked ? places.get(each.score)! : undefined;
    return { ...each, unit: rows[index]!.unit, rank: place?.rank ?? null, is_tied: (place?.units ?? 0) > 1 };
  });
}

/** The place of each score, and how many units share it. */
export function placesByScore(scores: readonly number[]): Map<number, { rank: number; units: number }> {
  const places = new Map<number, { rank: number; units: number }>();
  for (const [index, score] of [...scores].sort((a, b) => b - a).entries()) {
    const known = places.get(score);
    if (known) known.units += 1;
    else places.set(score, { rank: index + 1, units: 1 });
  }
  return places;
}
