/** What happened last: the newest events of the cases that moved last, and what was done with cards. */
import type { LiveNewest } from '../contract/index.ts';
import { LAST_AT } from './data-span.ts';
import type { Reader } from './reader.ts';
import { AS_OF } from './select.ts';

/** As many as the live stream tells of one commit. */
export const NEWEST = 20;
/** Where events come in, something happened within these days; else history is gone through. */
const RECENT_DAYS = 7;

const movedLast = (where: string) => `
  select case_id, department, item from case_facts where received_at <= ${AS_OF}${where}
  order by ${LAST_AT} desc, case_id limit 1 by case_id limit ${NEWEST}`;
// No zone is further than a day from UTC.
const RECENT = ` and first_on <= toDate(${AS_OF}) + 1 and last_on >= toDate(${AS_OF}) - ${RECENT_DAYS}`;

const EVENTS = `
  select case_id, toString(type) as type, occurred_at, department, window, item
  from stg_case_events(from_case={from_case:String}, to_case={to_case:String}, cases={cases:Array(String)})
  where occurred_at <= ${AS_OF} and not is_retracted
  order by occurred_at desc, case_id, type limit ${NEWEST}`;

const CARDS = `
  select at, card_id, case_id, toString(rule) as rule, toString(grade) as grade, toString(action) as action, actor
  from card_events
  where at <= ${AS_OF} and not (action = 'issue' and JSONExtractBool(detail, 'baseline'))
  order by at desc, card_id, sequence desc limit ${NEWEST}`;

type Moved = Pick<LiveNewest['events'][number], 'case_id' | 'department' | 'item'>;

/** As of a moment; events are those known now that had happened by then. */
export async function newest(reader: Reader, asked?: Date): Promise<LiveNewest> {
  let { asOf, rows: cases } = await reader.rows<Moved>(movedLast(RECENT), {}, asked);
  if (cases.length === 0) ({ asOf, rows: cases } = await reader.rows<Moved>(movedLast(''), {}, asked));
  const ids = cases.map(({ case_id }) => case_id).sort();
  const between = { from_case: ids[0] ?? '', to_case: ids.at(-1) ?? '', cases: ids };
  const [events, cards] = await Promise.all([
    ids.length === 0 ? { rows: [] } : reader.rows<LiveNewest['events'][number]>(EVENTS, between, asked),
    reader.rows<LiveNewest['cards'][number]>(CARDS, {}, asked),
  ]);
  // Most events do not say again what their case is about.
  const about = new Map(cases.map((row) => [row.case_id, row]));
  const told = events.rows.map((event) => {
    const of = about.get(event.case_id);
    return { ...event, department: event.department || (of?.department ?? ''), item: event.item || (of?.item ?? '') };
  });
  return { as_of: asOf.toISOString(), events: told, cards: cards.rows };
}
