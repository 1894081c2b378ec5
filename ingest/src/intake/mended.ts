/**
 * Closes refused lines when what they tell of comes in after all: the same event of the same source, in the same revision or a
 * later one, stored or known already. So the list of refused lines shows what is still missing.
 *
 * Nearly every event was never refused, so they are told by their cases first, which are held here: another worker's are
 * read now and then, those of this one are added as they come.
 */
import type { Store } from '@mingcha/sql';
import type { EventRows } from './event-rows.ts';
import { casesOfOpenRejects, type EventOfLine, type KeptReject, markReplayed, openRejectsOf } from './rejects.ts';

const READ_EVERY_MS = 60_000;

export interface Mended {
  /** Hears of refused lines, once they are kept. */
  refused(rejects: readonly Pick<EventOfLine, 'case_id'>[]): void;
  /** Closes the open lines kept before that tell of these events; call it once the events are durable. */
  came(accepted: readonly EventRows[], at: Date): Promise<void>;
}

/** Reads the cases of which refused lines are open. */
export async function openMended(store: Store, clock: () => Date): Promise<Mended> {
  let cases = await casesOfOpenRejects(store);
  let readAt = clock().getTime();

  return {
    refused(rejects) {
      for (const { case_id } of rejects) if (case_id !== '') cases.add(case_id);
    },
    async came(accepted, at) {
      if (store.kind !== 'embedded' && at.getTime() - readAt > READ_EVERY_MS) {
        readAt = at.getTime();
        cases = await casesOfOpenRejects(store);
      }
      if (cases.size === 0) return;
      /** Highest revision that came, by event. */
      const came = new Map<string, number>();
      const touched = new Set<string>();
      for (const rows of accepted) {
        for (const [row, caseId] of rows.caseIds.entries()) {
          if (!cases.has(caseId)) continue;
          touched.add(caseId);
          const { source, event_id, revision } = rows.identity(row);
          const key = keyOf(source, caseId, event_id);
          came.set(key, Math.max(revision, came.get(key) ?? 0));
        }
      }
      if (touched.size === 0) return;
      // Let go of before looking: what is refused meanwhile adds its case anew.
      for (const caseId of touched) cases.delete(caseId);
      try {
        const open = await openRejectsOf(store, [...touched]);
        const isMended = ({ source, case_id, event_id, revision }: KeptReject) =>
          revision <= (came.get(keyOf(source.trim(), case_id, event_id)) ?? -1);
        for (const reject of open) if (!isMended(reject)) cases.add(reject.case_id);
        await markReplayed(store, open.filter(isMended), at);
      } catch (error) {
        for (const caseId of touched) cases.add(caseId);
        throw error;
      }
    },
  };
}

const keyOf = (source: string, caseId: string, eventId: string): string => `${source}\n${caseId}\n${eventId}`;
