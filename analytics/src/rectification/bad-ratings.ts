/**
 * Bad ratings flow into the ledger by themselves. What a bad rating is and by when it is put right is what the rule
 * bad_rating_unresolved says, thresholds included. An entry is closed by the event that says it was put right, or by a better
 * rating of the same applicant later; it is cancelled when the rating turns out never to have been bad.
 *
 * Safe to repeat, to cut off and to do twice at once. A first run over history opens no entry that was due more than thirty
 * days before supervision of the store began: those are old enough to be nobody's work any more, and their cards say them.
 */
import { findingsOf, type Rule, type Store, type Threshold } from '@mingcha/sql';
import { readChiefs } from '../supervision/chiefs.ts';
import { readSettings, thresholdsOf } from '../supervision/settings.ts';
import { entryId, isRunning } from './entry.ts';
import { type Entry, openingOf } from './kept-entries.ts';
import type { Ledger, Opening, OwnAct } from './ledger.ts';
import { namesOfStaff, type Place } from './place.ts';

/** Cases whose events changed: a table or sub-query in brackets with the columns of case_facts. */
export interface TouchedCases {
  facts: string;
  parameters: Record<string, string | number | string[]>;
}

export interface BadRatingsOptions {
  store: Store;
  ledger: Ledger;
  rules: readonly Rule[];
}

export interface BadRatings {
  /** Opens and closes what follows from the ratings of these cases. */
  follow(batch: TouchedCases, asOf: Date, began: Date): Promise<void>;
}

const RULE = 'bad_rating_unresolved';
const DAYS_BEFORE_BEGAN = 30;
/** GB/T 39046—2020, satisfaction. */
const RATINGS: Record<'zh' | 'en', Readonly<Record<number, string>>> = {
  zh: { 4: '不满意', 5: '非常不满意' },
  en: { 4: 'dissatisfied', 5: 'very dissatisfied' },
};
/** Entries opened in one statement. */
const AT_ONCE = 2_000;

type BadRating = Place & { case_id: string; rating: number; rated_on: string; due_on: string };

export function openBadRatings({ store, ledger, rules }: BadRatingsOptions): BadRatings {
  const rule = rules.find(({ id }) => id === RULE);

  return {
    async follow(batch, asOf, began) {
      if (rule === undefined) return;
      const running = await runningAmong(store, ledger, batch);
      await ledger.settle(await whatSettled(store, running));
      const thresholds = thresholdsOf(await readSettings(store));
      const since = new Date(began.getTime() - DAYS_BEFORE_BEGAN * 86_400_000);
      const open = new Set(running.map(({ case_id }) => case_id));
      const found = (await unresolved(store, rule, thresholds, batch, since)).filter(
        ({ case_id }) => !open.has(case_id),
      );
      for (let from = 0; from < found.length; from += AT_ONCE) {
        await ledger.open(await openingsOf(store, found.slice(from, from + AT_ONCE), asOf));
      }
    },
  };
}

/** Of the cases the entries about a bad rating that are not done with. */
async function runningAmong(store: Store, ledger: Ledger, { facts, parameters }: TouchedCases): Promise<Entry[]> {
  const rows = await store.query<{ case_id: string }>(
    `select distinct case_id from rectification_events
    where origin = 'bad_rating' and case_id in (select case_id from ${facts})`,
    parameters,
  );
  const entries = await ledger.ofCases(rows.map(({ case_id }) => case_id));
  return entries.filter(({ origin, state }) => origin === 'bad_rating' && isRunning(state));
}

/** What closes or cancels entries: the rating as it is now. */
async function whatSettled(store: Store, entries: readonly Entry[]): Promise<OwnAct[]> {
  if (entries.length === 0) return [];
  const rows = await store.query<{
    case_id: string;
    rating: number | null;
    rated_on: string | null;
    resolved_at: string | null;
    /** Says something only where there is a moment. */
    resolved_on: string;
  }>(
    `select case_id, rating, rated_on, rating_resolved_at as resolved_at,
      toDate(local_time(dictGet('calendar_number', 'calendar_no', toString(calendar)), assumeNotNull(rating_resolved_at))) as resolved_on
    from case_facts final where case_id in {cases:Array(String)}`,
    { cases: entries.map(({ case_id }) => case_id) },
  );
  const now = new Map(rows.map((row) => [row.case_id, row]));
  return entries.flatMap((entry): OwnAct[] => {
    const { rectification_id } = entry;
    const { rating = null, rated_on = null, resolved_at = null, resolved_on = '' } = now.get(entry.case_id) ?? {};
    const then = openingOf(entry).rated_on ?? '';
    if (rating === null || rated_on === null || (rating < 4 && rated_on <= then)) {
      return [{ rectification_id, action: 'cancel', reason: '评价已更正，不再是差评。', detail: {} }];
    }
    if (rating < 4) {
      const reason = `申请人已于 ${rated_on} 改评为 ${rating}。`;
      const detail = { proof: `rated ${rating} ${rated_on}`, put_right_on: rated_on };
      return [{ rectification_id, action: 'close', reason, detail }];
    }
    if (resolved_at === null) return [];
    const reason = '报送系统已报差评整改到位。';
    const detail = { proof: `rating_resolved ${resolved_at}`, put_right_on: resolved_on };
    return [{ rectification_id, action: 'close', reason, detail }];
  });
}

/** Bad ratings nobody reported as put right, with the last day for it. */
async function unresolved(
  store: Store,
  rule: Rule,
  thresholds: readonly Threshold[],
  { facts, parameters }: TouchedCases,
  since: Date,
): Promise<BadRating[]> {
  // The finding is true from the moment the last day is over.
  const of = `select * from ${facts} as touched where rating >= 4 and rating_resolved_at is null`;
  return store.query<BadRating>(
    `select
      cases.case_id as case_id, cases.rating as rating, cases.rated_on as rated_on,
      toDate(local_time(dictGet('calendar_number', 'calendar_no', toString(cases.calendar)), found.found_at)) - 1 as due_on,
      ${['county', 'centre', 'department', 'window', 'staff', 'item', 'calendar'].map((name) => `cases.${name} as ${name}`).join(', ')}
    from (${findingsOf(rule, `(${of})`, thresholds)}) as found
    inner join (${of}) as cases on cases.case_id = found.case_id
    where found.found_at >= {since:DateTime64(3, 'UTC')} and cases.rated_on is not null`,
    { ...parameters, since },
  );
}

async function openingsOf(store: Store, found: readonly BadRating[], asOf: Date): Promise<Opening[]> {
  const chiefs = await readChiefs(store, asOf);
  const responsible = ({ department, staff }: BadRating) => chiefs.get(department) ?? staff;
  const names = await namesOfStaff(store, found.map(responsible));
  return found.map((each) => {
    const { case_id, rating, rated_on, due_on, ...place } = each;
    return {
      rectification_id: entryId('bad_rating', case_id, rated_on),
      origin: 'bad_rating',
      case_id,
      card_id: '',
      detail: {
        task: {
          zh: `${rated_on} 评价“${RATINGS.zh[rating]}”（${rating} 级），请联系评价人核实原因，整改到位并回复。`,
          en: `Rated “${RATINGS.en[rating]}” (${rating} of 5) on ${rated_on}: find out why, put it right and tell who rated it.`,
        },
        ...place,
        person: names.get(responsible(each)) ?? '',
        due_on,
        rating,
        rated_on,
      },
    };
  });
}
