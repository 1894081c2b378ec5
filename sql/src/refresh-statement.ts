/** The statement that computes cases anew from their events, and the version its facts carry. */
import { inlineView } from './inline.ts';
import type { Store } from './store.ts';

const GATHERED =
  'case_gathered_of(from_case={from_case:String}, to_case={to_case:String}, cases={cases:Array(String)}, version={version:UInt64})';
const intoFacts = (gathered: string) => `insert into case_gathered select * from ${gathered}`;

/** Parameters of both: from_case, to_case, cases (empty: all between), version. */
export const REFRESH = intoFacts(inlineView(GATHERED));
/**
 * The same for all cases of a range, of which those that stg_cases_repeated names are given as `repeated`: looked for in the
 * statement, they would be looked for twice. What another worker stores between the two
 * statements its own refresh computes, whose version is higher.
 */
export const REBUILD = intoFacts(
  inlineView(GATHERED, {
    stg_events_told: 'stg_events_told_in_bulk',
    stg_cases_repeated: '(select arrayJoin({repeated:Array(String)}) as case_id)',
  }),
);
export const REPEATED = inlineView(
  'select case_id from stg_cases_repeated(from_case={from_case:String}, to_case={to_case:String}, cases={cases:Array(String)})',
);

/**
 * Versions grow with every computation: even ones of a rebuild, odd ones of a refresh. They are microseconds of this
 * machine's clock, unless the store holds facts from beyond it: of a clock that ran fast and was set right, or of another
 * machine's. Those would hide every later computation of their cases, so the next version is above them. A store of this
 * process's own is asked once, a server each time; the index on versions leaves nothing to read where there are none.
 */
export async function nextVersion(store: Store, kind: 'rebuild' | 'refresh'): Promise<number> {
  const now = Date.now() * 1000;
  if (store.kind === 'server' || !asked.has(store)) {
    const [beyond] = await store.query<{ newest: number }>(
      'select toFloat64(max(version)) as newest from case_facts where version >= {now:UInt64}',
      { now: Math.max(now, lastVersion) },
    );
    lastVersion = Math.max(lastVersion, beyond?.newest ?? 0);
    asked.add(store);
  }
  lastVersion = Math.max(lastVersion + 2, now);
  lastVersion += (lastVersion + (kind === 'refresh' ? 1 : 0)) % 2;
  return lastVersion;
}

let lastVersion = 0;
const asked = new WeakSet<Store>();
