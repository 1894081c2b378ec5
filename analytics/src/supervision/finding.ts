/**
 * A finding made into what its card says: the sentence, the thresholds and whose they are, the limit, the calendar, who is
 * responsible, and up to which arrival the events were known. All as they stood when it was found.
 */
import { findingsOf, type Rule, type Store, sentenceOf, type Threshold, thresholdFor } from '@mingcha/sql';
import type { Issue } from './cards.ts';

export interface ThresholdUsed {
  parameter: string;
  value: number;
  unit: string;
  /** `default` is the rule's own. */
  scope: 'default' | Threshold['scope'];
  code: string;
  /** ISO day; null for the rule's own. */
  valid_from: string | null;
}

export interface FindingDetail {
  /** ISO moment. */
  found_at: string;
  evidence: Record<string, string>;
  sentence: { zh: string; en: string };
  thresholds: ThresholdUsed[];
  limit_source: string;
  /** ISO day. */
  due_on: string | null;
  calendar: string;
  calendar_known_until: string;
  /** Arrival of the newest of the events the finding rests on; null where nothing was found but a person issued it. */
  events_through: string | null;
  county: string;
  centre: string;
  department: string;
  window: string;
  staff: string;
  item: string;
  case_kind: string;
  /** Of the department, on the day the card was issued. */
  chief_representative: string;
  /** Found true in the history from before supervision began. */
  baseline: boolean;
  /** Card of a lower grade about the same case; empty where there is none. */
  escalates: string;
  /** Evidence given with the act, an address. */
  link?: string;
}

type FactsRow = Omit<
  FindingDetail,
  'found_at' | 'evidence' | 'sentence' | 'thresholds' | 'baseline' | 'escalates' | 'events_through'
> & { case_id: string; events_through: string; received_on: string | null };
type FindingRow = FactsRow & Pick<FindingDetail, 'found_at' | 'evidence'>;

const FACTS = `
  facts.county as county, facts.centre as centre, facts.department as department, facts.window as window,
  facts.staff as staff, facts.item as item, toString(facts.case_kind) as case_kind,
  toString(facts.limit_source) as limit_source, facts.due_on as due_on, facts.calendar as calendar,
  dictGetOrDefault('calendar_number', 'known_until', toString(facts.calendar), toDate(0)) as calendar_known_until,
  facts.last_ingested_at as events_through, facts.received_on as received_on`;
const THESE = 'case_facts final where case_id in {cases:Array(String)}';

export interface FindingsAsked {
  store: Store;
  rule: Rule;
  cases: readonly string[];
  asOf: Date;
  thresholds: readonly Threshold[];
  chiefs: ReadonlyMap<string, string>;
  /** What was true before is the baseline. */
  began: Date;
}

/** What a rule finds true of the cases, as cards to issue; what they escalate is not filled in. */
export async function findingsInFull(asked: FindingsAsked): Promise<(Issue & { detail: FindingDetail })[]> {
  const { store, rule, cases, asOf, thresholds, chiefs, began } = asked;
  const rows = await store.query<FindingRow>(
    `select found.case_id as case_id, found.found_at as found_at, found.evidence as evidence, ${FACTS}
    from (${findingsOf(rule, `(select * from ${THESE})`, thresholds)}) as found
    inner join (select * from ${THESE}) as facts on facts.case_id = found.case_id
    where found.found_at <= {as_of:DateTime64(3, 'UTC')}`,
    { cases: [...cases], as_of: asOf },
  );
  return rows.map((row) => {
    const { case_id, received_on, ...shown } = row;
    const of = { ...row, received_on: received_on ?? '' };
    const used = thresholdsUsed(rule, of, thresholds);
    const values = Object.fromEntries(used.map(({ parameter, value }) => [parameter, value]));
    const detail: FindingDetail = {
      ...shown,
      sentence: {
        zh: sentenceOf(rule.sentence, 'zh', row.evidence, values),
        en: sentenceOf(rule.sentence, 'en', row.evidence, values),
      },
      thresholds: used,
      chief_representative: chiefs.get(row.department) ?? '',
      baseline: new Date(row.found_at) < began,
      escalates: '',
    };
    return { case_id, rule: rule.id, rule_version: rule.version, grade: rule.grade, detail: { ...detail } };
  });
}

/** The same for a case a person issues a card about; undefined when there is no such case. */
export async function detailByHand(
  store: Store,
  caseId: string,
  chiefs: ReadonlyMap<string, string>,
  said: { at: Date; reason: string; basis?: string; link?: string },
): Promise<FindingDetail | undefined> {
  const [row] = await store.query<FactsRow>(
    `select ${FACTS} from (select * from ${THESE}) as facts where facts.event_count > 0`,
    { cases: [caseId] },
  );
  if (row === undefined) return undefined;
  const { received_on: _, ...shown } = row;
  const { reason, basis } = said;
  return {
    ...shown,
    found_at: said.at.toISOString(),
    evidence: basis === undefined ? {} : { basis },
    sentence:
      basis === undefined
        ? { zh: reason, en: reason }
        : { zh: `${reason}（依据：${basis}）`, en: `${reason} (basis: ${basis})` },
    thresholds: [],
    chief_representative: chiefs.get(row.department) ?? '',
    baseline: false,
    escalates: '',
    ...(said.link === undefined ? {} : { link: said.link }),
  };
}

/** The value of each of a rule's parameters for a case, and whose it is. */
export function thresholdsUsed(
  rule: Rule,
  of: Parameters<typeof thresholdFor>[2],
  thresholds: readonly Threshold[],
): ThresholdUsed[] {
  return Object.entries(rule.parameters).map(([parameter, { default: value, unit }]) => {
    const set = thresholdFor(rule, parameter, of, thresholds);
    if (set === undefined) return { parameter, value, unit, scope: 'default', code: '', valid_from: null };
    return { parameter, value: set.value, unit, scope: set.scope, code: set.code, valid_from: set.valid_from };
  });
}
