/** What the process that tells people of cards and the one that kills it agree on. */

/** Each hears of every card. */
export const RECEIVERS = ['one', 'two', 'three'] as const;

/** Longer than a claim on a message holds. */
export const CLAIM_OVER_MS = 130_000;

export interface Recorded {
  message_id: string;
  receiver: string;
  case_id: string;
  /** Rows that say it was delivered. */
  delivered: number;
}

export type Told =
  /** Written down for every receiver. */
  { kind: 'told'; case_id: string } | { kind: 'recorded'; deliveries: Recorded[] };
