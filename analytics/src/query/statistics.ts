/** Reads of the statistical marts: daily and period statistics, ranking, early completion. */
import {
  DAYS_FROM_SUMS,
  type Days,
  FIRST_DAY,
  FROM_SUMS,
  inlineView,
  isSummed,
  passesBegun,
  readsCases,
} from '@mingcha/sql';
import {
  type Board,
  DailyStatisticsRow,
  EarlyCompletionRow,
  type Level,
  RankingRow,
  WeeklyRankingRow,
} from '../contract/index.ts';
import { addDays, type Span } from '../periods/period.ts';
import { type Filters, filterArguments } from './scope.ts';
import { AS_OF, type Quicker, type Select, type Ways } from './select.ts';

/**
 * Days and level, as marts over a period take them. Level and board stand in the statement, one of a few words each: what they
 * decide is then decided before it is planned.
 */
export const period = (by: Level) => `from_day={from_day:Date}, to_day={to_day:Date}, by='${by}'`;

/** While a pass over the sums writes, some months are as they were and others as they are. */
const outOfSums = (from: string, days: readonly Days[]): Quicker => ({
  from,
  // Backlogs read from cases are those of cases from before these days, too, of which nothing is known here.
  ...(readsCases(from) ? {} : { isSettled: true }),
  async holds(store, asOf) {
    const passes = passesBegun();
    const stand = await Promise.all(days.map((each) => isSummed(store, each, asOf)));
    return stand.every(Boolean) ? () => passesBegun() === passes : undefined;
  },
});

/** Calls of marts over days that are counted by unit_days: read from their cases, or from their sums. */
export const overDays = (calls: string, days: readonly Days[]): Ways => ({
  from: inlineView(calls),
  quicker: [outOfSums(inlineView(calls, DAYS_FROM_SUMS), days)],
});

/** The same of marts that tell a backlog, too, which depends on every day up to its own. */
export function withBacklog(calls: string, days: readonly Days[]): Ways {
  const { from, quicker = [] } = overDays(calls, days);
  const ever = days.map(({ to }) => ({ from: FIRST_DAY, to }));
  return { from, quicker: [outOfSums(inlineView(calls, FROM_SUMS), ever), ...quicker] };
}

/** One row per day and unit. */
export function dailyStatistics({ from, to }: Span, by: Level, filters: Filters): Select {
  const { text, parameters } = filterArguments(filters);
  return {
    ...withBacklog(`daily_statistics(${period(by)}, as_of=${AS_OF}, ${text})`, [{ from, to }]),
    row: DailyStatisticsRow,
    order: [
      { expression: 'day', type: 'Date' },
      { expression: 'unit', type: 'String' },
    ],
    parameters: { from_day: from, to_day: to, ...parameters },
    isAsWritten: true,
  };
}

// Ties are broken for display only: fewer red cards, fewer yellow, higher within-limit rate, more cases, then name. The
// unranked come last, those with too few cases before those with none.
const BOARD_ORDER: Select['order'] = [
  { expression: 'ifNull(toUInt32(rank), 4294967295)', type: 'UInt32' },
  { expression: "toUInt8(unranked_reason = 'no_cases')", type: 'UInt8' },
  { expression: 'cards_red', type: 'UInt32' },
  { expression: 'cards_yellow', type: 'UInt32' },
  { expression: '-within_limit_numerator / greatest(within_limit_denominator, 1)', type: 'Float64' },
  { expression: '-toInt64(completed)', type: 'Int64' },
  { expression: 'unit_name', type: 'String' },
  { expression: 'unit', type: 'String' },
];

/** One row per unit of the board, ranked ones first. `monday` is the week's first day. */
export function weeklyRanking(monday: string, board: Board, filters: Filters): Select {
  const { text, parameters } = filterArguments(filters);
  return {
    ...overDays(`weekly_ranking(week_start={week_start:Date}, board='${board}', as_of=${AS_OF}, ${text})`, [
      { from: addDays(monday, -7), to: addDays(monday, 6) },
    ]),
    row: WeeklyRankingRow,
    expressions: { week: 'period' },
    order: BOARD_ORDER,
    parameters: { week_start: monday, ...parameters },
    isAsWritten: true,
  };
}

const RANKED_DAYS =
  'from_day={from_day:Date}, to_day={to_day:Date}, before_from={before_from:Date}, before_to={before_to:Date}';

/** The same of any period, called `name`, against the one before it. */
export function ranking(name: string, span: Span, before: Span, board: Board, filters: Filters): Select {
  const { text, parameters } = filterArguments(filters);
  return {
    ...overDays(`ranking(period={period:String}, ${RANKED_DAYS}, board='${board}', as_of=${AS_OF}, ${text})`, [
      span,
      before,
    ]),
    row: RankingRow,
    order: BOARD_ORDER,
    parameters: {
      period: name,
      from_day: span.from,
      to_day: span.to,
      before_from: before.from,
      before_to: before.to,
      ...parameters,
    },
    isAsWritten: true,
  };
}

/** One row per unit over the whole period. */
export function earlyCompletion({ from, to }: Span, by: Level, filters: Filters): Select {
  const { text, parameters } = filterArguments(filters);
  return {
    ...overDays(`early_completion(${period(by)}, as_of=${AS_OF}, ${text})`, [{ from, to }]),
    row: EarlyCompletionRow,
    order: [{ expression: 'unit', type: 'String' }],
    parameters: { from_day: from, to_day: to, ...parameters },
  };
}
