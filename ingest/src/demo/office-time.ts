/** When things happen in the demo's offices: moments in opening hours, on working days. */
import { DAY, dayAt, HOUR } from './case-plan.ts';
import type { Random } from './random.ts';
import type { WorkingDays } from './working-days.ts';

/** Opening hours of every centre: seconds after midnight. */
const HOURS: readonly (readonly [number, number])[] = [
  [9 * HOUR, 12 * HOUR],
  [13 * HOUR, 17 * HOUR],
];

export class OfficeTime {
  readonly #calendar: WorkingDays;

  constructor(calendar: WorkingDays) {
    this.#calendar = calendar;
  }

  /** In office hours of the n-th working day after a moment; the same day, somewhat later, for 0. */
  later(random: Random, moment: number, workingDays: number): number {
    if (workingDays === 0) return this.onDay(random, dayAt(moment), moment);
    return this.#calendar.nth(dayAt(moment), workingDays) * DAY + this.officeSecond(random);
  }

  /** In office hours of a day, but after `after` where that falls on the same day. */
  onDay(random: Random, day: number, after: number): number {
    const moment = day * DAY + this.officeSecond(random);
    if (dayAt(after) !== day || moment > after) return moment;
    const end = (day + 1) * DAY - 1;
    return Math.min(end, after + 30 + Math.floor(random.next() * Math.min(2 * HOUR, Math.max(1, end - after - 60))));
  }

  officeSecond(random: Random): number {
    const second = random.between(0, 7 * HOUR - 60);
    return second < 3 * HOUR ? 9 * HOUR + second : 10 * HOUR + second;
  }

  isOfficeTime(moment: number): boolean {
    const second = moment % DAY;
    return this.#calendar.isWorking(dayAt(moment)) && HOURS.some(([from, to]) => second >= from && second < to);
  }

  /** Hours in which somebody hands over or sends papers. */
  isWaking(moment: number): boolean {
    const second = moment % DAY;
    return second >= 7 * HOUR && second < 22 * HOUR;
  }

  isDaytime(moment: number): boolean {
    const second = moment % DAY;
    return second >= 9 * HOUR && second < 17 * HOUR;
  }
}
