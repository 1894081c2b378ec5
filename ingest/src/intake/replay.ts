/**
 * Sends refused lines once more, after whatever refused them was put right: a code that is known now, a clock.
 * Those accepted now are marked as replayed; the others stay. A line that carried personal data was not kept as sent,
 * and one that was too long not whole: neither can be replayed, and both are counted as left. So are rows of files
 * that their mapping refused: they are no events, and come again when their file is read again.
 */
import type { Store } from '@mingcha/sql';
import type { Intake } from './intake.ts';
import { wasMasked } from './personal.ts';
import { type KeptReject, listRejects, markReplayed, type RejectFilter } from './rejects.ts';

export interface ReplayResult {
  /** Accepted now, or stored already. */
  accepted: number;
  /** Refused again. */
  refused: number;
  /** Not sent: what is kept is not what was sent. */
  left: number;
}

const PAGE = 5000;

/** Replays all open rejects that the filter names. Throws IntakeUnavailable when the store cannot take them. */
export async function replay(
  store: Store,
  intake: Intake,
  filter: Pick<RejectFilter, 'source' | 'code'> = {},
  clock: () => Date = () => new Date(),
): Promise<ReplayResult> {
  const result: ReplayResult = { accepted: 0, refused: 0, left: 0 };
  let cursor: string | null | undefined;
  do {
    // Newest first: a line refused again is received again and lies before the cursor, so it does not come up twice.
    const page = await listRejects(store, { ...filter, open: true, limit: PAGE, cursor: cursor ?? undefined });
    const whole = page.rows.filter(({ code, text }) => code !== 'too_long' && !isRow(code) && !wasMasked(text));
    result.left += page.rows.length - whole.length;
    for (const group of bySourceAndZone(whole)) {
      const answers = await intake.submit(
        group.map(({ text }) => text),
        { source: group[0]!.source, zone: group[0]!.zone, lineNumbers: group.map(({ line }) => line) },
      );
      const accepted = group.filter((_, index) => answers[index]?.status !== 'rejected');
      await markReplayed(store, accepted, clock());
      result.accepted += accepted.length;
      result.refused += group.length - accepted.length;
    }
    cursor = page.next_cursor;
  } while (cursor !== null);
  return result;
}

const isRow = (code: string) => code.startsWith('row_');

function bySourceAndZone(rejects: readonly KeptReject[]): Iterable<KeptReject[]> {
  const groups = new Map<string, KeptReject[]>();
  for (const reject of rejects) {
    const key = `${reject.source}\n${reject.zone}`;
    const group = groups.get(key);
    if (group) group.push(reject);
    else groups.set(key, [reject]);
  }
  return groups.values();
}
