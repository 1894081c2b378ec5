/** Why a case stands where it stands: its facts with where each came from, put into sentences. */
import type { Rule, Store } from '@mingcha/sql';
import type { CaseDetail, CaseExplanation, ExplainedCard, ExplainedEvent, ExplainedRule } from '../contract/index.ts';
import { promisedStory, type StoryFacts, statutoryStory } from '../explanation/clock-story.ts';
import { explainDays } from '../explanation/day-words.ts';
import { type LimitFacts, originSaid, promisedOrigin } from '../explanation/limit-origin.ts';
import { clause, inAll } from '../explanation/sentences.ts';
import { explainThresholds } from '../explanation/threshold-words.ts';
import { type Cards, MANUAL } from '../supervision/cards.ts';
import { type FindingDetail, thresholdsUsed } from '../supervision/finding.ts';
import { type Card, cardsOf, issueOf } from '../supervision/kept-cards.ts';
import { readThresholds } from '../supervision/settings.ts';
import { speechOf } from '../words/speech.ts';
import { actionRow, restsOn } from './card-detail.ts';
import { readCase } from './case-detail.ts';
import { localDay } from './moment.ts';
import type { Reader } from './reader.ts';
import type { Filters } from './scope.ts';
import { calendarVersion, itemVersion, modelsVersion } from './versions.ts';

export interface Explaining {
  reader: Reader;
  store: Pick<Store, 'query'>;
  cards: Cards;
  rules: readonly Rule[];
  /** Of the programme, as package.json names it. */
  release: string;
}

/** The explanation as of a moment, now unless told; undefined when there is no such case within the filters. */
export async function explainCase(
  { reader, store, cards, rules, release }: Explaining,
  caseId: string,
  filters: Filters,
  asked?: Date,
): Promise<CaseExplanation | undefined> {
  const detail = await readCase(reader, caseId, filters, asked);
  if (detail === undefined) return undefined;
  const asOf = new Date(detail.as_of);
  const { case: c } = detail;
  const calendar = await calendarVersion(reader, c.calendar, asOf);
  const inDay =
    c.clock_from_on ??
    (c.received_at === null ? localDay(asOf, calendar.zone) : localDay(new Date(c.received_at), calendar.zone));
  const [facts, item, models, kept, thresholds, events] = await Promise.all([
    beyondDetail(reader, caseId, asOf),
    itemVersion(reader, c.item, inDay, asOf),
    modelsVersion(reader, asOf),
    cards.read(detail.cards.map(({ card_id }) => card_id)),
    readThresholds(store, asOf),
    withNames(reader, detail.events, asOf),
  ]);

  const promised = promisedOrigin(detail, events, item, facts);
  const story = { ...detail, zone: calendar.zone, refused_after: facts.refused_after };
  const said = (say: Parameters<typeof inAll>[1]) => inAll(calendar.zone, say);
  const of = { ...c, received_on: facts.received_on ?? '' };
  const shown = cardsKnown(detail, kept, rules, asOf, calendar.zone);
  const until = { day: c.calendar_known_until };
  return {
    as_of: detail.as_of,
    watermark: facts.last_ingested_at,
    case: c,
    limits: {
      promised,
      statutory: {
        source: c.statutory_limit === null ? 'none' : 'item',
        unit: c.statutory_unit,
        limit: c.statutory_limit,
      },
    },
    days: explainDays(detail.days, c, { zh: speechOf('zh', calendar.zone), en: speechOf('en', calendar.zone) }),
    stops: detail.stops,
    extensions: detail.extensions,
    stages: detail.stages,
    calendar,
    counting: { convention: conventionOf(c), release, ...models },
    rules: rules.map((rule): ExplainedRule => {
      const { id, version, name, grade, source } = rule;
      const issued = shown.flatMap(({ card }) => (card.rule === id ? [card.card_id] : []));
      const used = explainThresholds(rule, thresholdsUsed(rule, of, thresholds), c, calendar.zone);
      return { id, version, name, grade, source, thresholds: used, cards: issued };
    }),
    cards: shown,
    events,
    conflicts: await conflictsOf(reader, caseId, asOf, calendar.zone, c),
    sentences: {
      promised: said(({ tell }) => tell(promisedStory(story), c)),
      statutory: said(({ tell }) => tell([statutoryStory(story, item)], c)),
      origin: originSaid(c, promised, calendar.zone),
      counting: said(({ tell }) => tell([clause(COUNTING[conventionOf(c)])], c)),
      calendar: said(({ tell }) => {
        const named = { name: { text: calendar.calendar }, version: { text: calendar.version }, until };
        const own = { ...named, n: { n: calendar.own_days } };
        return tell([calendar.own_days === 0 ? clause('calendar', named) : clause('calendar_own', own)], c);
      }),
      provisional: c.due_provisional ? said(({ tell }) => tell([clause('provisional', { until })], c)) : null,
    },
  };
}

const COUNTING = {
  whole_days: 'counting_whole',
  calendar_days: 'counting_calendar',
  working_seconds: 'counting_seconds',
  hours: 'counting_hours',
} as const;

/** The limit's unit decides before the jurisdiction's way of counting does. */
function conventionOf({ limit_unit, counting, limit_source }: CaseDetail['case']): keyof typeof COUNTING {
  if (limit_unit === 'hours') return 'hours';
  if (limit_unit === 'calendar_days') return 'calendar_days';
  if (limit_unit === 'working_hours') return 'working_seconds';
  // A due day that a source sent is compared by the day, whatever else is counted in seconds.
  return limit_source === 'event' ? 'whole_days' : counting;
}

type BeyondDetail = LimitFacts &
  Pick<StoryFacts, 'refused_after'> & { received_on: string | null; last_ingested_at: string };

async function beyondDetail(reader: Reader, caseId: string, asOf: Date): Promise<BeyondDetail> {
  const statement = `
    select
      toFloat64(step) as step, toFloat64(length) as length, received_on, last_ingested_at,
      if(
        has(flags, 'receipt_missing') or notEmpty(supplements_requested_at), null,
        toInt32(working_index(calendar_no, refused_on) - working_index(calendar_no, received_on))
      ) as refused_after
    from case_facts final inner join calendar_numbers using calendar
    where case_id = {case_id:String}`;
  const { rows } = await reader.look<BeyondDetail>(statement, { case_id: caseId }, asOf);
  return rows[0]!;
}

/** Cards with the finding and the actions as they were at the moment. */
function cardsKnown(
  detail: CaseDetail,
  kept: ReadonlyMap<string, Card>,
  rules: readonly Rule[],
  asOf: Date,
  zone: string,
): ExplainedCard[] {
  const until = cardsOf([...kept.values()].flatMap(({ actions }) => actions.filter(({ at }) => new Date(at) <= asOf)));
  return detail.cards.flatMap((card) => {
    const then = until.find(({ card_id }) => card_id === card.card_id);
    if (then === undefined) return [];
    const finding = JSON.parse(issueOf(then).detail) as FindingDetail;
    const rule = rules.find(({ id }) => id === card.rule);
    const byHand = { zh: '人工发牌', en: 'Issued by hand' };
    const rule_name = rule?.name ?? (card.rule === MANUAL ? byHand : { zh: card.rule, en: card.rule });
    const rests = restsOn(finding);
    const thresholds = explainThresholds(rule, rests.thresholds, detail.case, zone);
    return [{ card, rule_name, finding: { ...rests, thresholds }, actions: then.actions.map(actionRow) }];
  });
}

async function withNames(reader: Reader, events: CaseDetail['events'], asOf: Date): Promise<ExplainedEvent[]> {
  const codes = [
    ...new Set(
      events.flatMap(({ staff, window, department }) => [
        `staff ${staff}`,
        `window ${window}`,
        `department ${department}`,
      ]),
    ),
  ].filter((each) => !each.endsWith(' '));
  const statement = `
    select arrayMap(
      each -> dictGetOrDefault(
        'unit', 'name', (substring(each, 1, position(each, ' ') - 1), substring(each, position(each, ' ') + 1)), ''
      ),
      {codes:Array(String)}
    ) as names`;
  const { rows } = await reader.look<{ names: string[] }>(statement, { codes }, asOf);
  const names = new Map(codes.map((code, index) => [code, rows[0]?.names[index] ?? '']));
  return events.map((event) => ({
    ...event,
    status: event.is_current ? (event.is_retracted ? 'retracted' : 'counts') : 'superseded',
    staff_name: names.get(`staff ${event.staff}`) ?? '',
    window_name: names.get(`window ${event.window}`) ?? '',
    department_name: names.get(`department ${event.department}`) ?? '',
  }));
}

type Conflict = CaseExplanation['conflicts'][number];

/** Revisions that came with different contents, settled by a later revision or not. */
async function conflictsOf(
  reader: Reader,
  caseId: string,
  asOf: Date,
  zone: string,
  c: CaseDetail['case'],
): Promise<Conflict[]> {
  const statement = `
    select source, event_id, revision, toUInt32(uniqExact(content_hash)) as contents
    from case_events where case_id = {case_id:String}
    group by source, event_id, revision having contents > 1 order by source, event_id, revision`;
  const { rows } = await reader.look<Omit<Conflict, 'says'>>(statement, { case_id: caseId }, asOf);
  return rows.map((row) => {
    const told = { source: { text: row.source }, event: { text: row.event_id }, n: { n: row.revision } };
    const contents = { n: row.contents };
    return { ...row, says: inAll(zone, ({ tell }) => tell([clause('conflict', { ...told, contents })], c)) };
  });
}
