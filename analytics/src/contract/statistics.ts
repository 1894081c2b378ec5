/** Daily and period statistics, ranking and early completion. Rates are numerator and denominator; readers divide. */
import Type, { type Static } from 'typebox';
import { COMPARED, COMPONENTS, type Compared, type Comparison, type Component } from './codes.ts';
import { Count, Day, List, Moment, Nullable, unitColumns } from './common.ts';

const Sum = Type.Number({ description: 'Sum, in standard working days.' });

/** Counts of a unit over a day or period (definitions: domain, numbers). */
export const measureColumns = {
  received: Count,
  accepted: Count,
  refused: Count,
  decided: Count,
  completed: { ...Count, description: 'Decided with a normal outcome.' },
  delivered: Count,
  withdrawn: Count,
  completed_with_limit: Count,
  early: Count,
  on_time: Count,
  overdue: { ...Count, description: 'Completed late.' },
  commitment_received: Count,
  commitment_completed: Count,
  commitment_early: Count,
  instant_accepted: Count,
  commitment_accepted: Count,
  online_received: Count,
  used_days_sum: { ...Sum, description: 'Σ working days used by completed cases judged by a promised limit in days.' },
  promised_days_sum: { ...Sum, description: 'Σ promised limit of the same cases.' },
  statutory_used_days_sum: { ...Sum, description: 'Σ working days used by completed cases with a statutory limit.' },
  statutory_days_sum: { ...Sum, description: 'Σ statutory limit of the same cases.' },
  used_days_median: Nullable(Type.Number({ description: 'Median working days used by completed cases.' })),
  rated: Count,
  satisfied: { ...Count, description: 'Rated 1–3 (满意率 numerator).' },
  praised: { ...Count, description: 'Rated 1–2 (好评率 numerator).' },
  timed_events: { ...Count, description: 'Events that state when they were recorded.' },
  timely_events: { ...Count, description: 'Of those, recorded within the configured hours of happening.' },
};

export const DailyStatisticsRow = Type.Object(
  {
    day: Day,
    ...unitColumns,
    ...measureColumns,
    open_at_end: { ...Count, description: 'Cases open at the end of the day (backlog).' },
    overdue_open_at_end: { ...Count, description: 'Of those, past their promised due moment.' },
  },
  { $id: 'DailyStatisticsRow' },
);
export type DailyStatisticsRow = Static<typeof DailyStatisticsRow>;
export const DailyStatistics = List(DailyStatisticsRow);
export type DailyStatistics = Static<typeof DailyStatistics>;

/** Counts of a unit over a whole period. */
export const periodColumns = {
  ...measureColumns,
  used_days_median: Nullable(
    Type.Number({ description: 'Median working days used by the cases completed in the period; null without any.' }),
  ),
  handling_days_sum: {
    ...Count,
    description: 'Σ working days used by the cases completed in the period; over completed, the mean handling time.',
  },
  open_at_end: { ...Count, description: 'Cases open at the end of the period (backlog).' },
  overdue_open_at_end: { ...Count, description: 'Of those, past their promised due moment.' },
};

const stretchColumns = {
  from_day: { ...Day, description: 'First day.' },
  to_day: { ...Day, description: 'Last day, included.' },
};
/** The other period: its days, the moment it is counted until, and the same counts. */
const comparedColumns = {
  ...stretchColumns,
  until: Nullable(
    Type.Union([Moment], {
      description: 'Only what happened until then is counted, because the period is still running; else null.',
    }),
  ),
  ...periodColumns,
};
type Suffixed<Columns, End extends string> = { [Name in keyof Columns & string as `${Name}_${End}`]: Columns[Name] };
const suffixed = <End extends Compared>(end: End) =>
  Object.fromEntries(Object.entries(comparedColumns).map(([name, schema]) => [`${name}_${end}`, schema])) as Suffixed<
    typeof comparedColumns,
    End
  >;
const compared = { previous: suffixed('previous'), year_before: suffixed('year_before') };

const ownColumns = { ...stretchColumns, ...unitColumns, ...periodColumns };

/** As it is asked for: with `compare`, the columns of the other periods follow, each with its end. */
export const PeriodStatisticsRow = Type.Object(
  {
    ...ownColumns,
    ...Type.Partial(Type.Object(compared.previous)).properties,
    ...Type.Partial(Type.Object(compared.year_before)).properties,
  },
  { $id: 'PeriodStatisticsRow' },
);
export type PeriodStatisticsRow = Static<typeof PeriodStatisticsRow>;
export const PeriodStatistics = List(PeriodStatisticsRow);
export type PeriodStatistics = Static<typeof PeriodStatistics>;

/** Which periods a comparison adds. */
export const comparedBy = (comparison: Comparison | undefined): readonly Compared[] =>
  COMPARED.filter((end) => comparison === 'both' || comparison === (end === 'year_before' ? 'year' : end));

/** The row with exactly the columns a request gets. */
export const periodStatisticsRow = (ends: readonly Compared[]) =>
  Type.Object({ ...ownColumns, ...Object.assign({}, ...ends.map((end) => compared[end])) });

const component = (name: string) => ({
  [`${name}_numerator`]: Type.Number(),
  [`${name}_denominator`]: Type.Number(),
  [`${name}_weight`]: Type.Number({ description: 'Configured weight.' }),
  [`${name}_points`]: Nullable(
    Type.Number({ description: 'Points of 100 after absent components gave up their weight; null when absent.' }),
  ),
});

const rankingColumns = {
  rank: Nullable(Type.Integer({ description: 'Competition rank 1, 1, 3; null when unranked.' })),
  is_tied: Type.Boolean(),
  previous_rank: Nullable(Type.Integer()),
  movement: Nullable(Type.Integer({ description: 'previous_rank − rank; positive is up.' })),
  unranked_reason: Type.Union([Type.Literal(''), Type.Literal('too_few'), Type.Literal('no_cases')]),
  score: Nullable(
    Type.Number({
      description:
        'Composite out of 100 less what cards deduct, truncated to two decimals; enough cards take it below 0.',
    }),
  ),
  ...unitColumns,
  completed: Count,
  commitment_completed: Count,
  early: Count,
  overdue: Count,
  received: Count,
  cards_issued: { ...Count, description: 'Cards found in the period, those of the baseline left out.' },
  cards_taken_back: {
    ...Count,
    description: 'Of those, cancelled, revoked after an appeal, or lapsed by a correction.',
  },
  cards_notice: { ...Count, description: 'Notices in effect.' },
  cards_yellow: { ...Count, description: 'Yellow cards in effect.' },
  cards_red: { ...Count, description: 'Red cards in effect.' },
  deduction: Type.Number({ description: 'Points the cards in effect take off (settings deduction_<grade>).' }),
  ...(Object.assign({}, ...COMPONENTS.map(component)) as Record<
    `${Component}_${'numerator' | 'denominator' | 'weight'}`,
    ReturnType<typeof Type.Number>
  > &
    Record<`${Component}_points`, ReturnType<typeof Nullable<ReturnType<typeof Type.Number>>>>),
};

export const RankingRow = Type.Object(
  { period: Type.String({ description: 'As asked for.', examples: ['2026-03'] }), ...rankingColumns },
  { $id: 'RankingRow' },
);
export type RankingRow = Static<typeof RankingRow>;
export const Ranking = List(RankingRow);
export type Ranking = Static<typeof Ranking>;

export const WeeklyRankingRow = Type.Object(
  { week: Type.String({ examples: ['2026-W10'] }), ...rankingColumns },
  { $id: 'WeeklyRankingRow' },
);
export type WeeklyRankingRow = Static<typeof WeeklyRankingRow>;
export const WeeklyRanking = List(WeeklyRankingRow);
export type WeeklyRanking = Static<typeof WeeklyRanking>;

export const EarlyCompletionRow = Type.Object(
  {
    from_day: Day,
    to_day: Day,
    ...unitColumns,
    of_all_numerator: { ...Count, description: 'Early.' },
    of_all_denominator: { ...Count, description: 'Completed.' },
    of_commitment_numerator: { ...Count, description: 'Early commitment cases.' },
    of_commitment_denominator: { ...Count, description: 'Completed commitment cases.' },
    of_received_numerator: { ...Count, description: 'Early commitment cases.' },
    of_received_denominator: { ...Count, description: 'Commitment cases received.' },
    within_limit_numerator: { ...Count, description: 'Early + on time.' },
    within_limit_denominator: { ...Count, description: 'Completed with a limit.' },
  },
  { $id: 'EarlyCompletionRow' },
);
export type EarlyCompletionRow = Static<typeof EarlyCompletionRow>;
export const EarlyCompletion = List(EarlyCompletionRow);
export type EarlyCompletion = Static<typeof EarlyCompletion>;

/** From when to when there is anything to count, and on whose wall clock. */
export const DataSpan = Type.Object(
  {
    as_of: Moment,
    first_on: Nullable(
      Type.Union([Day], { description: 'First day on which something happened; null without cases.' }),
    ),
    last_on: Nullable(Type.Union([Day], { description: 'Last day on which something happened.' })),
    last_at: Nullable(Type.Union([Moment], { description: 'When the last of it happened.' })),
    zone: Type.String({
      description: 'IANA zone of the calendar all centres asked for share, else of the default one.',
      examples: ['Asia/Shanghai'],
    }),
  },
  { $id: 'DataSpan' },
);
export type DataSpan = Static<typeof DataSpan>;
