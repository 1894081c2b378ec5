/**
 * One evaluation: all rules over a batch of cases, and what follows from it for their cards. Safe to repeat, to cut off and
 * to do twice at once; a rule that cannot be evaluated holds up no other.
 */
import { findingsOf, type Rule, type Store, type Threshold } from '@mingcha/sql';
import { cardId, isInEffect, next } from './card.ts';
import type { Cards } from './cards.ts';
import { readChiefs } from './chiefs.ts';
import { gradeNumber, nextLower } from './escalation.ts';
import { findingsInFull } from './finding.ts';
import type { Standing } from './kept-cards.ts';
import { readSettings, thresholdsOf } from './settings.ts';

export interface RunReport {
  issued: number;
  lapsed: number;
  /** Rules that could not be evaluated. */
  failed: string[];
}

/** Cases looked at together. */
export interface Batch {
  /** Table or sub-query in brackets with the columns of case_facts. */
  facts: string;
  parameters: Record<string, string | number | string[]>;
  /**
   * Cases whose events changed, so that cards may have become untrue and closed cases may await something. Absent where
   * only time passed.
   */
  touched?: readonly string[];
}
/** Every open case. */
export const OPEN: Batch = { facts: 'open_cases final', parameters: {} };

export interface Evaluator {
  evaluate(batch: Batch, asOf: Date, among?: readonly Rule[]): Promise<RunReport>;
  /** Closed cases of which something becomes true by time alone, with the soonest moment of it. */
  readonly awaited: Map<string, number>;
}

export interface EvaluatorOptions {
  store: Store;
  cards: Cards;
  rules: readonly Rule[];
  /** When supervision began. */
  began: Date;
  /** Hears how each rule fared; undefined is well. */
  outcome: (what: string, error: unknown) => void;
  isStopping: () => boolean;
}

/** Cards issued in one statement. */
const CARDS_AT_ONCE = 10_000;
/** What made it untrue may be an event, a threshold, or what became of another card. */
const LAPSED = '数据、阈值更正或相关监察牌变化后，发牌情形不再成立。';

const canBeIssued = (card: Standing | undefined) => next(card?.state ?? 'none', 'issue') !== undefined;

export function openEvaluator({ store, cards, rules, began, outcome, isStopping }: EvaluatorOptions): Evaluator {
  /** Findings about open cases which have their card: a look at the store less for each. */
  let settled = new Set<string>();
  const awaited = new Map<string, number>();

  async function evaluate(batch: Batch, asOf: Date, among = rules): Promise<RunReport> {
    const report: RunReport = { issued: 0, lapsed: 0, failed: [] };
    if (isStopping()) return report;
    const thresholds = thresholdsOf(await readSettings(store));
    let chiefs: ReturnType<typeof readChiefs> | undefined;
    const chiefsNow = () => {
      // A read that failed is tried again by the next rule.
      chiefs ??= readChiefs(store, asOf).catch((error) => {
        chiefs = undefined;
        throw error;
      });
      return chiefs;
    };
    const failed = (rule: Rule, what: string, error: unknown) => {
      report.failed.push(rule.id);
      outcome(rule.id, new Error(`${what} the rule ${rule.id} failed.`, { cause: error }));
    };
    const found = new Map<Rule, string[]>();
    const future = new Map<string, number>();
    for (const rule of among) {
      if (isStopping()) return report;
      try {
        const now: string[] = [];
        for (const { case_id, ms } of await findings(rule, batch, thresholds, asOf)) {
          if (ms <= asOf.getTime()) now.push(case_id);
          else future.set(case_id, Math.min(ms, future.get(case_id) ?? ms));
        }
        found.set(rule, now);
      } catch (error) {
        failed(rule, 'Evaluating', error);
      }
    }
    if (isStopping()) return report;
    const known = batch.touched && new Map((await cards.standings(batch.touched)).map((each) => [each.card_id, each]));
    if (known !== undefined) {
      await keepInMind(batch, future);
      report.lapsed = await lapseUntrue(known, found);
    }
    const nowSettled = new Set<string>();
    // The lower grades first, so that the higher ones find what they escalate.
    for (const [rule, cases] of [...found].sort(([a], [b]) => gradeNumber(a.grade) - gradeNumber(b.grade))) {
      try {
        const fresh = cases.filter((case_id) =>
          known === undefined
            ? !settled.has(`${rule.id}\t${case_id}`)
            : canBeIssued(known.get(cardId(case_id, rule.id, rule.grade))),
        );
        for (let from = 0; from < fresh.length && !isStopping(); from += CARDS_AT_ONCE) {
          report.issued += await issue(rule, fresh.slice(from, from + CARDS_AT_ONCE), thresholds, asOf, chiefsNow);
        }
        for (const case_id of cases) nowSettled.add(`${rule.id}\t${case_id}`);
        outcome(rule.id, undefined);
      } catch (error) {
        failed(rule, 'Issuing cards of', error);
      }
    }
    if (batch.touched === undefined) settled = isStopping() ? new Set() : nowSettled;
    return report;
  }

  async function findings(rule: Rule, { facts, parameters, touched }: Batch, thresholds: Threshold[], asOf: Date) {
    return store.query<{ case_id: string; ms: number }>(
      `select case_id, toFloat64(toUnixTimestamp64Milli(toDateTime64(found_at, 3, 'UTC'))) as ms
      from (${findingsOf(rule, facts, thresholds)})
      ${touched === undefined ? "where found_at <= {as_of:DateTime64(3, 'UTC')}" : ''}`,
      { ...parameters, as_of: asOf },
    );
  }

  async function issue(
    rule: Rule,
    cases: readonly string[],
    thresholds: Threshold[],
    asOf: Date,
    chiefsNow: () => ReturnType<typeof readChiefs>,
  ): Promise<number> {
    const ofCase = new Map<string, Standing[]>();
    for (const card of await cards.standings(cases)) {
      ofCase.set(card.case_id, [...(ofCase.get(card.case_id) ?? []), card]);
    }
    const missing = cases.filter((case_id) => {
      const id = cardId(case_id, rule.id, rule.grade);
      return canBeIssued(ofCase.get(case_id)?.find(({ card_id }) => card_id === id));
    });
    if (missing.length === 0) return 0;
    const chiefs = await chiefsNow();
    const issues = await findingsInFull({ store, rule, cases: missing, asOf, thresholds, chiefs, began });
    for (const { case_id, detail } of issues) {
      detail.escalates = nextLower(rule.grade, ofCase.get(case_id) ?? [])?.card_id ?? '';
    }
    return (await cards.issue(issues)).length;
  }

  async function keepInMind({ facts, parameters, touched = [] }: Batch, future: Map<string, number>): Promise<void> {
    for (const case_id of touched) awaited.delete(case_id);
    if (future.size === 0) return;
    const closed = `select case_id from ${facts} as facts where is_closed`;
    for (const { case_id } of await store.query<{ case_id: string }>(closed, parameters)) {
      const soonest = future.get(case_id);
      if (soonest !== undefined) awaited.set(case_id, soonest);
    }
  }

  async function lapseUntrue(known: ReadonlyMap<string, Standing>, found: Map<Rule, string[]>): Promise<number> {
    const trueNow = new Set([...found].flatMap(([{ id, grade }, ids]) => ids.map((each) => cardId(each, id, grade))));
    // A rule that could not be evaluated says nothing about its cards, nor does one that is no more.
    const evaluated = new Map([...found.keys()].map(({ id, grade }) => [id, grade]));
    const untrue = [...known.values()].filter(
      ({ card_id, rule, grade, state }) => isInEffect(state) && evaluated.get(rule) === grade && !trueNow.has(card_id),
    );
    return untrue.length === 0 ? 0 : (await cards.lapse(untrue, LAPSED)).length;
  }

  return { evaluate, awaited };
}
