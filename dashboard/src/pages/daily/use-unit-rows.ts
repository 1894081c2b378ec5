/** Rows of units for the table: departments at once, windows and staff when their parent is unfolded. */
import type { DailyStatisticsRow } from '@mingcha/analytics/contract';
import { addDays } from '@mingcha/analytics/periods';
import { onScopeDispose, shallowReactive, watch } from 'vue';
import { ApiError, getAll } from '../../api/client.ts';
import { type UnitTotals, unitTotals } from '../../domain/sums.ts';

export type UnitLevel = 'department' | 'window' | 'staff';
export interface UnitRow extends UnitTotals {
  level: UnitLevel;
  /** Filters that lead to this unit. */
  filters: Record<string, string>;
  key: string;
}
export const BELOW: Record<UnitLevel, UnitLevel | null> = { department: 'window', window: 'staff', staff: null };
export const TREND_DAYS = 14;

export interface Span {
  from: string;
  to: string;
}

export async function readUnits(
  level: UnitLevel,
  span: Span,
  filters: Record<string, string>,
  signal?: AbortSignal,
): Promise<{ asOf: string; units: UnitRow[] }> {
  const trend = Array.from({ length: TREND_DAYS }, (_, n) => addDays(span.to, n - TREND_DAYS + 1));
  const from = [span.from, ...trend].sort()[0] ?? span.from;
  const read = await getAll<DailyStatisticsRow>(
    '/daily-statistics',
    { from, to: span.to, by: level, ...filters },
    signal,
  );
  const units = unitTotals(read.rows, span, trend).map((unit) => ({
    ...unit,
    level,
    filters: { ...filters, ...(unit.unit ? { [level]: unit.unit } : {}) },
    key: `${level}/${filters['department'] ?? ''}/${filters['window'] ?? ''}/${unit.unit}`,
  }));
  return { asOf: read.as_of, units };
}

export type Children = { state: 'loading' } | { state: 'error'; error: ApiError } | { state: 'data'; units: UnitRow[] };

/** Children of unfolded rows, forgotten when the period changes and read again for those still unfolded. */
export function useUnfolded(span: () => Span) {
  const children = shallowReactive(new Map<string, Children>());
  const open = new Map<string, UnitRow>();
  let abort = new AbortController();

  async function load(row: UnitRow) {
    const below = BELOW[row.level];
    if (!below) return;
    const { signal } = abort;
    children.set(row.key, { state: 'loading' });
    try {
      const { units } = await readUnits(below, span(), row.filters, signal);
      if (!signal.aborted && open.has(row.key)) children.set(row.key, { state: 'data', units });
    } catch (cause) {
      if (signal.aborted) return;
      if (!(cause instanceof ApiError)) throw cause;
      children.set(row.key, { state: 'error', error: cause });
    }
  }
  watch(
    () => `${span().from} ${span().to}`,
    () => {
      abort.abort();
      abort = new AbortController();
      children.clear();
      for (const row of open.values()) void load(row);
    },
  );
  onScopeDispose(() => abort.abort());
  return {
    children,
    isOpen: (row: UnitRow) => children.has(row.key),
    toggle(row: UnitRow) {
      if (open.delete(row.key)) children.delete(row.key);
      else {
        open.set(row.key, row);
        void load(row);
      }
    },
    retry: (row: UnitRow) => load(row),
  };
}
