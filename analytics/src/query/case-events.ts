/** Every event of a case as it came, superseded and retracted ones too; an exact resend is the same event. */
import { CaseEvent as Contract } from '@mingcha/ingest';
import { inlineView } from '@mingcha/sql';
import { type CaseDetail, CaseEventRow } from '../contract/index.ts';
import type { Reader } from './reader.ts';

type CaseEvent = CaseDetail['events'][number];

/** Said in another form, or not at all: a pseudonym helps nobody here. */
const LEFT_OUT = ['case_id', 'retracted', 'applicant_token'] as const satisfies readonly (keyof Contract)[];
type DetailName = Exclude<keyof Contract, keyof CaseEvent | (typeof LEFT_OUT)[number]>;

/** What only some types of event say: the fields of the event without a place of their own in the answer. */
const DETAIL = Object.keys(Contract.properties).filter(
  (name): name is DetailName => !(name in CaseEventRow.properties || (LEFT_OUT as readonly string[]).includes(name)),
);
type EventRow = Omit<CaseEvent, 'detail'> & Record<DetailName, string | number | null>;

const EVENTS = `
  select
    source, event_id, revision, type, occurred_at, recorded_at, ingested_at,
    toBool(is_current) as is_current, is_retracted, toBool(has_conflict) as has_conflict,
    department, window, staff, ${DETAIL.map((name) => (name === 'fee' ? 'toFloat64(fee) as fee' : name)).join(', ')}
  from ${inlineView('stg_event_history(case_id={case_id:String})')}
  order by occurred_at, source, event_id, revision, content_hash`;

/** In the order they happened. */
export async function readCaseEvents(reader: Reader, caseId: string, asOf: Date): Promise<CaseEvent[]> {
  const { rows } = await reader.look<EventRow>(EVENTS, { case_id: caseId }, asOf);
  return rows.map(withDetail);
}

function withDetail(row: EventRow): CaseEvent {
  const detail: CaseEvent['detail'] = {};
  const event: Record<string, unknown> = { ...row };
  for (const name of DETAIL) {
    delete event[name];
    const value = row[name];
    // Columns have no null for what an event leaves out; a fee has, and may be nothing.
    if (value !== null && value !== '' && (value !== 0 || name === 'fee')) detail[name] = value;
  }
  return { ...(event as Omit<CaseEvent, 'detail'>), detail };
}
