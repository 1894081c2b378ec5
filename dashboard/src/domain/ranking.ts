/** What a week's ranking says: who leads, why a unit stands where it stands, how ranks moved over weeks. */

import { COMPONENTS, type Component } from '@mingcha/analytics/codes';
import type { RankingRow } from '@mingcha/analytics/contract';
import { cut, median, worthOfOnePoint } from '@mingcha/analytics/scoring';

export type Ranked = RankingRow & { rank: number; score: number };
export const isRanked = (row: RankingRow): row is Ranked => row.rank !== null && row.score !== null;

/** Fewer completed commitment cases than this, and a share is shown with its interval. */
export const SMALL_SAMPLE = 30;

export const points = (row: RankingRow, component: Component): number | null => row[`${component}_points`];

/** As the score itself, cut to two decimals: what falls short of full never reads as full. */
export function shownPoints(row: RankingRow, component: Component): number | null {
  const own = points(row, component);
  return own === null ? null : cut(own);
}

export interface ComponentView {
  component: Component;
  numerator: number;
  denominator: number;
  weight: number;
  /** Cut to two decimals, as all points here. */
  points: number | null;
  /** Median points of the ranked units that have the component. */
  median: number | null;
  /** Of the two as they are shown. */
  difference: number | null;
  isFull: boolean;
  /** Points one percentage point more would add, no more than are left; nothing where that is under a hundredth. */
  onePoint: number;
  /** Places that would gain. */
  placesGained: number;
}

export function explain(row: RankingRow, rows: readonly RankingRow[]): ComponentView[] {
  const ranked = rows.filter(isRanked);
  return COMPONENTS.map((component) => {
    const own = shownPoints(row, component);
    const middle = median(ranked.flatMap((other) => points(other, component) ?? []));
    const shownMiddle = middle === null ? null : cut(middle);
    const onePoint = cut(worthOfOnePoint(row, component));
    const numerator = row[`${component}_numerator`];
    const denominator = row[`${component}_denominator`];
    return {
      component,
      numerator,
      denominator,
      weight: row[`${component}_weight`],
      points: own,
      median: shownMiddle,
      difference: own === null || shownMiddle === null ? null : Math.round((own - shownMiddle) * 100) / 100,
      isFull: numerator >= denominator,
      onePoint,
      placesGained: isRanked(row) ? row.rank - placeAmong(ranked, row, row.score + onePoint) : 0,
    };
  });
}

/** Where a unit would stand among the others with another score. */
const placeAmong = (ranked: readonly Ranked[], row: Ranked, score: number) =>
  ranked.filter((other) => other.unit !== row.unit && other.score > score).length + 1;

/** Largest gain and largest loss against the median; null where there is none. */
export function extremes(views: readonly ComponentView[]): { best: ComponentView | null; worst: ComponentView | null } {
  const sorted = views.filter((v) => v.difference !== null).sort((a, b) => b.difference! - a.difference!);
  const first = sorted[0];
  const last = sorted.at(-1);
  return {
    best: first && first.difference! > 0 ? first : null,
    worst: last && last.difference! < 0 ? last : null,
  };
}

export interface RankPath {
  unit: string;
  name: string;
  /** Rank per week, oldest first; null where the unit was not ranked. */
  ranks: (number | null)[];
}

/** Ranks over weeks of the units chosen, in the order of the newest week. */
export function rankPaths(weeks: readonly (readonly RankingRow[])[], units: readonly string[]): RankPath[] {
  const newest = weeks.at(-1) ?? [];
  return units.map((unit) => {
    const known = newest.find((row) => row.unit === unit) ?? weeks.flat().find((row) => row.unit === unit);
    return {
      unit,
      name: known?.unit_name || unit,
      ranks: weeks.map((rows) => rows.find((row) => row.unit === unit)?.rank ?? null),
    };
  });
}

/** The weeks from the first on in which anybody was ranked. */
export function fromFirstRanked<Week extends { rows: readonly RankingRow[] }>(weeks: readonly Week[]): Week[] {
  const first = weeks.findIndex(({ rows }) => rows.some(isRanked));
  return first === -1 ? [] : weeks.slice(first);
}

export interface Rise {
  path: RankPath;
  from: number;
  /** Index of the week it stood at `from`, the first it was ranked in. */
  since: number;
  to: number;
}

/** The unit that rose most from its first ranked week to the newest; null where nobody rose. */
export function largestRise(paths: readonly RankPath[]): Rise | null {
  let best: Rise | null = null;
  for (const path of paths) {
    const since = path.ranks.findIndex((rank) => rank !== null);
    const from = path.ranks[since];
    const to = path.ranks.at(-1);
    if (from === undefined || from === null || to === undefined || to === null || to >= from) continue;
    if (!best || from - to > best.from - best.to) best = { path, from, since, to };
  }
  return best;
}
