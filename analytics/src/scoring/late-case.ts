/**
 * What one more late case would do to a unit's score and place, made as the ranking makes them, the median of the cases
 * completed included. The case supposed: a commitment case of the unit's mean promised limit, completed one working day
 * late, not rated, entered as timely as the others, and without a card.
 */
import type { ScoredFigures } from './figures.ts';
import { median } from './median.ts';
import { scoreOf } from './score.ts';

export interface AfterLateCase {
  score: number;
  rank: number;
  /** Score after less score before, in points. */
  points: number;
  /** Places lost; below 0 where gained. */
  places: number;
}

/** The unit's figures with that case, and the median of cases completed that it leads to. */
export function withLateCase(row: ScoredFigures, medianCompleted: number): ScoredFigures {
  const limits = row.speed_up_denominator;
  const more: ScoredFigures = {
    ...row,
    completed: row.completed + 1,
    early_denominator: row.early_denominator + 1,
    within_limit_denominator: row.within_limit_denominator + 1,
    workload_numerator: row.workload_numerator + 1,
    workload_denominator: medianCompleted,
  };
  if (limits === 0 || row.early_denominator === 0) return more;
  // Days saved are cut at nothing: a unit that used more days than promised has none to lose.
  // Instant cases promise the same day and add nothing to the limits, so what there is belongs to commitment cases.
  return {
    ...more,
    speed_up_numerator: Math.max(0, row.speed_up_numerator - 1),
    speed_up_denominator: limits + limits / row.early_denominator,
  };
}

/** For each ranked unit, by its code. */
export function afterLateCases(rows: readonly ScoredFigures[]): Map<string, AfterLateCase> {
  const ranked = rows.filter((row) => row.unranked_reason === '');
  const counts = rows.filter(({ received, completed }) => received + completed > 0).map(({ completed }) => completed);
  const medianWithOneMore = remembered((completed: number) => {
    const others = [...counts];
    others.splice(others.indexOf(completed), 1, completed + 1);
    return median(others) ?? 0;
  });
  const scoresAt = remembered((workload: number) =>
    ranked.map((row) => scoreOf({ ...row, workload_denominator: workload }).score).sort((a, b) => a - b),
  );
  const placeAmong = (score: number, scores: readonly number[]) => scores.length - firstAbove(scores, score) + 1;
  return new Map(
    ranked.map((row) => {
      const { score: before } = scoreOf(row);
      const workload = medianWithOneMore(row.completed);
      const { score } = scoreOf(withLateCase(row, workload));
      // The unit stands among these with what it had: it must not be counted as ahead of itself.
      const { score: own } = scoreOf({ ...row, workload_denominator: workload });
      const rank = placeAmong(score, scoresAt(workload)) - (own > score ? 1 : 0);
      const lost = rank - placeAmong(before, scoresAt(row.workload_denominator));
      return [row.unit, { score, rank, points: Math.round((score - before) * 100) / 100, places: lost }];
    }),
  );
}

function remembered<Value>(of: (key: number) => Value): (key: number) => Value {
  const known = new Map<number, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, of(key));
    return known.get(key)!;
  };
}

/** Index of the first value above another in an ascending list. */
function firstAbove(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
