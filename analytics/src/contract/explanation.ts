/**
 * Why a case stands where it stands: its clock day by day, where each limit came from, the calendar, rules and thresholds
 * with their versions, every revision of every event, and the same in sentences. The case panel and the evidence page are
 * both made of this.
 */
import { LIMIT_UNITS } from '@mingcha/ingest/codes';
import Type, { type Static } from 'typebox';
import { CardActionRow, CardDetail, CardRow } from './cards.ts';
import { CaseDetail, CaseExtension, ClockDay } from './case-detail.ts';
import { CaseEventRow } from './case-event.ts';
import { CARD_GRADES } from './codes.ts';
import { Count, Day, Moment, Nullable } from './common.ts';
import { OverdueRow } from './supervision.ts';

const Said = Type.Object({ zh: Type.String(), en: Type.String() });
const unit = OverdueRow.properties.limit_unit;

export const ExplainedDay = Type.Object({
  ...ClockDay.properties,
  late: Type.Enum(['', 'promised', 'statutory'], {
    description: 'Of a day that counted: which limit had run out before it.',
  }),
  says: Type.Object(Said.properties, { description: 'Whether the day counted and why, in words.' }),
});
export type ExplainedDay = Static<typeof ExplainedDay>;

/** An event, by what names it. */
export const EventReference = Type.Object({
  source: Type.String(),
  event_id: Type.String(),
  revision: Type.Integer(),
  type: Type.String(),
  occurred_at: Moment,
});

const itemLimit = (description: string) => Nullable(Type.Integer({ description }));
export const ItemVersion = Type.Object({
  item: Type.String(),
  name: Type.String(),
  valid_from: Day,
  valid_to: Nullable(Type.Union([Day], { description: 'Last day before the next version; null while there is none.' })),
  imported_at: Moment,
  case_kind: Type.String(),
  promised_limit: itemLimit('In promised_unit.'),
  promised_unit: Type.Enum(['', ...LIMIT_UNITS]),
  statutory_limit: itemLimit('In statutory_unit.'),
  statutory_unit: Type.Enum(['', ...LIMIT_UNITS]),
});
export type ItemVersion = Static<typeof ItemVersion>;

export const LimitOrigin = Type.Object({
  source: Type.Enum(['event', 'item', 'none'], {
    description: 'event: the due moment its source sent, which wins; item: the item as in force on day 0.',
  }),
  item_version: Nullable(
    Type.Union([ItemVersion], {
      description:
        'In force on day 0, or, before the clock starts, on the day the case came in; null when not on file.',
    }),
  ),
  due_event: Nullable(Type.Union([EventReference], { description: 'Which event sent the due moment.' })),
  compared_by: Type.Enum(['', 'day', 'moment'], { description: 'How a due moment that was sent is compared.' }),
  unit,
  before_extensions: Nullable(Type.Number({ description: 'In unit.' })),
  extended_by: Type.Number({ description: 'In unit: what was granted in time.' }),
  in_all: Nullable(Type.Number({ description: 'In unit.' })),
  extensions: Type.Array(
    Type.Object({
      ...CaseExtension.properties,
      event: Nullable(EventReference),
    }),
  ),
});
export type LimitOrigin = Static<typeof LimitOrigin>;

export const CalendarVersion = Type.Object({
  calendar: Type.String(),
  version: Type.String({ description: 'Digest of its zone, its way of counting and of every day until known_until.' }),
  zone: Type.String({ description: 'IANA name.' }),
  counting: CaseDetail.properties.case.properties.counting,
  standard_day_hours: Type.Number(),
  hours: Type.String({ description: 'Working hours of a day, local time.' }),
  known_until: Day,
  own_days: { ...Count, description: 'Closures and opening days of the centre’s own.' },
  valid_from: Nullable(Type.Union([Day], { description: 'Null for the calendar every store begins with.' })),
  imported_at: Nullable(Moment),
});
export type CalendarVersion = Static<typeof CalendarVersion>;

export const Counting = Type.Object({
  convention: Type.Enum(['whole_days', 'calendar_days', 'working_seconds', 'hours']),
  models: Type.String({ description: 'Digest of the models that computed the case from its events.' }),
  computed_at: Nullable(Type.Union([Moment], { description: 'When all cases were last computed by these models.' })),
  release: Type.String(),
});

export const ExplainedThreshold = Type.Object({
  ...CardDetail.properties.finding.properties.thresholds.items.properties,
  says: Said,
});
export type ExplainedThreshold = Static<typeof ExplainedThreshold>;

export const ExplainedRule = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  name: Said,
  grade: Type.Enum(CARD_GRADES),
  /** A law, a published practice, or a choice of ours. */
  source: Said,
  thresholds: Type.Array(ExplainedThreshold),
  cards: Type.Array(Type.String(), { description: 'Numbers of the cards it issued about the case.' }),
});
export type ExplainedRule = Static<typeof ExplainedRule>;

export const ExplainedCard = Type.Object({
  card: Type.Object(CardRow.properties),
  rule_name: Said,
  finding: Type.Object({
    ...CardDetail.properties.finding.properties,
    thresholds: Type.Array(ExplainedThreshold),
  }),
  actions: Type.Array(CardActionRow),
});
export type ExplainedCard = Static<typeof ExplainedCard>;

export const ExplainedEvent = Type.Object({
  ...CaseEventRow.properties,
  status: Type.Enum(['counts', 'superseded', 'retracted'], {
    description: 'superseded: a higher revision, or the settling of a conflict, took its place.',
  }),
  staff_name: Type.String({ description: 'Empty where the directory does not know the code.' }),
  window_name: Type.String(),
  department_name: Type.String(),
});
export type ExplainedEvent = Static<typeof ExplainedEvent>;

export const CaseExplanation = Type.Object(
  {
    as_of: Moment,
    watermark: Nullable(Type.Union([Moment], { description: 'Arrival of the newest event of the case.' })),
    case: CaseDetail.properties.case,
    limits: Type.Object({
      promised: LimitOrigin,
      statutory: Type.Object({
        source: Type.Enum(['item', 'none']),
        unit,
        limit: Nullable(Type.Number({ description: 'In unit.' })),
      }),
    }),
    days: Type.Array(ExplainedDay),
    stops: CaseDetail.properties.stops,
    extensions: CaseDetail.properties.extensions,
    stages: CaseDetail.properties.stages,
    calendar: CalendarVersion,
    counting: Counting,
    rules: Type.Array(ExplainedRule, {
      description: 'Every rule as it is today, with the thresholds that hold for the case.',
    }),
    cards: Type.Array(ExplainedCard, { description: 'With the rule version and thresholds each was issued by.' }),
    events: Type.Array(ExplainedEvent, { description: 'All revisions, in the order they happened.' }),
    conflicts: Type.Array(
      Type.Object({
        source: Type.String(),
        event_id: Type.String(),
        revision: Type.Integer(),
        contents: Type.Integer({ description: 'How many different contents came under this revision.' }),
        says: Said,
      }),
    ),
    sentences: Type.Object(
      {
        promised: Said,
        statutory: Said,
        origin: Said,
        counting: Said,
        calendar: Said,
        provisional: Nullable(Said),
      },
      { description: 'The explanation in words, written here for every reader alike.' },
    ),
  },
  { $id: 'CaseExplanation' },
);
export type CaseExplanation = Static<typeof CaseExplanation>;
