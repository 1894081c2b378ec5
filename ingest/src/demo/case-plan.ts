/**
 * The truth of one demo case, before any event exists: item, acceptance, working days used or lateness, stops,
 * extensions, outcome, rating. `case-drawer.ts` draws it, `case-events.ts` tells it, `ledger.ts` sums it.
 *
 * A moment is local seconds since 1970-01-01 (zone Asia/Shanghai, no daylight saving); a day is `moment / 86400`.
 */
import type { CaseKind, CityCentre, CityDepartment, CityItem, CityWindow, Limit } from './city.ts';
import type { Stop } from './working-days.ts';

export const DAY = 86_400;
export const HOUR = 3_600;
export const dayAt = (moment: number): number => Math.floor(moment / DAY);

export interface PlannedStop extends Stop {
  startAt: number;
  /** Before `startAt` where the source has mixed the two up; such a stop takes nothing off the clock. */
  endAt: number;
  endDay: number;
  /** Working days asked for; 0 where the event does not say. */
  granted: number;
}
export interface PlannedExtension {
  at: number;
  days: number;
  /** Granted before the promised due day was over: only then it counts. */
  isInTime: boolean;
}
/** A stage of the work, from the first to the last that is told of it in its round. */
export interface PlannedStage {
  stage: string;
  startAt: number;
  /** Null: nobody says that it was finished. */
  finishAt: number | null;
}
export interface Supplement {
  requestedAt: number;
  /** Null: the papers never came. */
  receivedAt: number | null;
}
/** Who decides: in the deciding unit, not always at the window that took the case in. */
export interface Desk {
  window: CityWindow;
  staff: string;
}
export interface Rating {
  at: number;
  value: number;
  /** When a bad one was put right; null: never, or a good one. */
  resolvedAt: number | null;
}
/** From an acceptance to its decision. A reopened case has two. */
export interface Round {
  /** Null: decided without ever being accepted (papers never came). */
  acceptedAt: number | null;
  staff: string;
  /** Day 0 of the clock: day of acceptance, or of receipt when acceptance is deemed. */
  clockFrom: number | null;
  /** In force on the day of acceptance, or the days up to the due day the source sent; without extension. */
  promised: Limit | null;
  statutory: Limit | null;
  /** Due day the accepted event states itself. */
  statedDue: number | null;
  stops: PlannedStop[];
  extension: PlannedExtension | null;
  /** In the unit of `promised`; working days where there is none. */
  used: number;
  decidedAt: number | null;
  outcome: string;
  /** Of the outcome; empty where none is given. */
  reason: string;
  desk: Desk | null;
  /** When the decision is entered, where its clerk leaves all of a time to one moment. Null: like any other event. */
  enteredAt: number | null;
  stages: PlannedStage[];
}
export interface CasePlan {
  caseId: string;
  centre: CityCentre;
  window: CityWindow;
  /** Who applied at the window; empty for an application from home. */
  applicationStaff: string;
  /** Department that must decide it. */
  owner: CityDepartment;
  statesOwner: boolean;
  statesKind: boolean;
  /** Null: an item that is not on file. */
  item: CityItem | null;
  itemCode: string;
  kind: CaseKind;
  channel: 'window' | 'web' | 'mobile' | 'mail';
  /** When papers reached the centre, told by an `applied` event or not. */
  receivedAt: number;
  isApplicationSent: boolean;
  /** When the receipt is entered, where its clerk leaves all of a time to one moment. Null: like any other event. */
  registeredAt: number | null;
  /** In order of the requests. */
  supplements: Supplement[];
  refusedAt: number | null;
  /** Empty where none is given. */
  refusalReason: string;
  withdrawnAt: number | null;
  /** Told with the first acceptance; null: nothing is said. */
  fee: number | null;
  /** Accepted over the counter, but at no window of the hall. */
  isOutsideHall: boolean;
  /** No answer within five working days: the clock runs from receipt. */
  isDeemed: boolean;
  rounds: Round[];
  /** A decision entered by mistake and taken back. */
  mistakenDecisionAt: number | null;
  deliveredAt: number | null;
  /** Oldest first; the last one counts. */
  ratings: Rating[];
}
