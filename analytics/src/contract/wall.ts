/**
 * What a screen on the wall shows to whoever walks by: figures of units, never of persons. No case number, no applicant, no
 * member of staff has a place in these shapes.
 */
import Type, { type Static } from 'typebox';
import { GRADES } from './codes.ts';
import { Count, Day, Moment, Nullable } from './common.ts';
import { OverdueRow, SupervisionSummary } from './supervision.ts';

/** What one day brought, up to a moment. */
const DaySoFar = Type.Object({
  day: Day,
  until: { ...Moment, description: 'What happened later is not counted.' },
  received: Count,
  decided: Count,
});

const GravestCase = Type.Object({
  grade: Type.Enum(GRADES),
  department_name: Type.String({ description: 'Name on file, else the code.' }),
  window_name: Type.String(),
  item_name: Type.String(),
  limit_unit: OverdueRow.properties.limit_unit,
  remaining: OverdueRow.properties.remaining,
});

const Leader = Type.Object({
  rank: Type.Integer({ minimum: 1 }),
  is_tied: Type.Boolean(),
  name: Type.String(),
  score: Type.Number(),
  movement: Nullable(Type.Integer({ description: 'previous_rank − rank; positive is up.' })),
  commitment_completed: Count,
});

export const Wall = Type.Object(
  {
    as_of: Moment,
    summary: SupervisionSummary,
    today: DaySoFar,
    before: Nullable(
      Type.Union([DaySoFar], {
        description: 'The working day before, up to the same time of day; null where the calendar names none.',
      }),
    ),
    gravest: Type.Array(GravestCase, { description: 'Open cases that are late or about to be, gravest first.' }),
    week: Type.String({
      description: 'Week the leaders are of: the running one, or the one before while none is ranked yet.',
      examples: ['2026-W10'],
    }),
    leaders: Type.Array(Leader),
  },
  { $id: 'Wall' },
);
export type Wall = Static<typeof Wall>;
