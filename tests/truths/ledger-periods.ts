/**
 * Figures and boards of any period in plain TypeScript, from the days of the ledger alone: sums over days, the backlog of
 * the last one, and the composite score as the domain states it. No SQL and nothing of the platform is used.
 */

export type Value = string | number | boolean | null;
export interface Table {
  columns: string[];
  rows: Value[][];
}
export interface Days {
  from: string;
  to: string;
}
type Figures = Record<string, number>;

/** Every figure of a unit summed over the days of the period; units with nothing are absent. */
export function sumsOf({ columns, rows }: Table, { from, to }: Days): Map<string, Figures> {
  const day = columns.indexOf('day');
  const unit = columns.indexOf('unit');
  const open = columns.indexOf('open_at_end');
  // The ledger ends at the moment it looks from, which may be before the period does.
  const last = rows.reduce((latest, row) => (row[day]! > latest && row[day]! <= to ? String(row[day]) : latest), from);
  const sums = new Map<string, Figures>();
  for (const row of rows.filter((each) => each[day]! >= from && each[day]! <= to)) {
    const own = sums.get(String(row[unit])) ?? Object.fromEntries(columns.slice(2).map((name) => [name, 0]));
    sums.set(String(row[unit]), own);
    for (const [at, name] of columns.entries()) {
      if (at === day || at === unit) continue;
      if (at !== open) own[name]! += Number(row[at]);
      else if (row[day] === last) own[name] = Number(row[at]);
    }
  }
  return sums;
}

/** The same as a table of one row per unit. */
export function periodTable(daily: Table, days: Days): Table {
  const figures = daily.columns.filter((name) => name !== 'day' && name !== 'unit');
  const rows = [...sumsOf(daily, days)]
    .filter(([, own]) => Object.values(own).some((figure) => figure !== 0))
    .map(([unit, own]) => [unit, ...figures.map((name) => own[name]!)]);
  return { columns: ['unit', ...figures], rows };
}

const WEIGHTS = { early: 25, within_limit: 25, speed_up: 15, satisfaction: 15, data_quality: 10, workload: 10 };
const FEWEST = 5;

interface Place {
  reason: string;
  score: number | null;
  rank: number | null;
  isTied: boolean;
}

/** The board of a period without cards: 1, 1, 3; from five completed commitment cases on. */
export function placesOf(units: readonly string[], daily: Table, days: Days): Map<string, Place> {
  const sums = sumsOf(daily, days);
  const nothing = Object.fromEntries(daily.columns.map((name) => [name, 0]));
  const figuresOf = (unit: string) => sums.get(unit) ?? nothing;
  const isActive = ({ received, completed }: Figures) => received! + completed! > 0;
  const typical = median(
    units
      .map(figuresOf)
      .filter(isActive)
      .map(({ completed }) => completed!),
  );
  const scored = units.map((unit) => {
    const own = figuresOf(unit);
    const reason = !isActive(own) ? 'no_cases' : own['commitment_completed']! < FEWEST ? 'too_few' : '';
    return { unit, reason, score: reason === '' ? scoreOf(own, typical) : null };
  });
  const scores = scored.flatMap(({ score }) => (score === null ? [] : [score]));
  return new Map(
    scored.map(({ unit, reason, score }) => {
      const rank = score === null ? null : 1 + scores.filter((other) => other > score).length;
      const isTied = score !== null && scores.filter((other) => other === score).length > 1;
      return [unit, { reason, score, rank, isTied }];
    }),
  );
}

function scoreOf(own: Figures, typical: number): number {
  const parts: Record<keyof typeof WEIGHTS, [numerator: number, denominator: number]> = {
    early: [own['commitment_early']!, own['commitment_completed']!],
    within_limit: [own['early']! + own['on_time']!, own['completed_with_limit']!],
    speed_up: [Math.max(0, own['promised_days_sum']! - own['used_days_sum']!), own['promised_days_sum']!],
    satisfaction: [own['satisfied']!, own['rated']!],
    data_quality: [own['timely_events']!, own['timed_events']!],
    workload: [own['completed']!, typical],
  };
  const present = Object.entries(parts).filter(([, [, denominator]]) => denominator > 0);
  const weights = present.reduce((sum, [name]) => sum + WEIGHTS[name as keyof typeof WEIGHTS], 0);
  const points = present.reduce(
    (sum, [name, [numerator, denominator]]) =>
      sum + (100 * WEIGHTS[name as keyof typeof WEIGHTS] * Math.min(1, numerator / denominator)) / weights,
    0,
  );
  // Rounded to 6 places, then cut to 2.
  return Math.floor(Math.round(points * 1e6) / 1e4) / 100;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
