/** The statement that computes cases anew from their events, and the version its facts carry. */
import { inlineView } from './inline.ts';

const GATHERED = inlineView(
  'case_gathered_of(from_case={from_case:String}, to_case={to_case:String}, cases={cases:Array(String)}, version={version:UInt64})',
);
/** Parameters: from_case, to_case, cases (empty: all between), version. */
export const REFRESH = `insert into case_gathered select * from ${GATHERED}`;

/** Versions grow with every computation, also across restarts and between processes: even ones of a rebuild, odd of a refresh. */
let lastVersion = 0;
export function nextVersion(kind: 'rebuild' | 'refresh'): number {
  lastVersion = Math.max(lastVersion + 2, Date.now() * 1000);
  lastVersion += (lastVersion + (kind === 'refresh' ? 1 : 0)) % 2;
  return lastVersion;
}
