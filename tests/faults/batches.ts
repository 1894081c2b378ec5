/** The events of the fault tests: batch n of round r, the same for the process that sends and the one that checks. */

/** Events of one batch; each is one request's worth and must be stored whole or not at all. */
export const BATCH = 40;

/** Requests under way at a time. */
export const SENDERS = 6;

/** Cases a batch's events belong to; a case gets events from many batches and rounds. */
export const CASES = 25;

export const batchName = (round: number, batch: number) => `r${round}-b${batch}`;

export function eventsOf(name: string): object[] {
  return Array.from({ length: BATCH }, (_, index) => ({
    source: 'hall',
    event_id: `${name}-${index}`,
    type: (['applied', 'accepted', 'stage_started', 'stage_finished'] as const)[index % 4],
    stage: '1',
    case_id: `C${index % CASES}`,
    occurred_at: `2026-03-02 09:00:${String(index).padStart(2, '0')}`,
    window: name,
  }));
}

/** What the child tells its parent, one JSON text per message. */
export type Message =
  /** What the store held at the start, after what an earlier process left undone was refreshed. */
  | {
      kind: 'found';
      batches: { name: string; events: number; rows: number }[];
      facts: { case_id: string; events: number }[];
    }
  /** These batches are acknowledged. */
  | { kind: 'acknowledged'; name: string };
