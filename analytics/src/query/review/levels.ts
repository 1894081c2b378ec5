/** The four levels of the review: who is on each board over a month, in which order, with every count that is told of them. */
import type { Board, DepartmentRow, ReviewLevel, ReviewLevelCode, ReviewUnit } from '../../contract/index.ts';
import { REVIEW_LEVELS } from '../../contract/index.ts';
import type { Span } from '../../periods/period.ts';
import { departments } from '../departments.ts';
import { periodStatistics } from '../period-statistics.ts';
import type { Reader } from '../reader.ts';
import type { Filters } from '../scope.ts';
import type { Select } from '../select.ts';
import { ranking } from '../statistics.ts';
import { rankAmong } from './rank-among.ts';

/** More units than any city has. */
const ALL = 100_000;
export const allRows = async <Row>(reader: Reader, select: Select, asOf: Date, limit = ALL): Promise<Row[]> =>
  (await reader.list<Row>(select, { limit, cursor: undefined, asOf })).rows;

const LEVEL_OF = { departments: 'department', counties: 'county', staff: 'staff' } as const;

export interface Months {
  month: string;
  /** Days so far. */
  now: Span;
  before: Span;
}

/** A unit's rank and counts; a unit on the board without anything to count has noughts. */
async function board(reader: Reader, name: Exclude<Board, 'windows'>, months: Months, filters: Filters, asOf: Date) {
  const [ranked, counted] = await Promise.all([
    allRows<ReviewUnit>(reader, ranking(months.month, months.now, months.before, name, filters), asOf),
    allRows<ReviewUnit>(reader, periodStatistics(months.now, {}, LEVEL_OF[name], filters), asOf),
  ]);
  const byUnit = new Map(counted.map((row) => [row.unit, row]));
  return ranked.map((row): ReviewUnit => {
    const own = byUnit.get(row.unit);
    return { ...pick(own ?? {}, SUMS, 0), ...pick(row, PLACES, null) } as ReviewUnit;
  });
}

/** 机关, 首席代表, 窗口工作人员, 县市区. Staff who are chief representatives are ranked among themselves. */
export async function reviewLevels(
  reader: Reader,
  months: Months,
  filters: Filters,
  asOf: Date,
): Promise<ReviewLevel[]> {
  const [chiefs, departments, counties, staff] = await Promise.all([
    chiefsOf(reader, asOf),
    board(reader, 'departments', months, filters, asOf),
    board(reader, 'counties', months, filters, asOf),
    board(reader, 'staff', months, filters, asOf),
  ]);
  const boards = { departments, counties, staff };
  return REVIEW_LEVELS.map((level) => ({ level, units: unitsOf(level, boards[BOARD_OF[level]], chiefs) }));
}

/** The board a level is read from. */
export const BOARD_OF = { departments: 'departments', chiefs: 'staff', staff: 'staff', counties: 'counties' } as const;

/** Codes of the chief representatives there are. */
export async function chiefsOf(reader: Reader, asOf: Date): Promise<ReadonlySet<string>> {
  const units = await allRows<DepartmentRow>(reader, departments({}), asOf);
  return new Set(units.map((row) => row.chief_representative).filter((code) => code !== ''));
}

/** The units of a level out of the rows of its board. */
export function unitsOf(level: ReviewLevelCode, rows: readonly ReviewUnit[], chiefs: ReadonlySet<string>) {
  if (BOARD_OF[level] !== 'staff') return [...rows];
  return rankAmong(rows.filter(({ unit }) => chiefs.has(unit) === (level === 'chiefs')));
}

const PLACES = [
  'unit',
  'unit_name',
  'on_file',
  'department',
  'department_name',
  'county',
  'county_name',
  'rank',
  'is_tied',
  'previous_rank',
  'movement',
  'unranked_reason',
  'score',
  'cards_issued',
  'cards_taken_back',
  'cards_notice',
  'cards_yellow',
  'cards_red',
] as const;
const SUMS = [
  'received',
  'accepted',
  'refused',
  'decided',
  'completed',
  'delivered',
  'withdrawn',
  'completed_with_limit',
  'early',
  'on_time',
  'overdue',
  'commitment_received',
  'commitment_completed',
  'commitment_early',
  'instant_accepted',
  'commitment_accepted',
  'online_received',
  'used_days_sum',
  'promised_days_sum',
  'statutory_used_days_sum',
  'statutory_days_sum',
  'rated',
  'satisfied',
  'praised',
  'timed_events',
  'timely_events',
] as const;

const pick = (row: object, names: readonly string[], unless: null | 0) =>
  Object.fromEntries(names.map((name) => [name, (row as Record<string, unknown>)[name] ?? unless]));
