/** The places of every level over the months up to one, each as counted today: what the review's bump chart draws. */
import type { ReviewLevelCode } from '../../contract/codes.ts';
import { REVIEW_LEVELS, type ReviewRanks, type ReviewUnit } from '../../contract/index.ts';
import { addDays, elapsed, type Period, periodOf, shiftPeriod } from '../../periods/period.ts';
import { dataSpan } from '../data-span.ts';
import { localDay } from '../moment.ts';
import type { Reader } from '../reader.ts';
import type { Filters } from '../scope.ts';
import { ranking } from '../statistics.ts';
import { allRows, BOARD_OF, chiefsOf, unitsOf } from './levels.ts';

/** Half a year: what still fits beside the names at the size of a room. */
const MONTHS = 6;

export async function rankHistory(
  reader: Reader,
  month: string,
  filters: Filters,
  asked: Date | undefined,
): Promise<ReviewRanks> {
  const { as_of, zone } = await dataSpan(reader, filters, asked);
  const asOf = new Date(as_of);
  const today = localDay(asOf, zone);
  const periods = [periodOf('month', `${month}-01`)];
  while (periods.length < MONTHS) periods.unshift(shiftPeriod(periods[0]!, -1));
  const chiefs = await chiefsOf(reader, asOf);

  const boards = new Map<string, Promise<ReviewUnit[]>>();
  function board(period: Period, level: ReviewLevelCode): Promise<ReviewUnit[]> {
    const name = nameOf(period);
    const key = `${name} ${BOARD_OF[level]}`;
    // Against no period: its places alone are drawn.
    const span = elapsed(period, today);
    const none = { from: span.from, to: addDays(span.from, -1) };
    const select = ranking(name, span, none, BOARD_OF[level], filters);
    const rows = boards.get(key) ?? allRows<ReviewUnit>(reader, select, asOf);
    boards.set(key, rows);
    return rows;
  }
  const levels = REVIEW_LEVELS.map(async (level) => {
    const ranked = await Promise.all(
      periods.map(async (period) => {
        const units = unitsOf(level, await board(period, level), chiefs);
        return new Map(units.flatMap(({ unit, rank }) => (rank === null ? [] : [[unit, rank] as const])));
      }),
    );
    const units = [...new Set(ranked.flatMap((ranks) => [...ranks.keys()]))];
    return {
      level,
      ranked: ranked.map(({ size }) => size),
      units: units.map((unit) => ({ unit, ranks: ranked.map((ranks) => ranks.get(unit) ?? null) })),
    };
  });
  return { as_of, months: periods.map(nameOf), levels: await Promise.all(levels) };
}

const nameOf = ({ from }: Period) => from.slice(0, 7);
