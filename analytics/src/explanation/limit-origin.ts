/** Where a case's promised limit came from: the item as in force, the due moment a source sent, what was granted. Pure. */
import type { CaseDetail, CaseExplanation, ExplainedEvent, ItemVersion, LimitOrigin } from '../contract/index.ts';
import type { Clause, Told } from './clock-story.ts';
import { clause, inAll } from './sentences.ts';

/** What the facts know of the promised limit beyond the case's detail. */
export interface LimitFacts {
  /** Positions on the clock's axis that make one unit of the limit. */
  step: number;
  /** Of the whole limit, extensions included, in positions. */
  length: number;
}

type Case = CaseDetail['case'];
type Counting = Pick<ExplainedEvent, 'status' | 'source' | 'event_id' | 'revision' | 'type' | 'occurred_at' | 'detail'>;

const reference = ({ source, event_id, revision, type, occurred_at }: Counting) => {
  return { source, event_id, revision, type, occurred_at };
};
const isEntry = ({ type }: Counting) => type === 'applied' || type === 'accepted';
const inOrder = (a: Counting, b: Counting) =>
  a.occurred_at.localeCompare(b.occurred_at) || (a.event_id < b.event_id ? -1 : 1);

/**
 * The event whose due moment counts (sql/cases/03_case_milestones.sql): the last that came with a later event up to the
 * decision, but for extensions that say what they grant, else that of the acceptance the clock runs from, else that of the
 * application. Of a case taken up anew nothing before that acceptance counts.
 */
export function dueEvent(
  events: readonly Counting[],
  {
    accepted_at: acceptedAt,
    decided_at: decidedAt,
    flags,
  }: Pick<CaseDetail['case'], 'accepted_at' | 'decided_at' | 'flags'>,
): Counting | undefined {
  const counting = events.filter(({ status }) => status === 'counts').sort(inOrder);
  const hasDue = ({ detail }: Counting) => typeof detail['due_at'] === 'string';
  const isReopened = flags.includes('reopened');
  const isExtension = ({ detail }: Counting) =>
    detail['special_kind'] === 'extension' && Number(detail['granted'] ?? 0) > 0;
  const isInTime = ({ occurred_at: at }: Counting) =>
    (decidedAt === null || at <= decidedAt) && !(isReopened && at < (acceptedAt ?? ''));
  const later = counting.filter((event) => !isEntry(event) && hasDue(event) && !isExtension(event) && isInTime(event));
  const acceptance = counting.find(({ type, occurred_at }) => type === 'accepted' && occurred_at === acceptedAt);
  const application = isReopened ? undefined : counting.find(({ type }) => type === 'applied');
  return [later.at(-1), acceptance, application].find((event) => event !== undefined && hasDue(event));
}

export function promisedOrigin(
  detail: Pick<CaseDetail, 'case' | 'extensions'>,
  events: readonly Counting[],
  itemVersion: ItemVersion | null,
  facts: LimitFacts,
): LimitOrigin {
  const { case: c, extensions } = detail;
  const stated = c.limit_source === 'event' ? dueEvent(events, c) : undefined;
  const granted = events.filter(({ status, type }) => status === 'counts' && type === 'special_started');
  const inUnits = (positions: number) => (facts.step > 0 ? positions / facts.step : 0);
  const added = extensions.reduce((sum, each) => sum + each.added, 0);
  return {
    source: c.limit_source,
    item_version: itemVersion,
    due_event: stated === undefined ? null : reference(stated),
    compared_by: c.limit_source !== 'event' ? '' : c.limit_unit === 'hours' ? 'moment' : 'day',
    unit: c.limit_unit,
    before_extensions: c.promised_limit === null ? null : Math.max(0, inUnits(facts.length) - added),
    extended_by: added,
    in_all: c.promised_limit,
    extensions: extensions.map((extension) => {
      const event = granted.find(
        ({ occurred_at, detail: said }) => occurred_at === extension.granted_at && said['special_kind'] === 'extension',
      );
      return { ...extension, event: event ? reference(event) : null };
    }),
  };
}

/** The origin in words. */
export function originSaid(of: Case, origin: LimitOrigin, zone: string): CaseExplanation['sentences']['origin'] {
  return inAll(zone, ({ tell, speech }) =>
    tell(
      clausesOf(of, origin, (type) => speech.code('event', type)),
      of,
    ),
  );
}

/** As people say it: nobody is promised 0 days. */
const promised = (amount: number, unit: LimitOrigin['unit']): Told =>
  amount === 0 ? { words: 'same_day' } : { amount, unit };

function clausesOf(c: Case, origin: LimitOrigin, wordOf: (type: string) => string): Clause[] {
  const { source, item_version: item, due_event: event, unit, before_extensions: base, in_all: all } = origin;
  if (!c.clock_from_on) return [beforeClock(origin, wordOf)];
  if (source === 'none' || all === null) return [clause('origin_none')];
  const amount = (n: number) => promised(n, unit);
  const told: Clause[] = [];
  if (source === 'event') {
    const due =
      unit === 'hours' && c.due_at
        ? { moment: c.due_at }
        : c.due_on
          ? { day: c.due_on }
          : { words: 'unknown' as const };
    if (event === null) told.push(clause('origin_event_unknown', { due }));
    else {
      told.push(clause('origin_event', { due, ...sender(event, wordOf) }));
    }
    told.push(clause(unit === 'hours' ? 'compared_by_moment' : 'compared_by_day'));
  } else if (item === null) told.push(clause('origin_item_gone', { limit: amount(base ?? all) }));
  else {
    const limit = amount(base ?? all);
    const from = { day: item.valid_from };
    told.push(
      item.valid_to === null
        ? clause('origin_item', { limit, from })
        : clause('origin_item_revised', { limit, from, to: { day: item.valid_to } }),
    );
  }
  if (origin.extended_by > 0) {
    const added = amount(origin.extended_by);
    told.push(clause('origin_extended', { base: amount(base ?? 0), added, limit: amount(all) }));
  }
  return told;
}

const sender = (
  { source, type, revision }: NonNullable<LimitOrigin['due_event']>,
  wordOf: (type: string) => string,
) => ({ source: { text: source }, type: { text: wordOf(type) }, n: { n: revision } });

/** No limit is in force yet, or ever was: what was sent, else what is on file. */
function beforeClock({ due_event: event, item_version: item }: LimitOrigin, wordOf: (type: string) => string): Clause {
  if (event !== null) return clause('origin_event_sent', sender(event, wordOf));
  if (item === null || item.promised_limit === null) return clause('origin_none');
  const limit = promised(item.promised_limit, item.promised_unit);
  return clause('origin_on_file', { limit, from: { day: item.valid_from } });
}
