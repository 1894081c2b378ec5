/** An event of a case as it came, and whether it counts. */
import Type from 'typebox';
import { Moment, Nullable } from './common.ts';

export const CaseEventRow = Type.Object({
  source: Type.String(),
  event_id: Type.String(),
  revision: Type.Integer(),
  type: Type.String(),
  occurred_at: Moment,
  recorded_at: Nullable(Moment),
  ingested_at: Moment,
  is_current: Type.Boolean({ description: 'False when a higher revision or a conflict rule superseded it.' }),
  is_retracted: Type.Boolean(),
  has_conflict: Type.Boolean({ description: 'Another content came with the same revision.' }),
  department: Type.String(),
  window: Type.String(),
  staff: Type.String(),
  detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Null()])),
});
