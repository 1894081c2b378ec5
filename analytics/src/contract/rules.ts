/** The supervision rules, their thresholds, and what other thresholds would have found. */
import Type, { type Static } from 'typebox';
import { CARD_GRADES, SCOPES_OF_THRESHOLDS } from './codes.ts';
import { Count, Day, Moment, Nullable, scopeFilters } from './common.ts';
import { itemColumns, placeColumns } from './place.ts';

const InTwoLanguages = Type.Object({ zh: Type.String(), en: Type.String() });

const scope = Type.Enum(SCOPES_OF_THRESHOLDS, {
  description: 'For whom. The most specific counts: item before department before case kind before county.',
  examples: ['department'],
});
const validFrom = { ...Day, description: 'Counts for cases received from this day on.' };

export const RuleSetting = Type.Object({
  parameter: Type.String(),
  scope,
  code: Type.String({ description: 'Of the county, case kind, department or item; empty for everywhere.' }),
  valid_from: validFrom,
  value: Nullable(Type.Union([Type.Number()], { description: 'Null took the setting back.' })),
  set_by: Type.String(),
  set_at: Moment,
  reason: Type.String(),
});

export const RuleRow = Type.Object(
  {
    id: Type.String(),
    version: Type.Integer(),
    name: InTwoLanguages,
    grade: Type.Enum(CARD_GRADES),
    phase: Type.Enum(['before', 'during', 'after'], { description: '事前, 事中, 事后.' }),
    finding: Type.Enum(['work', 'data'], {
      description: 'Whether the work is late or wrong, or the data about it are.',
    }),
    parameters: Type.Array(
      Type.Object({
        name: Type.String(),
        default: Type.Number(),
        unit: Type.String(),
        maximum: { ...Count, description: 'The largest value that can be set; the smallest is 0.' },
        is_whole: Type.Boolean({ description: 'Whether only whole numbers can be set.' }),
        zh: Type.String(),
        en: Type.String(),
      }),
    ),
    sentence: InTwoLanguages,
    /** A law, a published practice, or a choice of ours. */
    source: InTwoLanguages,
    settings: Type.Array(RuleSetting, { description: 'Thresholds that were set, the newest for each scope and day.' }),
  },
  { $id: 'RuleRow' },
);
export type RuleRow = Static<typeof RuleRow>;
export const Rules = Type.Object({ as_of: Moment, rows: Type.Array(RuleRow) }, { $id: 'Rules' });
export type Rules = Static<typeof Rules>;

export const RuleSettings = Type.Object(
  { as_of: Moment, rows: Type.Array(RuleSetting, { description: 'Everything ever set, the newest first.' }) },
  { $id: 'RuleSettings' },
);
export type RuleSettings = Static<typeof RuleSettings>;

const threshold = {
  parameter: Type.String({ description: 'A parameter of the rule.', examples: ['working_days'] }),
  scope: Type.Optional(scope),
  code: Type.Optional(
    Type.String({ description: 'Of the county, case kind, department or item; left out for everywhere.' }),
  ),
};

export const ThresholdRow = Type.Object(
  {
    rule: Type.String(),
    rule_version: Type.Integer(),
    rule_name_zh: Type.String(),
    rule_name_en: Type.String(),
    grade: Type.Enum(CARD_GRADES),
    phase: Type.Enum(['before', 'during', 'after'], { description: '事前, 事中, 事后.' }),
    finding: Type.Enum(['work', 'data'], {
      description: 'Whether the work is late or wrong, or the data about it are.',
    }),
    parameter: Type.String({ description: 'Empty for a rule that has none.' }),
    parameter_zh: Type.String(),
    parameter_en: Type.String(),
    value: Nullable(Type.Number()),
    unit: Type.String(),
    scope,
    code: Type.String({ description: 'Of the county, case kind, department or item; empty for everywhere.' }),
    for_whom_zh: Type.String(),
    for_whom_en: Type.String(),
    valid_from: Nullable({
      ...validFrom,
      description: 'Counts for cases received from this day on; null for a default.',
    }),
    set_by: Type.String({ description: 'Empty for the rule’s own default.' }),
    set_at: Nullable(Moment),
    reason: Type.String(),
    source_zh: Type.String(),
    source_en: Type.String(),
  },
  { $id: 'ThresholdRow' },
);
export type ThresholdRow = Static<typeof ThresholdRow>;

export const SetThreshold = Type.Object(
  {
    ...threshold,
    valid_from: { ...validFrom, description: 'Counts for cases received from this day on; today at the earliest.' },
    // Not a union: a null would be coerced to 0.
    value: Type.Unsafe<number | null>({
      type: ['number', 'null'],
      description: 'Within the bounds of the parameter. Null takes the setting of this scope and day back.',
      examples: [3],
    }),
    actor: Type.String({
      minLength: 1,
      maxLength: 64,
      pattern: '\\S',
      description: 'Who sets it. There are no accounts yet: it is kept as the request says it.',
      examples: ['王督查'],
    }),
    reason: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S', examples: ['春节前后提前三天预警'] }),
    seen_at: Type.Optional({
      ...Moment,
      description:
        'The `as_of` of the rules the actor looked at. When somebody set this parameter for the same scope since, the ' +
        'answer is 409, which says who, what and when, and nothing is set. Left out, nobody is asked.',
    }),
  },
  { additionalProperties: false },
);
export type SetThreshold = Static<typeof SetThreshold>;

export const Simulate = Type.Object(
  {
    from: { ...Day, description: 'First day, included, on which findings became true.' },
    to: { ...Day, description: 'Last day, included.' },
    thresholds: Type.Array(
      Type.Object(
        { ...threshold, valid_from: Type.Optional(validFrom), value: Type.Number() },
        { additionalProperties: false },
      ),
      {
        maxItems: 100,
        description:
          'Tried instead of the thresholds in force for the same parameter; without a day they count for every case. Empty ' +
          'tries the rule’s own defaults.',
        examples: [[{ parameter: 'working_days', value: 3 }]],
      },
    ),
    ...scopeFilters,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1000 })),
    cursor: Type.Optional(Type.String({ description: 'Opaque; `next_cursor` of the page before.' })),
  },
  { additionalProperties: false },
);
export type Simulate = Static<typeof Simulate>;

const counts = {
  tried: { ...Count, description: 'Cards found in the period with the thresholds tried.' },
  in_force: { ...Count, description: 'Cards found in it with the thresholds in force.' },
  new: { ...Count, description: 'Cases which have one with those tried only, whenever found.' },
  gone: { ...Count, description: 'Cases which have one with those in force only.' },
  moved_in: { ...Count, description: 'Cards of before or after the period, which those tried would find in it.' },
  moved_out: {
    ...Count,
    description:
      'Cards of the period, which those tried would find before or after it. So tried = in_force + new − gone + moved_in − moved_out.',
  },
};
/** What a trial counts, of a department or of all. */
export const TRIAL_COUNTS = Object.keys(counts) as (keyof typeof counts)[];

export const SimulatedRow = Type.Object(
  {
    case_id: Type.String(),
    change: Type.Enum(['new', 'gone', 'same']),
    found_at: Nullable(Type.Union([Moment], { description: 'With the thresholds tried.' })),
    found_at_in_force: Nullable(Moment),
    ...placeColumns,
    ...itemColumns,
  },
  { $id: 'SimulatedRow' },
);
export type SimulatedRow = Static<typeof SimulatedRow>;

const byGrade = { notice: Type.Number(), yellow: Type.Number(), red: Type.Number() };
const standing = (description: string) =>
  Type.Object(
    {
      ...byGrade,
      deduction: Type.Number({ description: 'Points the cards take off.' }),
      score: Nullable(Type.Number({ description: 'Composite score, as the ranking gives it; null when unranked.' })),
      rank: Nullable(Type.Integer({ description: 'Competition rank 1, 1, 3; null when unranked.' })),
    },
    { description },
  );

export const Simulation = Type.Object(
  {
    as_of: Moment,
    rule: Type.String(),
    grade: Type.Enum(CARD_GRADES),
    total: Type.Object(counts),
    departments: Type.Array(Type.Object({ department: Type.String(), department_name: Type.String(), ...counts })),
    order: Type.Object(
      {
        departments: { ...Count, description: 'Departments with a rank.' },
        before_supervision: {
          ...Count,
          description: 'Cases whose card would come or go, were they not of the baseline, which no ranking counts.',
        },
        points: Type.Object(byGrade, { description: 'Points one card of each grade takes off.' }),
        changed: Type.Array(
          Type.Object({
            department: Type.String(),
            department_name: Type.String(),
            in_force: standing('With the thresholds in force.'),
            tried: standing('With those tried.'),
          }),
          { description: 'Departments whose cards, score or rank change, the one that moves furthest first.' },
        ),
      },
      {
        description:
          'The ranking of departments over the period as it is, and as it would be with the thresholds tried: the cards that ' +
          'would not be there taken out, those that would be there added. Cards people took back stay taken back, and what was ' +
          'found before supervision began counts in neither, as in every ranking.',
      },
    ),
    rows: Type.Array(SimulatedRow, { description: 'Case by case, what would change first.' }),
    next_cursor: Nullable(Type.String()),
  },
  { $id: 'Simulation' },
);
export type Simulation = Static<typeof Simulation>;
