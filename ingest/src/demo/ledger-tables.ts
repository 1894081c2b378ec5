/**
 * The ledger as tables: daily figures, weekly boards, early completion by month, open cases. Each table is
 * `{ columns, rows }`, rows as arrays; rows in which every figure is nothing are left out.
 */
import type { CityDepartment } from './city.ts';
import { LEVELS, type Ledger, type Level, MEASURES, type Measure } from './ledger.ts';
import { QUALITY_MEASURES } from './quality-ledger.ts';
import { isoOf, weekdayOf } from './working-days.ts';

type Value = string | number | boolean | null;
export interface Table {
  columns: string[];
  rows: Value[][];
}

/** Measures of a day; the last two of the ledger are what `open_at_end` is made of. */
export const DAILY: readonly Measure[] = MEASURES.slice(0, -2);
const OPENED = MEASURES.indexOf('opened');
const CLOSED = MEASURES.indexOf('closed');

export function dailyTable(ledger: Ledger, level: Level): Table {
  const rows: Value[][] = [];
  for (const unit of ledger.units(level)) {
    let open = 0;
    for (let day = 0; day < ledger.days; day += 1) {
      const counts = ledger.day(level, unit, day)!;
      open += counts[OPENED]! - counts[CLOSED]!;
      const figures = counts.subarray(0, DAILY.length);
      if (open !== 0 || figures.some((figure) => figure !== 0)) {
        rows.push([isoOf(ledger.fromDay + day), unit, ...figures, open]);
      }
    }
  }
  return { columns: ['day', 'unit', ...DAILY, 'open_at_end'], rows };
}

/** ISO week of the Monday given, e.g. 2026-W10. */
export function weekName(monday: number): string {
  const year = Number(isoOf(monday + 3).slice(0, 4));
  const january4 = Date.UTC(year, 0, 4) / 86_400_000;
  const first = january4 - weekdayOf(january4);
  return `${year}-W${String((monday - first) / 7 + 1).padStart(2, '0')}`;
}

export const WEIGHTS = {
  early: 25,
  within_limit: 25,
  speed_up: 15,
  satisfaction: 15,
  data_quality: 10,
  workload: 10,
} as const;
export type Component = keyof typeof WEIGHTS;
const COMPONENTS = Object.keys(WEIGHTS) as Component[];
export const BOARDS = { departments: 'department', windows: 'window', counties: 'county', staff: 'staff' } as const;
export type Board = keyof typeof BOARDS;
const FEWEST = 5;

/** Codes on file for a board. */
function onFile(ledger: Ledger, board: Board): string[] {
  const { centres, regions } = ledger.city;
  const departments: CityDepartment[] = centres.flatMap((centre) => centre.departments);
  const windows = departments.flatMap((department) => department.windows);
  switch (board) {
    case 'departments':
      return departments.map(({ code }) => code);
    case 'windows':
      return windows.map(({ code }) => code);
    case 'staff':
      return windows.flatMap(({ staff }) => staff.map(({ code }) => code));
    case 'counties':
      return regions.filter(({ level }) => level === 'county').map(({ region }) => region);
  }
}

const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** Full ISO weeks of the period: offsets of their Mondays. */
export function fullWeeks(ledger: Ledger): number[] {
  const first = (7 - weekdayOf(ledger.fromDay)) % 7;
  const weeks: number[] = [];
  for (let monday = first; monday + 6 < ledger.days; monday += 7) weeks.push(monday);
  return weeks;
}

/** One board over every full week. Cases of no unit (no staff named, no county) are on no board. */
export function weeklyTable(ledger: Ledger, board: Board): Table {
  const level = BOARDS[board];
  const units = onFile(ledger, board).sort();
  const counted: Measure[] = ['completed', 'commitment_completed', 'early', 'overdue', 'received'];
  const columns = ['week', 'unit', 'rank', 'is_tied', 'unranked_reason', 'score', ...counted].concat(
    COMPONENTS.flatMap((component) => [`${component}_numerator`, `${component}_denominator`]),
  );
  const rows: Value[][] = [];
  for (const monday of fullWeeks(ledger)) {
    const sums = units.map((unit) => {
      const sum = (measure: Measure) => ledger.sum(level, unit, measure, monday, monday + 6);
      return { unit, sum, hasCases: sum('received') + sum('completed') > 0 };
    });
    const typical = median(sums.filter(({ hasCases }) => hasCases).map(({ sum }) => sum('completed')));
    const entries = sums.map(({ unit, sum, hasCases }) => {
      const parts: Record<Component, [number, number]> = {
        early: [sum('commitment_early'), sum('commitment_completed')],
        within_limit: [sum('early') + sum('on_time'), sum('completed_with_limit')],
        speed_up: [Math.max(0, sum('promised_days_sum') - sum('used_days_sum')), sum('promised_days_sum')],
        satisfaction: [sum('satisfied'), sum('rated')],
        data_quality: [sum('timely_events'), sum('timed_events')],
        workload: [sum('completed'), typical],
      };
      const reason = !hasCases ? 'no_cases' : sum('commitment_completed') < FEWEST ? 'too_few' : '';
      return { unit, parts, reason, score: score(parts), counts: counted.map(sum) };
    });
    const ranked = entries.filter(({ reason }) => reason === '');
    for (const { unit, parts, reason, score: own, counts } of entries) {
      const isRanked = reason === '';
      const rank = isRanked ? 1 + ranked.filter((other) => other.score! > own!).length : null;
      const isTied = isRanked && ranked.filter((other) => other.score === own).length > 1;
      const week = weekName(ledger.fromDay + monday);
      const shown = COMPONENTS.flatMap((component) => parts[component]);
      rows.push([week, unit, rank, isTied, reason, isRanked ? own : null, ...counts, ...shown]);
    }
  }
  return { columns, rows };
}

/** 100 × Σ weight × value / Σ weight over what can be computed, rounded to 6 places, then truncated to 2. */
export function score(parts: Record<Component, [number, number]>): number | null {
  let points = 0;
  let weights = 0;
  for (const component of COMPONENTS) {
    const [numerator, denominator] = parts[component];
    if (denominator <= 0) continue;
    points += WEIGHTS[component] * Math.min(1, numerator / denominator);
    weights += WEIGHTS[component];
  }
  if (weights === 0) return null;
  const rounded = Math.round(((100 * points) / weights) * 1e6);
  return Math.floor(rounded / 1e4) / 100;
}

/** Early completion of every month of the period (cut to it), all levels. */
export function earlyTable(ledger: Ledger): Table {
  const months = new Map<string, [number, number]>();
  for (let day = 0; day < ledger.days; day += 1) {
    const month = isoOf(ledger.fromDay + day).slice(0, 7);
    months.set(month, [months.get(month)?.[0] ?? day, day]);
  }
  const rows: Value[][] = [];
  for (const level of LEVELS) {
    for (const unit of ledger.units(level)) {
      for (const [from, to] of months.values()) {
        const sum = (measure: Measure) => ledger.sum(level, unit, measure, from, to);
        const early = sum('commitment_early');
        const figures = [
          sum('early'),
          sum('completed'),
          early,
          sum('commitment_completed'),
          early,
          sum('commitment_received'),
          sum('early') + sum('on_time'),
          sum('completed_with_limit'),
        ];
        if (figures.some((figure) => figure !== 0)) {
          rows.push([level, isoOf(ledger.fromDay + from), isoOf(ledger.fromDay + to), unit, ...figures]);
        }
      }
    }
  }
  const rates = ['of_all', 'of_commitment', 'of_received', 'within_limit'];
  const columns = [
    'level',
    'from_day',
    'to_day',
    'unit',
    ...rates.flatMap((rate) => [`${rate}_numerator`, `${rate}_denominator`]),
  ];
  return { columns, rows };
}

/** Quality of the data by the day events happened on and the department of their cases. */
export function qualityTable({ quality }: Ledger): Table {
  const rows = quality
    .rows()
    .map(({ day, department, counts }) => [
      isoOf(day),
      department,
      ...QUALITY_MEASURES.map((measure) => counts[measure]),
    ]);
  return { columns: ['day', 'department', ...QUALITY_MEASURES], rows };
}
