/** The marts through the API: medians and slowest of many reads over different weeks and months. */
import { isoWeek } from '@mingcha/analytics/periods';
import type { Client } from './http-intake.ts';
import { quantile, spread } from './timing.ts';

/** Mondays and months inside the year the generator tells unless asked otherwise (2025-03-01 to 2026-02-28). */
export const WEEKS = ['2026-02-16', '2025-06-09', '2025-11-10', '2026-01-12', '2025-09-15', '2025-12-08'];
export const MONTHS: [from: string, to: string][] = [
  ['2026-01-01', '2026-01-31'],
  ['2025-06-01', '2025-06-30'],
  ['2025-11-01', '2025-11-30'],
  ['2025-09-01', '2025-09-30'],
];

export type Mart = 'week' | 'month' | 'early' | 'overdue' | 'summary';
export const MART_NAMES: Record<Mart, string> = {
  week: 'weekly ranking, departments',
  month: 'daily statistics, a month by department',
  early: 'early completion, a month by department',
  overdue: 'overdue list, first page (1,000)',
  summary: 'overdue summary',
};
export const MARTS = Object.keys(MART_NAMES) as Mart[];
/** Those that are read from the sums of days where these stand, and else from the facts. */
export const OF_DAYS = ['week', 'month', 'early'] as const satisfies Mart[];

export interface Spread {
  median: number;
  p95: number;
}
export const spreadOf = (sorted: readonly number[]): Spread => ({
  median: quantile(sorted, 0.5),
  p95: quantile(sorted, 0.95),
});

/** Without a moment it is the present one, as a page asks. */
export function martPath(mart: Mart, run: number, asOf?: string): string {
  const moment = asOf === undefined ? '' : `as_of=${encodeURIComponent(asOf)}`;
  const [from, to] = MONTHS[run % MONTHS.length]!;
  switch (mart) {
    case 'week':
      return `/api/v1/weekly-ranking?week=${isoWeek(WEEKS[run % WEEKS.length]!)}&board=departments&${moment}`;
    case 'month':
      return `/api/v1/daily-statistics?from=${from}&to=${to}&by=department&limit=10000&${moment}`;
    case 'early':
      return `/api/v1/early-completion?from=${from}&to=${to}&by=department&${moment}`;
    case 'overdue':
      return `/api/v1/overdue?limit=1000&${moment}`;
    case 'summary':
      return `/api/v1/overdue/summary?${moment}`;
  }
}

export async function readMart(client: Client, path: string): Promise<Record<string, unknown>> {
  const answer = await client.get(path);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.text.slice(0, 500)}`);
  return JSON.parse(answer.text);
}

/** Each read is of another moment, so that no answer is one kept from a read before. */
export async function martsThroughApi<M extends Mart>(
  client: Client,
  asOf: string,
  runs: number,
  marts: readonly M[],
): Promise<Record<M, Spread>> {
  let moment = Date.parse(asOf);
  const another = () => {
    moment += 1;
    return new Date(moment).toISOString();
  };
  const found = {} as Record<M, Spread>;
  for (const mart of marts) {
    found[mart] = spreadOf(await spread(runs, (run) => readMart(client, martPath(mart, run, another()))));
  }
  return found;
}

/** The median of reads that ask what was asked before, while nothing of its days changes. */
export async function askedAgain(client: Client, asOf: string, runs: number, mart: Mart): Promise<number> {
  const read = () => readMart(client, martPath(mart, 0, asOf));
  await read();
  return quantile(await spread(runs, read), 0.5);
}

/** A figure or two of each mart that another engine must find, too. */
export async function figuresThroughApi(client: Client, asOf: string): Promise<Record<Mart, string>> {
  const rows = async (mart: Mart) =>
    (await readMart(client, martPath(mart, 0, asOf)))['rows'] as Record<string, number>[];
  const total = (list: Record<string, number>[], ...names: string[]) =>
    names.map((name) => list.reduce((sum, row) => sum + (row[name] ?? 0), 0)).join(' ');
  const summary = (await readMart(client, martPath('summary', 0, asOf))) as Record<string, number>;
  return {
    week: total(await rows('week'), 'completed', 'early', 'overdue', 'received'),
    month: total(await rows('month'), 'received', 'completed', 'early', 'open_at_end', 'overdue_open_at_end'),
    early: total(await rows('early'), 'of_all_numerator', 'of_all_denominator', 'of_received_denominator'),
    overdue: String((await rows('overdue')).length),
    summary: ['red', 'yellow', 'notice', 'stopped', 'fine', 'no_limit'].map((grade) => summary[grade]).join(' '),
  };
}
