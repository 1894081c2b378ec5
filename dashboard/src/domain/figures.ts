/** The figures of daily statistics: how each is read from totals, its definition's id and version, its cases. */
import type { Measure } from '@mingcha/analytics/contract';
import { type Definition, definitionOf, partsOf, RATES, type RateId } from '@mingcha/analytics/words';
import type { Totals } from './period-rows.ts';
import { fixed, NOTHING, percent, permille } from './rate.ts';

export const FIGURES = [
  'received',
  'accepted',
  'decided',
  'early_rate',
  'within_limit_rate',
  'speed_up',
  'satisfaction',
  'open_at_end',
] as const;
/** Those of the line, and what stands beside them. */
export type FigureId = (typeof FIGURES)[number] | 'overdue' | 'overdue_open_at_end' | 'handling';

/** A count, a rate, or, in working days, the mean of a sum over cases. */
type Parts = { count: number } | { numerator: number; denominator: number; isMean?: boolean };

export interface Figure {
  id: FigureId;
  /** Id and version of the definition, as they stand in reports. */
  definition: Definition;
  /** The cases a reader sees on following the number: for a rate, those of its numerator; for a speed-up, all it sums over. */
  measure: Measure | null;
  /** Where more is not better and less not worse, change has no sign to judge. */
  parts(totals: Totals): Parts;
}

const count = (id: FigureId & Measure): Figure => ({
  id,
  definition: definitionOf('PeriodStatisticsRow', id)!,
  measure: id,
  parts: (totals) => ({ count: totals[id as keyof Totals] }),
});
const rate = (id: FigureId & RateId, measure: Measure | null): Figure => ({
  id,
  definition: RATES[id].definition,
  measure,
  parts: (totals) => {
    const [numerator, denominator] = partsOf(id, totals);
    return { numerator, denominator };
  },
});

export const figure: Record<FigureId, Figure> = {
  received: count('received'),
  accepted: count('accepted'),
  decided: count('decided'),
  overdue: count('overdue'),
  overdue_open_at_end: count('overdue_open_at_end'),
  handling: {
    id: 'handling',
    definition: definitionOf('PeriodStatisticsRow', 'handling_days_sum')!,
    measure: 'completed',
    parts: (t) => ({ numerator: t.handling_days_sum, denominator: t.completed, isMean: true }),
  },
  open_at_end: count('open_at_end'),
  early_rate: rate('early_rate', 'commitment_early'),
  within_limit_rate: rate('within_limit_rate', 'within_limit'),
  speed_up: rate('speed_up', 'completed_in_days'),
  satisfaction: rate('satisfaction', 'satisfied'),
};

/** Sortable value: a count, a mean, or tenths of a percent; null over nothing. */
export function figureValue(id: FigureId, totals: Totals): number | null {
  const parts = figure[id].parts(totals);
  if ('count' in parts) return parts.count;
  const { numerator, denominator, isMean } = parts;
  if (!isMean) return permille(numerator, denominator);
  return denominator === 0 ? null : numerator / denominator;
}

/** Percentages and means to one decimal, cut, not rounded. */
export function figureText(id: FigureId, totals: Totals, number: (n: number) => string): string {
  const parts = figure[id].parts(totals);
  if ('count' in parts) return number(parts.count);
  const { numerator, denominator, isMean } = parts;
  if (!isMean) return percent(numerator, denominator);
  return denominator === 0 ? NOTHING : fixed(Math.floor((numerator * 10) / denominator) / 10, 1);
}

export function isRate(id: FigureId): boolean {
  const parts = figure[id].parts({} as Totals);
  return !('count' in parts) && !parts.isMean;
}

/** How much more it is than in another period: a count, or tenths of a percentage point; null where one is over nothing. */
export function figureChange(id: FigureId, now: Totals, before: Totals): number | null {
  const is = figureValue(id, now);
  const was = figureValue(id, before);
  return is === null || was === null ? null : is - was;
}
