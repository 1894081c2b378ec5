/** Counts of data quality summed for the page, and which source is getting slower. */
import type { DataQualityRow, Finding, SourceRow } from '@mingcha/analytics/contract';
import { addDays } from '@mingcha/analytics/periods';

export const COUNTS = [
  'events',
  'timed',
  'late',
  'conflicts',
  'not_on_file',
  'completed',
  'stages_complete',
  'rejects',
] as const satisfies readonly (keyof DataQualityRow)[];
export type QualityCounts = Record<(typeof COUNTS)[number], number>;

export function summed(rows: readonly DataQualityRow[]): QualityCounts {
  const sums = Object.fromEntries(COUNTS.map((name) => [name, 0])) as QualityCounts;
  for (const row of rows) for (const name of COUNTS) sums[name] += row[name];
  return sums;
}

/** How many findings of a kind the counts hold: as many as its list has rows. */
export function found(counts: QualityCounts, finding: Finding): number {
  switch (finding) {
    case 'late_entry':
      return counts.late;
    case 'conflict':
      return counts.conflicts;
    case 'not_on_file':
      return counts.not_on_file;
    case 'stages_missing':
      return counts.completed - counts.stages_complete;
    case 'reject':
      return counts.rejects;
  }
}

export interface SourceQuality {
  source: string;
  counts: QualityCounts;
  departments: { department: string; name: string; counts: QualityCounts }[];
}

/** Rows by source and department as a tree: sources by code, the departments with the most findings first. */
export function bySource(rows: readonly DataQualityRow[]): SourceQuality[] {
  const sources = [...new Set(rows.map((row) => row.source))].sort();
  const all = (counts: QualityCounts) =>
    counts.late + counts.conflicts + counts.not_on_file + found(counts, 'stages_missing');
  return sources.map((source) => {
    const own = rows.filter((row) => row.source === source);
    const departments = own
      // Refused lines name no department, and are shown with the source.
      .filter((row) => row.department !== '' || row.events > 0)
      .map((row) => ({ department: row.department, name: row.department_name, counts: summed([row]) }))
      .sort(
        (a, b) =>
          all(b.counts) - all(a.counts) || (a.name || a.department).localeCompare(b.name || b.department, 'zh-CN'),
      );
    return { source, counts: summed(own), departments };
  });
}

export interface LatenessLine {
  source: string;
  /** Of each day: late events, and events that say when they were recorded. */
  days: { day: string; late: number; timed: number }[];
}

/** One line per source over so many days up to one. */
export function latenessLines(rows: readonly DataQualityRow[], to: string, days: number): LatenessLine[] {
  const span = Array.from({ length: days }, (_, n) => addDays(to, n - days + 1));
  const sources = [...new Set(rows.filter((row) => row.timed > 0).map((row) => row.source))].sort();
  return sources.map((source) => {
    const own = new Map(rows.filter((row) => row.source === source).map((row) => [row.day, row]));
    return {
      source,
      days: span.map((day) => ({ day, late: own.get(day)?.late ?? 0, timed: own.get(day)?.timed ?? 0 })),
    };
  });
}

/** Fewer events than these say nothing about a half. */
const FEWEST = 50;

/**
 * The source whose share of late entries rose most from the first half of the days to the second, by a point at least.
 * Shares are fractions; null when none rose.
 */
export function slowed(lines: readonly LatenessLine[]): { source: string; before: number; after: number } | null {
  const share = (days: LatenessLine['days']) => {
    const timed = days.reduce((sum, day) => sum + day.timed, 0);
    return timed < FEWEST ? null : days.reduce((sum, day) => sum + day.late, 0) / timed;
  };
  const risen = lines.flatMap(({ source, days }) => {
    const middle = Math.floor(days.length / 2);
    const before = share(days.slice(0, middle));
    const after = share(days.slice(middle));
    return before !== null && after !== null && after - before >= 0.01 ? [{ source, before, after }] : [];
  });
  return risen.sort((a, b) => b.after - b.before - (a.after - a.before))[0] ?? null;
}

/** Whether it was heard often enough to say how long it usually is silent. */
export function hasUsual(row: SourceRow): row is SourceRow & { usual_gap: number; allowed_gap: number } {
  return row.usual_gap !== null && row.allowed_gap !== null;
}

/** The silent ones: those silent for longer than usual first, those of which nobody knows what is usual after them. */
export function silentSources(rows: readonly SourceRow[]): SourceRow[] {
  return rows
    .filter(({ state }) => state === 'silent')
    .sort((a, b) => Number(hasUsual(b)) - Number(hasUsual(a)) || b.present_gap - a.present_gap);
}
