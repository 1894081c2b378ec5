/**
 * 月讲评 put together: every chapter as of one moment, and the sentences written from its numbers.
 *
 * The numbers of a whole month cost seconds, and a meeting reads them again after each task and each comment: those of the last
 * half minute serve again, and say as of when they are. What the meeting itself does is read anew each time.
 */
import type { Store } from '@mingcha/sql';
import type { MonthlyReview } from '../../contract/index.ts';
import { elapsed, periodOf, shiftPeriod, stretchOf, yearBefore } from '../../periods/period.ts';
import { tellerOf } from '../../review/clauses.ts';
import { commentsIn } from '../../review/comments.ts';
import { DEFINITIONS } from '../../review/definitions.ts';
import { readActs, scopeOf } from '../../review/kept-acts.ts';
import { screensOf } from '../../review/screens.ts';
import { dataSpan } from '../data-span.ts';
import { localDay } from '../moment.ts';
import type { Reader } from '../reader.ts';
import type { Filters } from '../scope.ts';
import { openingOf } from './figures.ts';
import { reviewLevels } from './levels.ts';
import { monthBefore, overdueCases, qualityOf, stagesOf, starsOf, tasksOf } from './work.ts';

export interface Reviewing {
  reader: Reader;
  store: Pick<Store, 'query'>;
  /** Now, for a review that names no moment. */
  clock: () => Date;
}
/** The review of a month such as `2026-02`; of one that runs, of its days so far against as many of the month before. */
export type ReadReview = (month: string, filters: Filters, asked?: Date) => Promise<MonthlyReview>;

const FRESH_MS = 30_000;

export function openMonthlyReview({ reader, store, clock }: Reviewing): ReadReview {
  const kept = new Map<string, { at: number; numbers: ReturnType<typeof numbersOf> }>();

  function numbers(month: string, filters: Filters, asked: Date | undefined): ReturnType<typeof numbersOf> {
    const now = performance.now();
    for (const [key, { at }] of kept) if (now - at > FRESH_MS) kept.delete(key);
    const question = JSON.stringify([month, scopeOf(filters), asked?.toISOString()]);
    const known = kept.get(question);
    if (known !== undefined) return known.numbers;
    const numbers = numbersOf(reader, month, filters, asked);
    kept.set(question, { at: now, numbers });
    // What failed is asked for again.
    numbers.catch(() => kept.delete(question));
    return numbers;
  }

  return async (month, filters, asked) => {
    const until = asked ?? clock();
    const { cards, ...counted } = await numbers(month, filters, asked);
    const [tasks, events] = await Promise.all([
      tasksOf(reader, { month, before: counted.month_before, zone: counted.zone }, filters, until),
      readActs(store, { month, scope: scopeOf(filters) }, { until }),
    ]);
    const facts = { ...counted, ...tasks, comments: commentsIn(events), definitions: DEFINITIONS };
    const tellers = { zh: tellerOf('zh', facts.zone), en: tellerOf('en', facts.zone) };
    return { ...facts, screens: screensOf(facts, cards, events, tellers) };
  };
}

async function numbersOf(reader: Reader, month: string, filters: Filters, asked: Date | undefined) {
  const { as_of, zone } = await dataSpan(reader, filters, asked);
  const asOf = new Date(as_of);
  const today = localDay(asOf, zone);
  const period = periodOf('month', `${month}-01`);
  const [before, year] = [shiftPeriod(period, -1), yearBefore(period)];
  const now = elapsed(period, today);
  const spans = { now, before: stretchOf(before, period, today), year_before: stretchOf(year, period, today) };

  const watermark = await reader.watermark();
  const [opening, levels, cases, stages, quality, stars] = await Promise.all([
    openingOf(reader, spans, filters, asOf),
    reviewLevels(reader, { month, now, before: spans.before }, filters, asOf),
    overdueCases(reader, now, filters, asOf),
    stagesOf(reader, spans, filters, asOf),
    qualityOf(reader, spans, filters, asOf),
    starsOf(reader, now, filters, asOf),
  ]);
  const { figures, cards, completed_late, open_late, has_data } = opening;
  return {
    month,
    month_before: monthBefore(month),
    as_of,
    watermark,
    zone,
    has_data,
    is_running: today <= period.to,
    periods: { now: days(now), before: days(spans.before), year_before: days(spans.year_before) },
    figures,
    cards,
    levels,
    overdue: { completed_late, open_late, cases },
    stages,
    quality,
    stars,
  };
}

const days = ({ from, to }: { from: string; to: string }) => ({ from, to });
