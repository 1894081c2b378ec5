/** One entry of the rectification ledger, whole: what it says, who did what with it, and what can be done now. */
import { RECTIFICATION_ACTS, type RectificationDetail } from '../contract/index.ts';
import { isProven, possibleActs } from '../rectification/entry.ts';
import { type Entry, said } from '../rectification/kept-entries.ts';
import type { Reader } from './reader.ts';
import { rectificationRow } from './rectifications.ts';

export async function rectificationDetail(
  reader: Reader,
  entry: Entry,
  asOf: Date,
): Promise<RectificationDetail | undefined> {
  const row = await rectificationRow(reader, entry.rectification_id, asOf);
  if (row === undefined) return undefined;
  const acts = said(entry);
  const can: readonly string[] = possibleActs(entry.state);
  return {
    as_of: asOf.toISOString(),
    entry: row,
    actions: entry.actions.map(({ sequence, action, actor, at, reason }, index) => {
      const { proof = '', links = [], due_on = null, person = null } = acts[index]!.detail;
      return { sequence, action, actor, at, reason, proof, links: [...links], due_on, person };
    }),
    possible: RECTIFICATION_ACTS.filter((action) => can.includes(action)),
    needs_proof: !isProven(acts, { action: 'close', detail: {} }),
  };
}
