/**
 * Server-sent events of `GET /api/v1/live`. Each message's `event:` is the member's name.
 * `stored` comes once per commit with the newest events in it (at most 20); `summary` follows when lamps change;
 * `cards` (LiveCards in cards.ts) comes when cards are issued, lapse or are acted on;
 * `: ping` comments keep the line open.
 */
import Type, { type Static } from 'typebox';
import { Count, Moment } from './common.ts';
import { SupervisionSummary } from './supervision.ts';

export const LiveStored = Type.Object({
  at: Moment,
  events: Count,
  cases: Count,
  newest: Type.Array(
    Type.Object({
      case_id: Type.String(),
      type: Type.String(),
      occurred_at: Moment,
      department: Type.String(),
      window: Type.String(),
      item: Type.String(),
    }),
  ),
});
export type LiveStored = Static<typeof LiveStored>;
export const LiveSummary = SupervisionSummary;
export type LiveSummary = Static<typeof LiveSummary>;
