/** Makes the note of a figure of the look ahead, and the address of the cases behind it. */
import type { DispatchRow } from '@mingcha/analytics/contract';
import { formatPeriod, type Period } from '@mingcha/analytics/periods';
import type { FigureInfo } from '../../composables/use-figure-popover.ts';
import type { Filters } from '../../composables/use-view.ts';
import { useWords } from '../../composables/use-words.ts';
import { pace } from '../../domain/dispatch.ts';
import { fixed, NOTHING } from '../../domain/rate.ts';

/** A count that has its cases, and which of the open cases those are. */
const STANDING = {
  overdue: { place: 'overdue' },
  due_later: { place: 'later' },
  stopped: { place: 'stopped' },
  stopped_long: { stopped_long: 'true' },
  no_limit: { place: 'no_limit' },
  instant: { place: 'instant' },
  due_before: { place: 'before' },
  age_5: { age: '5' },
  age_10: { age: '10' },
  age_20: { age: '20' },
  age_45: { age: '45' },
  age_more: { age: 'more' },
} as const;
export type CountColumn = keyof typeof STANDING;

export interface FigureContext {
  period: Period;
  asOf: string | undefined;
  /** Filters in force, that of the row's unit among them; null for what has no unit, which cannot be asked for alone. */
  filters: Filters | null;
  of?: string;
}

export function useDispatchFigures() {
  const { t, number, tenth, day } = useWords();

  const casesAt = (standing: Record<string, string>, period: Period, filters: Filters) => ({
    path: '/dispatch/cases',
    query: { period: formatPeriod(period), ...standing, ...filters },
  });
  const made = (label: string, value: number, id: string, standing: Record<string, string>, context: FigureContext) =>
    ({
      label: context.of ? `${context.of} · ${label}` : label,
      value: number(value),
      definition: { id: `dispatch.${id}`, version: 1, text: t(`definition.dispatch.${id}`) },
      ...(context.asOf ? { asOf: context.asOf } : {}),
      ...(context.filters ? { cases: casesAt(standing, context.period, context.filters) } : {}),
    }) satisfies FigureInfo;

  return {
    tenth,
    count: (column: CountColumn, value: number, context: FigureContext): FigureInfo =>
      made(t(`dispatch.column.${column}`), value, column.replace(/_(\d+|more)$/, ''), STANDING[column], context),

    due: (step: number, on: string | undefined, value: number, note: string, context: FigureContext): FigureInfo => ({
      ...made(t('dispatch.due_on', { day: day(on) }), value, 'due', { ahead: String(step) }, context),
      ...(note ? { note } : {}),
    }),

    pace(row: DispatchRow, context: FigureContext): FigureInfo {
      const perDay = pace(row);
      const label = t('dispatch.column.pace');
      return {
        label: context.of ? `${context.of} · ${label}` : label,
        value: perDay === null ? NOTHING : fixed(perDay, 1),
        numerator: number(row.decided_recent),
        denominator: t('amount.working_days', { n: row.recent_days }, row.recent_days),
        definition: { id: 'dispatch.pace', version: 1, text: t('definition.dispatch.pace') },
        ...(context.asOf ? { asOf: context.asOf } : {}),
      };
    },
  };
}
