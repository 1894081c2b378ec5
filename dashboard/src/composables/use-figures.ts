/** Makes the note of a figure, and of its change: value, parts, definition, as-of moment, and the cases behind it. */

import { formatPeriod, type Period } from '@mingcha/analytics/periods';
import { useI18n } from 'vue-i18n';
import { type FigureId, figure, figureChange, figureText, isRate } from '../domain/figures.ts';
import type { Base, Totals } from '../domain/period-rows.ts';
import { NOTHING } from '../domain/rate.ts';
import type { FigureInfo } from './use-figure-popover.ts';
import { useWords } from './use-words.ts';

export interface FigureContext {
  period: Period;
  asOf: string | undefined;
  /** What leads to the cases; null where nothing does. */
  filters?: Record<string, string> | null;
  of?: string;
}

export function useFigures() {
  const { t } = useI18n();
  const { number } = useWords();
  const plain = (n: number) => number(Math.round(n * 10) / 10);

  function info(id: FigureId, totals: Totals, context: FigureContext): FigureInfo {
    const { definition, measure, parts } = figure[id];
    const made = parts(totals);
    return {
      label: context.of ? `${context.of} · ${t(`measure.${id}`)}` : t(`measure.${id}`),
      value: figureText(id, totals, number),
      definition: { ...definition, text: t(`definition.${definition.words}`) },
      isRate: isRate(id),
      ...('count' in made ? {} : { numerator: plain(made.numerator), denominator: plain(made.denominator) }),
      ...(context.asOf ? { asOf: context.asOf } : {}),
      ...(measure && context.filters !== null
        ? { cases: { path: '/cases', query: { measure, period: formatPeriod(context.period), ...context.filters } } }
        : {}),
    };
  }

  /**
   * "↑ 12", "↓ 3.4 points"; a dash where one of the two is over nothing. In a column, whose head tells what is counted, only
   * "↑12", "↓3.4", and "=" for no change.
   */
  function changeText(id: FigureId, now: Totals, before: Totals, inColumn = false): string {
    const change = figureChange(id, now, before);
    if (change === null) return NOTHING;
    if (change === 0) return inColumn ? '=' : t('figure.no_change');
    const arrow = change > 0 ? '↑' : '↓';
    const size = Math.abs(change);
    const n = isRate(id) ? (size / 10).toFixed(1) : number(size);
    if (inColumn) return `${arrow}${n}`;
    return `${arrow} ${isRate(id) ? t('figure.points', { n }) : n}`;
  }

  /** The note of a change tells what it is held against, and leads to the cases there. `against` names the other period. */
  function changeInfo(id: FigureId, base: Base, against: string, context: Omit<FigureContext, 'period'>): FigureInfo {
    const { from, to, until, totals } = base;
    const period: Period = { kind: from === to ? 'day' : 'custom', from, to };
    const filters = context.filters === null ? null : { ...context.filters, ...(until ? { as_of: until } : {}) };
    const then = info(id, totals, { ...context, period, filters, asOf: until ?? context.asOf });
    return { ...then, note: t('figure.base_note', { against }) };
  }

  return { info, changeText, changeInfo };
}
