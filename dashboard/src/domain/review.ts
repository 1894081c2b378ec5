/** The monthly review as it is shown: which units stand for all, what a figure's cases are, where the half-hour stands. */
import type { ReviewLevelCode } from '@mingcha/analytics/codes';
import type { MonthlyReview, ReviewRanks, ReviewScreen, ReviewUnit } from '@mingcha/analytics/contract';
import { percent } from './rate.ts';

/** Rows of text a screen holds at the size that is read from ten metres. */
export const ROWS = 10;
/** The same with the heads of columns above and sentences below. */
export const ROWS_BELOW = 8;

/** First and last of many: as many as fit, those between left out and said to be. */
export function ends<T>(rows: readonly T[], most = ROWS): { rows: T[]; cutAfter: number; left: number } {
  if (rows.length <= most) return { rows: [...rows], cutAfter: -1, left: 0 };
  const head = Math.ceil((most - 1) / 2);
  const tail = most - 1 - head;
  return {
    rows: [...rows.slice(0, head), ...rows.slice(rows.length - tail)],
    cutAfter: head - 1,
    left: rows.length - head - tail,
  };
}

/**
 * On which line of a list of ends a rank of another month stands. Places at the ends have a line each; all between share the
 * one that says how many they are, spread over its height. Lines count from 0, in fractions.
 */
export function lineOf(rank: number, ranked: number, head: number, tail: number): number {
  if (tail === 0) return Math.min(rank, head) - 1;
  const fromLast = ranked - rank;
  if (rank <= head) return rank - 1;
  if (fromLast < tail) return head + tail - fromLast;
  return head + (rank - head - 0.5) / (ranked - head - tail) - 0.5;
}

export type Ratio = readonly [numerator: number, denominator: number];
export const ratios = {
  early: (u: ReviewUnit): Ratio => [u.commitment_early, u.commitment_completed],
  within: (u: ReviewUnit): Ratio => [u.early + u.on_time, u.completed_with_limit],
  promised: (u: ReviewUnit): Ratio => [u.promised_days_sum - u.used_days_sum, u.promised_days_sum],
  statutory: (u: ReviewUnit): Ratio => [u.statutory_days_sum - u.statutory_used_days_sum, u.statutory_days_sum],
  satisfied: (u: ReviewUnit): Ratio => [u.satisfied, u.rated],
};
export const fraction = ([n, d]: Ratio): number => (d > 0 ? n / d : Number.NaN);
export const said = ([n, d]: Ratio): string => percent(n, d);

/** Units that have the rate, the highest first; of equal ones the larger sample, then the name. */
export function byRate(units: readonly ReviewUnit[], ratio: (u: ReviewUnit) => Ratio): ReviewUnit[] {
  return units
    .filter((unit) => ratio(unit)[1] > 0)
    .sort(
      (a, b) =>
        fraction(ratio(b)) - fraction(ratio(a)) ||
        ratio(b)[1] - ratio(a)[1] ||
        a.unit_name.localeCompare(b.unit_name, 'zh'),
    );
}

/** The ranks of a level from the first month on in which anybody was ranked: months before the data tell of no way. */
export function ranksOf(ranks: ReviewRanks, level: ReviewLevelCode) {
  const known = ranks.levels.find((each) => each.level === level);
  if (!known) return undefined;
  const first = known.ranked.findIndex((n) => n > 0);
  const from = first === -1 ? known.ranked.length - 1 : first;
  return {
    months: ranks.months.slice(from),
    ranked: known.ranked.slice(from),
    units: known.units.map(({ unit, ranks: places }) => ({ unit, ranks: places.slice(from) })),
  };
}

export const levelOf = (review: MonthlyReview, level: ReviewLevelCode): ReviewUnit[] =>
  review.levels.find((each) => each.level === level)?.units ?? [];

/** Units with enough cases to be compared: one case early of one is no finding. */
export const ranked = (review: MonthlyReview, level: ReviewLevelCode): ReviewUnit[] =>
  levelOf(review, level).filter(({ unranked_reason: why }) => why === '');

/** The filter that narrows cases to a unit of a level. */
export const FILTER_OF: Readonly<Record<ReviewLevelCode, 'department' | 'staff' | 'county'>> = {
  departments: 'department',
  chiefs: 'staff',
  staff: 'staff',
  counties: 'county',
};

/** Cases on one part of a screen that goes through them one by one. */
export const PER_PART = 4;
export const partsOf = (review: MonthlyReview, screen: ReviewScreen): number => {
  const rows = { overdue: review.overdue.cases.length, done: review.done.length }[screen.id as 'overdue' | 'done'] ?? 0;
  return Math.max(1, Math.ceil(rows / PER_PART));
};

export interface Pace {
  /** Seconds at which each screen should begin, in the order of the screens. */
  begins: number[];
  total: number;
}
export function paceOf(screens: readonly ReviewScreen[]): Pace {
  let total = 0;
  const begins = screens.map(({ seconds }) => {
    const at = total;
    total += seconds;
    return at;
  });
  return { begins, total };
}

/** Seconds behind the plan (positive) or ahead of it (negative), while one screen is shown. */
export function behind({ begins, total }: Pace, index: number, elapsed: number): number {
  const from = begins[index] ?? 0;
  const to = begins[index + 1] ?? total;
  return elapsed > to ? elapsed - to : elapsed < from ? elapsed - from : 0;
}

/** 07:05 */
export const clockText = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
};

/** What lies behind a figure, as it stands in the address: `commitment_early~department~D01`, `late_entry~department~D01`. */
export interface Drill {
  measure: string;
  filter: string;
  code: string;
}
export const writeDrill = ({ measure, filter, code }: Drill): string =>
  [measure, filter, code].filter(Boolean).join('~');
export function readDrill(text: string): Drill | null {
  const [measure = '', filter = '', code = ''] = text.split('~');
  return measure === '' ? null : { measure, filter, code };
}
