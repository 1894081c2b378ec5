/** Rows of units for the table: departments at once, windows and staff when their parent is unfolded. */
import type { DailyStatisticsRow, PeriodStatisticsRow } from '@mingcha/analytics/contract';
import { addDays, formatPeriod, type Period } from '@mingcha/analytics/periods';
import { onScopeDispose, shallowReactive, watch } from 'vue';
import { ApiError, getAll } from '../../api/client.ts';
import type { Comparison } from '../../composables/use-view.ts';
import { type Base, baseOf, type Totals, totalsOf } from '../../domain/period-rows.ts';

export type UnitLevel = 'department' | 'window' | 'staff';
export interface UnitRow {
  level: UnitLevel;
  unit: string;
  name: string;
  onFile: boolean;
  totals: Totals;
  base: Base | null;
  /** Decided per day over the days asked for, oldest first. */
  trend: number[];
  /** Filters that lead to this unit; null for what has no unit, which cannot be asked for alone. */
  filters: Record<string, string> | null;
  key: string;
}
export const BELOW: Record<UnitLevel, UnitLevel | null> = { department: 'window', window: 'staff', staff: null };
export const TREND_DAYS = 14;

/** What the table tells of: a period, the day its trend ends on, and what it is held against. */
export interface Asked {
  period: Period;
  shownTo: string;
  comparison: Comparison;
}

/** The end of the columns a comparison adds to a row. */
export const endOf = (comparison: Comparison) => (comparison === 'year' ? 'year_before' : 'previous');

export const readPeriod = (
  by: 'all' | UnitLevel,
  { period, comparison }: Asked,
  filters: Record<string, string>,
  signal?: AbortSignal,
) =>
  getAll<PeriodStatisticsRow>(
    '/period-statistics',
    { period: formatPeriod(period), by, compare: comparison, ...filters },
    signal,
  );

export async function readUnits(
  level: UnitLevel,
  asked: Asked,
  filters: Record<string, string>,
  signal?: AbortSignal,
): Promise<{ asOf: string; units: UnitRow[] }> {
  const trendDays = Array.from({ length: TREND_DAYS }, (_, n) => addDays(asked.shownTo, n - TREND_DAYS + 1));
  const [read, daily] = await Promise.all([
    readPeriod(level, asked, filters, signal),
    getAll<DailyStatisticsRow>(
      '/daily-statistics',
      { from: trendDays[0], to: asked.shownTo, by: level, ...filters },
      signal,
    ),
  ]);
  const decided = new Map(daily.rows.map((row) => [`${row.unit} ${row.day}`, row.decided]));
  const units = read.rows.map((row) => ({
    level,
    unit: row.unit,
    name: row.unit_name,
    onFile: row.on_file,
    totals: totalsOf(row),
    base: baseOf(row, endOf(asked.comparison)),
    trend: trendDays.map((day) => decided.get(`${row.unit} ${day}`) ?? 0),
    filters: row.unit ? { ...filters, [level]: row.unit } : null,
    key: `${level}/${filters['department'] ?? ''}/${filters['window'] ?? ''}/${row.unit}`,
  }));
  return { asOf: read.as_of, units };
}

export type Children = { state: 'loading' } | { state: 'error'; error: ApiError } | { state: 'data'; units: UnitRow[] };

/**
 * Children of unfolded rows: read again when the period changes, for those still unfolded; all folded when the filters change,
 * which their own filters hold.
 */
export function useUnfolded(asked: () => Asked, filters: () => Record<string, string>) {
  const children = shallowReactive(new Map<string, Children>());
  const open = new Map<string, UnitRow>();
  let abort = new AbortController();

  async function load(row: UnitRow) {
    const below = BELOW[row.level];
    if (!below || !row.filters) return;
    const { signal } = abort;
    children.set(row.key, { state: 'loading' });
    try {
      const { units } = await readUnits(below, asked(), row.filters, signal);
      if (!signal.aborted && open.has(row.key)) children.set(row.key, { state: 'data', units });
    } catch (cause) {
      if (signal.aborted) return;
      if (!(cause instanceof ApiError)) throw cause;
      children.set(row.key, { state: 'error', error: cause });
    }
  }
  watch(
    () => [JSON.stringify(asked()), JSON.stringify(filters())] as const,
    ([, now], [, before]) => {
      abort.abort();
      abort = new AbortController();
      children.clear();
      if (now !== before) open.clear();
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
