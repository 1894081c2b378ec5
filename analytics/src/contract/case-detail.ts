/** One case, whole: its facts, its clocks explained day by day, its stages and its events. */
import Type, { type Static } from 'typebox';
import { CardRow } from './cards.ts';
import { CaseEventRow } from './case-event.ts';
import { Count, Day, Moment, Nullable } from './common.ts';
import { CaseRow, OverdueRow } from './supervision.ts';

/** Why a day counted or did not. `name` is the holiday, closure or stop that explains it, in words. */
export const ClockDay = Type.Object({
  day: Day,
  role: Type.Enum(['start', 'counted', 'weekend', 'holiday', 'closure', 'stopped', 'ahead', 'after']),
  ordinal: Nullable(Type.Integer({ description: 'n of the n-th day that counted.' })),
  is_makeup_workday: Type.Boolean(),
  is_due: Type.Boolean(),
  is_statutory_due: Type.Boolean(),
  is_decided: Type.Boolean(),
  is_today: Type.Boolean({ description: 'The day of the report’s moment.' }),
  name: Type.String(),
});
export type ClockDay = Static<typeof ClockDay>;

export const CaseStage = Type.Object({
  stage: Type.String(),
  started_at: Nullable(Moment),
  finished_at: Nullable(Moment),
  limit: Nullable(Type.Number({ description: 'In unit, as is used.' })),
  unit: OverdueRow.properties.limit_unit,
  used: Nullable(Type.Number()),
  due_on: Nullable(Day),
  verdict: Type.String(),
});

export const CaseStop = Type.Object({ from_at: Moment, to_at: Nullable(Moment), reason: Type.String() });
export const CaseExtension = Type.Object({
  granted_at: Moment,
  granted: Type.Number({ description: 'In unit.' }),
  unit: OverdueRow.properties.limit_unit,
  in_time: Type.Boolean(),
  added: Type.Number({ description: 'What it added to the limit, in limit_unit; 0 where the units do not convert.' }),
});

export const CaseDetail = Type.Object(
  {
    as_of: Moment,
    case: Type.Object({
      ...CaseRow.properties,
      grade: Nullable(OverdueRow.properties.grade),
      remaining: OverdueRow.properties.remaining,
      clock_from_on: Nullable(Day),
      limit_source: OverdueRow.properties.limit_source,
      due_at: Nullable(Moment),
      due_provisional: Type.Boolean(),
      statutory_limit: Nullable(Type.Number({ description: 'In statutory_unit.' })),
      statutory_unit: OverdueRow.properties.limit_unit,
      statutory_due_on: Nullable(Day),
      statutory_verdict: Type.String(),
      stopped_since: Nullable(Day),
      delivered_at: Nullable(Moment),
      outcome: Type.String(),
      channel: Type.String(),
      counting: Type.Enum(['whole_days', 'working_seconds']),
      calendar: Type.String(),
      calendar_known_until: Day,
      zone: Type.String({ description: 'IANA zone of the calendar: the days of the case are on its wall clock.' }),
      centre_name: Type.String(),
      county_name: Type.String(),
      event_count: Count,
    }),
    days: Type.Array(ClockDay),
    stops: Type.Array(CaseStop),
    extensions: Type.Array(CaseExtension),
    stages: Type.Array(CaseStage),
    events: Type.Array(CaseEventRow),
    cards: Type.Array(Type.Object(CardRow.properties), {
      description: 'Cards about the case, the newest finding first.',
    }),
  },
  { $id: 'CaseDetail' },
);
export type CaseDetail = Static<typeof CaseDetail>;
