/** 月讲评, the monthly review: one answer that holds the whole presentation, its chapters as data and its sentences with their numbers. */
import Type, { type Static } from 'typebox';
import { REVIEW_CHAPTERS, REVIEW_FIGURES, REVIEW_LEVELS, STAR_REASONS, SUPERVISION_FORMS } from './codes.ts';
import { Count, Day, Moment, Nullable, unitColumns } from './common.ts';
import { RectificationRow } from './rectifications.ts';
import { measureColumns } from './statistics.ts';
import { CaseRow } from './supervision.ts';

const Language = { zh: Type.String(), en: Type.String() };
const Month = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', examples: ['2026-02'] });
const ScreenId = Type.String({ pattern: '^[a-z]+(\\.[a-z]+)?$', maxLength: 40, examples: ['departments.rank'] });

/** What somebody made of a sentence. */
export const SentenceEdit = Type.Object({
  text: Type.String(),
  actor: Type.String(),
  at: Moment,
  is_outdated: Type.Boolean({ description: 'The sentence it replaced is another one now: its numbers changed.' }),
});
export type SentenceEdit = Static<typeof SentenceEdit>;

export const ReviewSentence = Type.Object({
  id: Type.String({ examples: ['departments.rank.title'] }),
  text: Type.Object(Language, { description: 'As written from the numbers.' }),
  numbers: Type.Array(
    Type.Object({
      name: Type.String(),
      value: Nullable(Type.Number({ description: 'Of a rate, the numerator.' })),
      of: Nullable(Type.Number({ description: 'Denominator of a rate; null for a plain number.' })),
    }),
    { description: 'Every number the sentence uses.' },
  ),
  edits: Type.Object({ zh: Nullable(SentenceEdit), en: Nullable(SentenceEdit) }),
  sequences: Type.Object(
    { zh: Type.Integer(), en: Type.Integer() },
    { description: 'Of the last edit, 0 without one; whoever edits sends it along.' },
  ),
});
export type ReviewSentence = Static<typeof ReviewSentence>;

export const ReviewScreen = Type.Object({
  id: ScreenId,
  chapter: Type.Enum(REVIEW_CHAPTERS),
  seconds: Type.Integer({ description: 'Share of the thirty minutes.' }),
  title: Type.Object(ReviewSentence.properties, { description: 'The finding.' }),
  points: Type.Array(ReviewSentence),
});
export type ReviewScreen = Static<typeof ReviewScreen>;

const Part = Type.Object({
  numerator: Type.Number({ description: 'Or the plain number.' }),
  denominator: Nullable(Type.Number()),
});
export type ReviewPart = Static<typeof Part>;
export const ReviewFigure = Type.Object({
  id: Type.Enum(REVIEW_FIGURES),
  now: Nullable(Part),
  before: Nullable(Type.Union([Part], { description: 'The month before; null where it has no data.' })),
  year_before: Nullable(Part),
});
export type ReviewFigure = Static<typeof ReviewFigure>;

const { used_days_median: _, ...sums } = measureColumns;
export const ReviewUnit = Type.Object(
  {
    ...unitColumns,
    rank: Nullable(Type.Integer()),
    is_tied: Type.Boolean(),
    previous_rank: Nullable(Type.Integer()),
    movement: Nullable(Type.Integer({ description: 'previous_rank − rank; positive is up.' })),
    unranked_reason: Type.Union([Type.Literal(''), Type.Literal('too_few'), Type.Literal('no_cases')]),
    score: Nullable(Type.Number()),
    ...sums,
    cards_issued: Count,
    cards_taken_back: { ...Count, description: 'Cancelled, revoked after an appeal, or lapsed by a correction.' },
    cards_notice: { ...Count, description: 'In effect.' },
    cards_yellow: { ...Count, description: 'In effect.' },
    cards_red: { ...Count, description: 'In effect.' },
  },
  { $id: 'ReviewUnit' },
);
export type ReviewUnit = Static<typeof ReviewUnit>;

export const ReviewLevel = Type.Object({
  level: Type.Enum(REVIEW_LEVELS),
  units: Type.Array(ReviewUnit, { description: 'Ranked ones first, in their order.' }),
});
export type ReviewLevel = Static<typeof ReviewLevel>;

export const ReviewOverdueCase = Type.Object({
  ...CaseRow.properties,
  is_open: Type.Boolean({ description: 'Still open at the end of the month and past its due day.' }),
  over: Nullable(Type.Number({ description: 'Of a completed one, by how much, in limit_unit.' })),
});
export type ReviewOverdueCase = Static<typeof ReviewOverdueCase>;

export const StageTimeRow = Type.Object(
  {
    unit: Type.String(),
    unit_name: Type.String(),
    stage: Type.String(),
    stage_name: Type.String({ description: 'As most items call it; empty where none defines it.' }),
    cases: Count,
    times: { ...Count, description: 'How often it was gone through.' },
    days_sum: Type.Number({ description: 'Working days spent in it, stops taken out.' }),
    days_median: Type.Number(),
    days_most: Type.Number(),
    times_with_limit: Count,
    times_late: Count,
  },
  { $id: 'StageTimeRow' },
);
export type StageTimeRow = Static<typeof StageTimeRow>;

export const ServiceStarRow = Type.Object(
  {
    staff: Type.String(),
    staff_name: Type.String(),
    department: Type.String(),
    department_name: Type.String(),
    ruled_out_by: Type.Enum(STAR_REASONS),
    place: Nullable(Type.Integer()),
    completed: Count,
    commitment_completed: Count,
    commitment_early: Count,
    overdue: Count,
    rated: Count,
    satisfied: Count,
    cards_yellow: Count,
    cards_red: Count,
    minimum_completed: Type.Number({ description: 'Setting star_minimum: commitment cases completed.' }),
    minimum_rated: Type.Number({ description: 'Setting star_ratings.' }),
  },
  { $id: 'ServiceStarRow' },
);
export type ServiceStarRow = Static<typeof ServiceStarRow>;

const qualityCounts = {
  events: Count,
  timed: { ...Count, description: 'Events that state when they were recorded.' },
  late: { ...Count, description: 'Of those, recorded late.' },
  conflicts: Count,
  not_on_file: Count,
  completed: Count,
  stages_complete: Count,
  rejects: Count,
};
export const ReviewQuality = Type.Object({
  now: Type.Object(qualityCounts),
  before: Nullable(Type.Object(qualityCounts)),
  departments: Type.Array(
    Type.Object({ department: Type.String(), department_name: Type.String(), ...qualityCounts }),
    { description: 'The most late entries first.' },
  ),
});
export type ReviewQuality = Static<typeof ReviewQuality>;

export const ReviewComment = Type.Object({
  comment_id: Type.String(),
  form: Type.Enum(SUPERVISION_FORMS),
  text: Type.String(),
  screen: Type.String({ description: 'The screen it was made at; empty where at none.' }),
  actor: Type.String(),
  at: Moment,
  withdrawn: Nullable(Type.Object({ actor: Type.String(), at: Moment, reason: Type.String() })),
});
export type ReviewComment = Static<typeof ReviewComment>;

export const ReviewDefinition = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  name: Type.Object(Language),
  text: Type.Object(Language),
});
export type ReviewDefinition = Static<typeof ReviewDefinition>;

const Span = Type.Object({
  from: Day,
  to: { ...Day, description: 'Included; of a month that runs, its last day so far.' },
});

export const MonthlyReview = Type.Object(
  {
    month: Month,
    month_before: Month,
    as_of: Moment,
    watermark: Nullable(Moment),
    zone: Type.String(),
    has_data: Type.Boolean(),
    is_running: Type.Boolean({ description: 'The month is not over as of the report.' }),
    periods: Type.Object({ now: Span, before: Span, year_before: Span }),
    screens: Type.Array(ReviewScreen),
    figures: Type.Array(ReviewFigure),
    levels: Type.Array(ReviewLevel),
    overdue: Type.Object({
      completed_late: Count,
      open_late: Count,
      cases: Type.Array(ReviewOverdueCase, { description: 'At most 300, the longest first.' }),
    }),
    stages: Type.Object({
      all: Type.Array(StageTimeRow, { description: 'Over all units, the most days first.' }),
      before: Type.Array(StageTimeRow),
      departments: Type.Array(StageTimeRow),
    }),
    quality: ReviewQuality,
    stars: Type.Object({
      minimum_completed: Type.Number(),
      minimum_rated: Type.Number(),
      candidates: Type.Array(ServiceStarRow),
      ruled_out: Type.Array(Type.Object({ reason: Type.Enum(STAR_REASONS), staff: Count })),
    }),
    done: Type.Array(Type.Object(RectificationRow.properties), {
      description: 'Tasks given in the meeting on the month before, and those of earlier ones that still run.',
    }),
    tasks: Type.Array(Type.Object(RectificationRow.properties), { description: 'Given in the meeting on this month.' }),
    comments: Type.Array(ReviewComment),
    definitions: Type.Array(ReviewDefinition),
  },
  { $id: 'MonthlyReview' },
);
export type MonthlyReview = Static<typeof MonthlyReview>;

export const ReviewRanks = Type.Object(
  {
    as_of: Moment,
    months: Type.Array(Month, { description: 'Up to the month of the review, the oldest first.' }),
    levels: Type.Array(
      Type.Object({
        level: Type.Enum(REVIEW_LEVELS),
        ranked: Type.Array(Count, { description: 'How many were ranked in each month.' }),
        units: Type.Array(
          Type.Object({
            unit: Type.String(),
            ranks: Type.Array(Nullable(Type.Integer()), { description: 'Of each month; null where not ranked.' }),
          }),
          { description: 'Whoever was ranked in any of the months.' },
        ),
      }),
    ),
  },
  { $id: 'ReviewRanks' },
);
export type ReviewRanks = Static<typeof ReviewRanks>;

const actor = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '\\S',
  description: 'Who acts. There are no accounts yet: it is kept as the request says it.',
  examples: ['王主任'],
});
const scope = {
  county: Type.Optional(Type.String({ description: 'Of whose review; the whole unless told.' })),
  centre: Type.Optional(Type.String()),
  department: Type.Optional(Type.String()),
};

export const EditSentence = Type.Object(
  {
    month: Month,
    ...scope,
    sentence: Type.String({ maxLength: 64, examples: ['departments.rank.title'] }),
    language: Type.Union([Type.Literal('zh'), Type.Literal('en')]),
    text: Nullable(
      Type.String({ minLength: 1, maxLength: 500, pattern: '\\S', description: 'Null brings the original back.' }),
    ),
    original: Type.String({ maxLength: 1000, description: 'The sentence from the numbers, as the editor saw it.' }),
    actor,
    sequence: Type.Integer({ minimum: 0, description: 'Of the last edit the editor saw; 0 where there was none.' }),
  },
  { additionalProperties: false },
);
export type EditSentence = Static<typeof EditSentence>;
export const EditedSentence = Type.Object({
  sentence: Type.String(),
  language: Type.Union([Type.Literal('zh'), Type.Literal('en')]),
  edit: Nullable(SentenceEdit),
  sequence: Type.Integer(),
});
export type EditedSentence = Static<typeof EditedSentence>;

export const NewComment = Type.Object(
  {
    month: Month,
    ...scope,
    form: Type.Enum(SUPERVISION_FORMS, { description: '纪检监督, 民主监督, 问责督查, 舆论监督.' }),
    text: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
    screen: Type.Optional(ScreenId),
    actor,
  },
  { additionalProperties: false },
);
export type NewComment = Static<typeof NewComment>;

export const WithdrawComment = Type.Object(
  {
    month: Month,
    ...scope,
    reason: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
    actor,
  },
  { additionalProperties: false },
);
export type WithdrawComment = Static<typeof WithdrawComment>;
