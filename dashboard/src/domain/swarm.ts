/**
 * Packs open cases into columns by days left: one dot a case while they fit, else one dot for a round number of
 * cases. Far ends are gathered so that one stray case does not squeeze the rest. Positions are in dots, from the
 * left and from the base line.
 */
import { GRADES, type Grade } from '@mingcha/analytics/codes';

export interface Bucket {
  remaining: number;
  grade: Grade;
  cases: number;
}
export interface Dot {
  x: number;
  y: number;
  grade: Grade;
}
export interface SwarmColumn {
  remaining: number;
  /** Past due, though no whole day of the limit is: on a day off after the due day, nothing is used up. Stands before 0. */
  isPassed: boolean;
  /** Gathers everything at or beyond its day. */
  end: 'low' | 'high' | null;
  cases: number;
  byGrade: { grade: Grade; cases: number }[];
  dots: Dot[];
}
export interface Swarm {
  columns: SwarmColumn[];
  casesPerDot: number;
  /** Dots per column row. */
  across: number;
}

const ONES = [1, 2, 3, 4, 5, 6, 8];
const DECADE = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
/** 1, 2, 3 … 8, then 10, 12, 15 … 80, 100, 120 …: close enough together to use the height there is. */
const niceStep = (index: number): number => {
  const beyond = index - ONES.length;
  if (beyond < 0) return ONES[index]!;
  return Math.round(DECADE[beyond % DECADE.length]! * 10 ** (Math.floor(beyond / DECADE.length) + 1));
};

export interface SwarmRoom {
  low: number;
  high: number;
  /** Dots that fit side by side in a column and above one another. */
  across: number;
  up: number;
}

/** Late by less than a day. */
export const isPassed = ({ remaining, grade }: Bucket): boolean =>
  remaining >= 0 && (grade === 'red' || grade === 'yellow');

export function packSwarm(buckets: readonly Bucket[], room: SwarmRoom): Swarm {
  const columns: SwarmColumn[] = [];
  const put = (remaining: number, end: SwarmColumn['end'], passed: boolean, inside: readonly Bucket[]) => {
    const byGrade = GRADES.map((grade) => ({
      grade,
      cases: inside.filter((b) => b.grade === grade).reduce((sum, b) => sum + b.cases, 0),
    })).filter((g) => g.cases > 0);
    columns.push({
      remaining,
      isPassed: passed,
      end,
      cases: byGrade.reduce((sum, g) => sum + g.cases, 0),
      byGrade,
      dots: [],
    });
  };
  const passed = buckets.filter(isPassed);
  const others = buckets.filter((b) => !isPassed(b));
  for (let day = room.low; day <= room.high; day++) {
    if (day === 0 && passed.length > 0) put(0, null, true, passed);
    const end = day === room.low ? 'low' : day === room.high ? 'high' : null;
    const inside = others.filter((b) =>
      end === 'low' ? b.remaining <= day : end === 'high' ? b.remaining >= day : b.remaining === day,
    );
    put(day, end, false, inside);
  }
  const capacity = room.across * room.up;
  // Each grade rounds up to at least one dot, so a single red card can never vanish.
  const dotsNeeded = (per: number) =>
    Math.max(0, ...columns.map((c) => c.byGrade.reduce((sum, g) => sum + Math.ceil(g.cases / per), 0)));
  let index = 0;
  while (dotsNeeded(niceStep(index)) > capacity && index < 60) index++;
  const casesPerDot = niceStep(index);
  for (const column of columns) {
    let place = 0;
    for (const { grade, cases } of column.byGrade)
      for (let n = Math.ceil(cases / casesPerDot); n > 0; n--, place++)
        column.dots.push({ x: place % room.across, y: Math.floor(place / room.across), grade });
  }
  return { columns, casesPerDot, across: room.across };
}

/** The largest of the sizes, largest first, at which a dot is one case; where none is, the smallest. */
export function largestDot(buckets: readonly Bucket[], sizes: readonly number[], roomFor: (size: number) => SwarmRoom) {
  return sizes.find((size) => packSwarm(buckets, roomFor(size)).casesPerDot === 1) ?? sizes.at(-1)!;
}
