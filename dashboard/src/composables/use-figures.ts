/** Makes the note of a figure: value, parts, definition, as-of moment, and the cases behind it. */

import { formatPeriod, type Period } from '@mingcha/analytics/periods';
import { useI18n } from 'vue-i18n';
import { type FigureId, figure, figureText, isRate } from '../domain/figures.ts';
import type { Totals } from '../domain/sums.ts';
import type { FigureInfo } from './use-figure-popover.ts';
import { useWords } from './use-words.ts';

export function useFigures() {
  const { t } = useI18n();
  const { number } = useWords();
  const plain = (n: number) => number(Math.round(n * 10) / 10);

  function info(
    id: FigureId,
    totals: Totals,
    context: { period: Period; asOf: string | undefined; filters?: Record<string, string>; of?: string },
  ): FigureInfo {
    const { definition, measure, parts } = figure[id];
    const made = parts(totals);
    return {
      label: context.of ? `${context.of} · ${t(`measure.${id}`)}` : t(`measure.${id}`),
      value: figureText(id, totals, number),
      definition: { ...definition, text: t(`definition.${id}`) },
      isRate: isRate(id),
      ...('count' in made ? {} : { numerator: plain(made.numerator), denominator: plain(made.denominator) }),
      ...(context.asOf ? { asOf: context.asOf } : {}),
      ...(measure
        ? { cases: { path: '/cases', query: { measure, period: formatPeriod(context.period), ...context.filters } } }
        : {}),
    };
  }
  return { info };
}
