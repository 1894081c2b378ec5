/**
 * The clock's rules (domain: the clock, `whole_days`) walked day by day, on purpose the slow and plain way:
 * the second opinion against which the platform's own computation is held. Shares no code with it.
 *
 * A day is a number: days since 1970-01-01, without zone. Beyond the calendar handed in, Monday to Friday are
 * taken for working days (the platform marks due days out there as provisional).
 */

export interface CalendarDay {
  /** ISO day. */
  day: string;
  is_working: boolean;
}

/** A stop of the clock. The day it starts still counts, those after it up to and including the last do not. */
export interface Stop {
  startDay: number;
  /** Null while it lasts. */
  endDay: number | null;
}

export const dayOf = (iso: string): number => {
  const day = Date.parse(`${iso}T00:00:00Z`) / 86_400_000;
  if (!Number.isInteger(day)) throw new Error(`'${iso}' is not a day. Write it like 2026-03-02.`);
  return day;
};
export const isoOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

const months = new Map<number, string>();
/** ISO month of a day, e.g. 2026-03. */
export function monthOf(day: number): string {
  let month = months.get(day);
  if (month === undefined) {
    month = isoOf(day).slice(0, 7);
    months.set(day, month);
  }
  return month;
}

/** 0 Monday … 6 Sunday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

const isStopped = (day: number, stops: readonly Stop[]): boolean => {
  for (const stop of stops) {
    if (day > stop.startDay && (stop.endDay === null || day <= stop.endDay)) return true;
  }
  return false;
};
const NO_STOPS: readonly Stop[] = [];

export class WorkingDays {
  readonly #first: number;
  readonly #flags: Uint8Array;

  constructor(days: readonly CalendarDay[]) {
    if (days.length === 0) throw new Error('The working-day calendar is empty: hand in at least one day.');
    const numbered = days.map((entry) => ({ day: dayOf(entry.day), working: entry.is_working }));
    let first = numbered[0]!.day;
    let last = first;
    for (const { day } of numbered) {
      if (day < first) first = day;
      if (day > last) last = day;
    }
    this.#first = first;
    this.#flags = new Uint8Array(last - first + 1);
    for (let i = 0; i < this.#flags.length; i += 1) this.#flags[i] = weekdayOf(first + i) < 5 ? 1 : 0;
    for (const { day, working } of numbered) this.#flags[day - first] = working ? 1 : 0;
  }

  isWorking(day: number): boolean {
    const flag = this.#flags[day - this.#first];
    return flag === undefined ? weekdayOf(day) < 5 : flag === 1;
  }

  /** Working days after `start` up to and including `end`, stopped days left out: the days used. */
  used(start: number, end: number, stops: readonly Stop[] = NO_STOPS): number {
    let count = 0;
    for (let day = start + 1; day <= end; day += 1) {
      if (this.isWorking(day) && !isStopped(day, stops)) count += 1;
    }
    return count;
  }

  /** The day on which the n-th counted working day after `start` falls; `start` itself for 0. */
  nth(start: number, n: number, stops: readonly Stop[] = NO_STOPS): number {
    if (n > 0 && stops.some((stop) => stop.endDay === null)) {
      throw new Error('A clock that stands still has no due day: the stop must have ended.');
    }
    let day = start;
    for (let left = n; left > 0; ) {
      day += 1;
      if (this.isWorking(day) && !isStopped(day, stops)) left -= 1;
    }
    return day;
  }

  /** The n-th working day before `day`. */
  before(day: number, n: number): number {
    let found = day;
    for (let left = n; left > 0; ) {
      found -= 1;
      if (this.isWorking(found)) left -= 1;
    }
    return found;
  }
}
