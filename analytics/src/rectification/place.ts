/** Whose an entry is: the place of a case, or of a department or centre on file, with the calendar it works by. */
import type { Store } from '@mingcha/sql';
import type { EntryDetail } from './kept-entries.ts';

export type Place = Pick<EntryDetail, 'county' | 'centre' | 'department' | 'window' | 'staff' | 'item' | 'calendar'>;

/** Where cases are handled, by number; what has no events is left out. */
export async function placesOfCases(
  store: Pick<Store, 'query'>,
  cases: readonly string[],
): Promise<Map<string, Place>> {
  const rows = await store.query<Place & { case_id: string }>(
    `select case_id, county, centre, department, window, staff, item, calendar
    from case_facts final where case_id in {cases:Array(String)} and event_count > 0`,
    { cases: [...cases] },
  );
  return new Map(rows.map(({ case_id, ...place }) => [case_id, place]));
}

/** The place of a unit on file; undefined where the directory does not know it. */
export async function placeOfUnit(
  store: Pick<Store, 'query'>,
  level: 'department' | 'centre',
  code: string,
): Promise<Place | undefined> {
  const [row] = await store.query<Pick<Place, 'county' | 'centre' | 'calendar'>>(
    `select county, if(level = 'centre', code, centre) as centre,
      if(dictHas('calendar_number', calendar), calendar, 'default') as calendar
    from dictionary('unit') where level = {level:String} and code = {code:String}`,
    { level, code },
  );
  if (row === undefined) return undefined;
  return { ...row, department: level === 'department' ? code : '', window: '', staff: '', item: '' };
}

/** Names of members of staff on file, by code. */
export async function namesOfStaff(
  store: Pick<Store, 'query'>,
  codes: readonly string[],
): Promise<Map<string, string>> {
  const rows = await store.query<{ code: string; name: string }>(
    `select code, dictGetOrDefault('unit', 'name', ('staff', code), '') as name
    from (select arrayJoin({codes:Array(String)}) as code)`,
    { codes: [...new Set(codes)] },
  );
  return new Map(rows.map(({ code, name }) => [code, name || code]));
}
