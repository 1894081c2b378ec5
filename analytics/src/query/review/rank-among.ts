/**
 * Places of some units of a board among themselves: competition ranks 1, 1, 3, as on the board as a whole. Who is before whom
 * on the board is before them among some of it, so that their places follow from the board's.
 */
import type { ReviewUnit } from '../../contract/index.ts';

type Placed = Pick<ReviewUnit, 'rank' | 'is_tied' | 'previous_rank' | 'movement'>;

/** Rows keep their order. */
export function rankAmong<Row extends Placed>(rows: readonly Row[]): Row[] {
  const place = (of: (row: Row) => number | null, row: Row): number | null => {
    const own = of(row);
    if (own === null) return null;
    return 1 + rows.filter((other) => of(other) !== null && of(other)! < own).length;
  };
  return rows.map((row) => {
    const rank = place((each) => each.rank, row);
    const previous = place((each) => each.previous_rank, row);
    return {
      ...row,
      rank,
      is_tied: rank !== null && rows.filter((other) => other.rank === row.rank).length > 1,
      previous_rank: previous,
      movement: rank === null || previous === null ? null : previous - rank,
    };
  });
}
