/** Case numbers by their beginning. The store is ordered by them, so that it reads what begins so and nothing else. */
import type { CaseNumbers } from '../contract/index.ts';
import type { Reader } from './reader.ts';
import { AS_OF } from './select.ts';

/** More than a reader looks through. */
export const FOUND_MOST = 8;

/**
 * The numbers first, from the last one down until there are enough: a beginning that all of a city share, its code, is then
 * not read to its end. A number has a row for each time it was computed; which holds is asked of those found alone.
 */
const STATEMENT = `
  with found as (
    select distinct case_id
    from case_facts
    where startsWith(case_id, {begin:String}) and received_at <= ${AS_OF}
    order by case_id desc
    limit ${FOUND_MOST + 1}
  )
  select case_id, unit_name('item', item) as item_name, unit_name('department', department) as department_name
  from case_facts final
  where case_id in (select case_id from found) and received_at <= ${AS_OF}
  order by case_id desc`;

/** The last of them first: of numbers that hold their day, the newest. */
export async function caseNumbers(reader: Reader, begin: string, asked?: Date): Promise<CaseNumbers> {
  const { asOf, rows } = await reader.rows<CaseNumbers['rows'][number]>(STATEMENT, { begin }, asked);
  return { as_of: asOf.toISOString(), rows: rows.slice(0, FOUND_MOST), has_more: rows.length > FOUND_MOST };
}
