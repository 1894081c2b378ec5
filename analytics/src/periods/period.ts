/**
 * Periods as text, one grammar for addresses, requests and the command line: `2026-03-02` day, `2026-W10` ISO week, `2026-03-2` ten days (1–10, 11–20,
 * 21–end of month), `2026-03` month, `2026-Q1` quarter, `2026` year, `2026-03-02..2026-03-20` own choice. ISO weeks run
 * from Monday to Sunday; week 1 holds the year's first Thursday, so 2026-W01 begins on 2025-12-29.
 * Days are plain ISO text; arithmetic is in UTC so that no zone can shift a day.
 */

export const PERIOD_KINDS = ['day', 'week', 'ten_days', 'month', 'quarter', 'year', 'custom'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];
/** First and last day, both included, as ISO days of the centre's zone. */
export interface Span {
  from: string;
  to: string;
}
export interface Period extends Span {
  kind: PeriodKind;
}

const DAY_MS = 86_400_000;
const toMs = (day: string) => Date.parse(`${day}T00:00:00Z`);
const fromMs = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const pad = (n: number) => String(n).padStart(2, '0');

export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = toMs(text);
  return !Number.isNaN(ms) && fromMs(ms) === text;
};

export const addDays = (day: string, days: number): string => fromMs(toMs(day) + days * DAY_MS);
export const daysBetween = (from: string, to: string): number => Math.round((toMs(to) - toMs(from)) / DAY_MS);
/** 1 Monday … 7 Sunday. */
export const isoWeekday = (day: string): number => ((new Date(toMs(day)).getUTCDay() + 6) % 7) + 1;

/** The week an ISO day lies in, e.g. `2026-W10`. */
export function isoWeek(day: string): string {
  const thursday = addDays(day, 4 - isoWeekday(day));
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${pad(week)}`;
}

/** The Monday of a week such as `2026-W10`, which must be one that exists: `parsePeriod` tells. */
export function mondayOf(week: string): string {
  const [year, number] = week.split('-W') as [string, string];
  const fourth = `${year}-01-04`;
  return addDays(fourth, (Number(number) - 1) * 7 + 1 - isoWeekday(fourth));
}

const monthEnd = (year: number, month: number) => fromMs(Date.UTC(year, month, 0));

/** The period of a kind that contains the day. */
export function periodOf(kind: PeriodKind, day: string): Period {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  switch (kind) {
    case 'day':
    case 'custom':
      return { kind, from: day, to: day };
    case 'week': {
      const from = mondayOf(isoWeek(day));
      return { kind, from, to: addDays(from, 6) };
    }
    case 'ten_days': {
      const third = Math.min(2, Math.floor((Number(day.slice(8)) - 1) / 10));
      const to = third === 2 ? monthEnd(year, month) : `${day.slice(0, 7)}-${pad((third + 1) * 10)}`;
      return { kind, from: `${day.slice(0, 7)}-${pad(third * 10 + 1)}`, to };
    }
    case 'month':
      return { kind, from: `${day.slice(0, 7)}-01`, to: monthEnd(year, month) };
    case 'quarter': {
      const first = Math.floor((month - 1) / 3) * 3 + 1;
      return { kind, from: `${year}-${pad(first)}-01`, to: monthEnd(year, first + 2) };
    }
    case 'year':
      return { kind, from: `${year}-01-01`, to: `${year}-12-31` };
  }
}

/** The period a text names; null when it names none (`2025-W53`, `2026-13`, `2026-03-4`, 30 February). */
export function parsePeriod(text: string): Period | null {
  if (isDay(text)) return periodOf('day', text);
  let match = /^(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])$/.exec(text);
  if (match) {
    const period = periodOf('week', mondayOf(text));
    return isoWeek(period.from) === text ? period : null;
  }
  match = /^(\d{4}-(?:0[1-9]|1[0-2]))-([123])$/.exec(text);
  if (match) return periodOf('ten_days', `${match[1]}-${['01', '11', '21'][Number(match[2]) - 1]}`);
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return periodOf('month', `${text}-01`);
  match = /^(\d{4})-Q([1-4])$/.exec(text);
  if (match) return periodOf('quarter', `${match[1]}-${pad(Number(match[2]) * 3)}-01`);
  if (/^\d{4}$/.test(text)) return periodOf('year', `${text}-01-01`);
  const [from, to] = text.split('..');
  if (from && to && isDay(from) && isDay(to) && from <= to) return { kind: 'custom', from, to };
  return null;
}

export function formatPeriod({ kind, from, to }: Period): string {
  switch (kind) {
    case 'day':
      return from;
    case 'week':
      return isoWeek(from);
    case 'ten_days':
      return `${from.slice(0, 7)}-${Math.floor(Number(from.slice(8)) / 10) + 1}`;
    case 'month':
      return from.slice(0, 7);
    case 'quarter':
      return `${from.slice(0, 4)}-Q${Math.ceil(Number(from.slice(5, 7)) / 3)}`;
    case 'year':
      return from.slice(0, 4);
    case 'custom':
      return `${from}..${to}`;
  }
}

/** The period before (−1) or after (+1). An own choice moves by its own length. */
export function shiftPeriod(period: Period, step: 1 | -1): Period {
  if (period.kind === 'custom') {
    const length = daysBetween(period.from, period.to) + 1;
    return { kind: 'custom', from: addDays(period.from, step * length), to: addDays(period.to, step * length) };
  }
  return periodOf(period.kind, step > 0 ? addDays(period.to, 1) : addDays(period.from, -1));
}

/** The same stretch a year earlier: the ISO week of that number (the 53rd becomes the 52nd), else by date (29 February becomes the 28th). */
export function yearBefore(period: Period): Period {
  if (period.kind === 'week') {
    const [year, number] = isoWeek(period.from).split('-W') as [string, string];
    const before = `${Number(year) - 1}-W`;
    return parsePeriod(`${before}${number}`) ?? periodOf('week', mondayOf(`${before}52`));
  }
  const back = (day: string) => {
    const moved = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
    return isDay(moved) ? moved : `${moved.slice(0, 8)}28`;
  };
  if (period.kind === 'day' || period.kind === 'custom')
    return { kind: period.kind, from: back(period.from), to: back(period.to) };
  return periodOf(period.kind, back(period.from));
}

/** The part of a period that has happened by `today`, so that a month in progress meets an equal stretch. */
export function elapsed(period: Period, today: string): Period {
  return period.to > today && period.from <= today ? { ...period, to: today } : period;
}

/** Cuts a comparison period to as many days as the current one has run. */
export function matchLength(other: Period, current: Period, today: string): Period {
  if (current.to <= today) return other;
  const run = daysBetween(current.from, today);
  const cut = addDays(other.from, Math.max(0, run));
  return cut < other.to ? { ...other, to: cut } : other;
}

export interface Stretch extends Span {
  /** How many days before the moment of the report it is counted until; null: all of it counts. */
  daysBack: number | null;
}

/** What a period is held against of another: all of it, or, while the period is running, as much as has run of it. */
export function stretchOf(other: Period, current: Period, today: string): Stretch {
  const isRunning = current.from <= today && today <= current.to;
  const { from, to } = isRunning ? matchLength(other, current, today) : other;
  return { from, to, daysBack: isRunning ? daysBetween(from, current.from) : null };
}

/** The moment such a stretch is counted until: as far before that of the report as the stretch lies back. */
export const untilOf = ({ daysBack }: Stretch, asOf: Date): Date =>
  daysBack === null ? asOf : new Date(asOf.getTime() - daysBack * DAY_MS);
