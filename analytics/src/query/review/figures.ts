/** The figures the review opens with: of the month, the one before and the year before. */
import { inlineView } from '@mingcha/sql';
import type { PeriodStatisticsRow, ReviewFigure, ReviewFigureCode, ReviewPart } from '../../contract/index.ts';
import { type Span, type Stretch, untilOf } from '../../periods/period.ts';
import type { AllCards } from '../../review/screens.ts';
import { periodStatistics } from '../period-statistics.ts';
import type { Reader } from '../reader.ts';
import { type Filters, filterArguments } from '../scope.ts';
import { allRows } from './levels.ts';

export interface Spans {
  now: Span;
  before: Stretch;
  year_before: Stretch;
}
type Counts = Record<string, number | null>;
type Of = (counts: Counts) => ReviewPart | null;

const count =
  (name: string): Of =>
  (counts) => {
    const n = counts[name];
    return n === null || n === undefined ? null : { numerator: n, denominator: null };
  };
const rate =
  (of: (counts: Record<string, number>) => readonly [number, number]): Of =>
  (counts) => {
    const [numerator, denominator] = of(counts as Record<string, number>);
    return { numerator, denominator };
  };

/** Definitions as the marts have them; cards are counted apart. */
const FIGURES: Readonly<Record<Exclude<ReviewFigureCode, 'cards'>, Of>> = {
  received: count('received'),
  accepted: count('accepted'),
  decided: count('decided'),
  online_share: rate((c) => [c['online_received']!, c['received']!]),
  handling: count('used_days_median'),
  early_rate: rate((c) => [c['commitment_early']!, c['commitment_completed']!]),
  within_limit_rate: rate((c) => [c['early']! + c['on_time']!, c['completed_with_limit']!]),
  speed_up: rate((c) => [c['promised_days_sum']! - c['used_days_sum']!, c['promised_days_sum']!]),
  speed_up_statutory: rate((c) => [c['statutory_days_sum']! - c['statutory_used_days_sum']!, c['statutory_days_sum']!]),
  satisfaction: rate((c) => [c['satisfied']!, c['rated']!]),
  overdue: count('overdue'),
};

const HAPPENED = ['received', 'accepted', 'decided', 'refused', 'withdrawn', 'delivered', 'rated', 'open_at_end'];

export interface Opening {
  figures: ReviewFigure[];
  cards: AllCards;
  completed_late: number;
  open_late: number;
  has_data: boolean;
}

export async function openingOf(reader: Reader, spans: Spans, filters: Filters, asOf: Date): Promise<Opening> {
  const against = { previous: spans.before, year_before: spans.year_before };
  const [[row], cards] = await Promise.all([
    allRows<PeriodStatisticsRow>(reader, periodStatistics(spans.now, against, 'all', filters), asOf),
    allCards(reader, spans, filters, asOf),
  ]);
  const end = { now: '', before: '_previous', year_before: '_year_before' } as const;
  /** Null for a period in which nothing happened and nothing was open: it has no data rather than noughts. */
  const countsOf = (span: keyof typeof end): Counts | null => {
    if (row === undefined) return null;
    const columns = row as unknown as Record<string, number | null>;
    if (HAPPENED.every((name) => !columns[`${name}${end[span]}`])) return null;
    return Object.fromEntries(
      Object.entries(columns)
        .filter(([name]) => end[span] === '' || name.endsWith(end[span]))
        .map(([name, value]) => [name.slice(0, name.length - end[span].length), value]),
    );
  };
  const counts = { now: countsOf('now'), before: countsOf('before'), year_before: countsOf('year_before') };
  const part = (span: keyof typeof end, of: Of) => (counts[span] === null ? null : of(counts[span]));
  const issued = (span: keyof typeof end): ReviewPart | null =>
    counts[span] === null ? null : { numerator: cards[span].issued, denominator: null };
  const figures = Object.entries(FIGURES).map(([id, of]) => ({
    id: id as ReviewFigureCode,
    now: part('now', of),
    before: part('before', of),
    year_before: part('year_before', of),
  }));
  return {
    figures: [
      ...figures,
      { id: 'cards', now: issued('now'), before: issued('before'), year_before: issued('year_before') },
    ],
    cards: cards.now,
    completed_late: row?.overdue ?? 0,
    open_late: row?.overdue_open_at_end ?? 0,
    has_data: counts.now !== null,
  };
}

/** Cards found in each of the spans, whether or not they name a unit; of one held against a running month, as it stood then. */
async function allCards(reader: Reader, spans: Spans, filters: Filters, asOf: Date) {
  const { text, parameters } = filterArguments(filters);
  const names = ['now', 'before', 'year_before'] as const;
  const found = names.map((name) => {
    const mart = inlineView(
      `cards_found(from_day={${name}_from:Date}, to_day={${name}_to:Date}, as_of={${name}_until:DateTime64(3, 'UTC')}, ${text})`,
    );
    return `select '${name}' as span,
      toUInt32(count()) as issued, toUInt32(countIf(not is_in_effect)) as taken_back,
      toUInt32(countIf(is_in_effect and grade = 'yellow')) as yellow, toUInt32(countIf(is_in_effect and grade = 'red')) as red
    from ${mart}`;
  });
  const days = Object.fromEntries(
    names.flatMap((name) => [
      [`${name}_from`, spans[name].from],
      [`${name}_to`, spans[name].to],
      [`${name}_until`, name === 'now' ? asOf : untilOf(spans[name], asOf)],
    ]),
  );
  const statement = `select * from (${found.join(' union all ')})`;
  const { rows } = await reader.rows<AllCards & { span: string }>(statement, { ...days, ...parameters }, asOf);
  const of = (span: string): AllCards => {
    const { issued = 0, taken_back = 0, yellow = 0, red = 0 } = rows.find((each) => each.span === span) ?? {};
    return { issued, taken_back, yellow, red };
  };
  return { now: of('now'), before: of('before'), year_before: of('year_before') };
}
