/**
 * Server-sent events of `GET /api/v1/live`. Each message's `event:` is the member's name.
 * `stored` comes once per commit with the newest events in it (at most 20); `summary` follows when lamps change;
 * `cards` (LiveCards in cards.ts) comes when cards are issued, lapse or are acted on;
 * `: ping` comments keep the line open.
 */
import Type, { type Static } from 'typebox';
import { CARD_ACTIONS, CARD_GRADES } from './codes.ts';
import { Count, Moment } from './common.ts';
import { SupervisionSummary } from './supervision.ts';

const NewestEvent = Type.Object({
  case_id: Type.String(),
  type: Type.String(),
  occurred_at: Moment,
  department: Type.String(),
  window: Type.String(),
  item: Type.String(),
});

export const LiveStored = Type.Object({
  at: Moment,
  events: Count,
  cases: Count,
  newest: Type.Array(NewestEvent),
});
export type LiveStored = Static<typeof LiveStored>;
export const LiveSummary = SupervisionSummary;
export type LiveSummary = Static<typeof LiveSummary>;

/** What the stream would have told last: whoever begins to look has it at once. The newest come first. */
export const LiveNewest = Type.Object(
  {
    as_of: Moment,
    events: Type.Array(NewestEvent),
    cards: Type.Array(
      Type.Object({
        at: Moment,
        card_id: Type.String(),
        case_id: Type.String(),
        rule: Type.String(),
        grade: Type.Enum(CARD_GRADES),
        action: Type.Enum(CARD_ACTIONS),
        actor: Type.String(),
      }),
      { description: 'What was done with cards, without those found in history.' },
    ),
  },
  { $id: 'LiveNewest' },
);
export type LiveNewest = Static<typeof LiveNewest>;
