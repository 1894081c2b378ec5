/** When cases begin: how many on each day, and at which hour those applied for from home. */
import { HOUR } from './case-plan.ts';
import { Random, Weighted } from './random.ts';
import { type WorkingDays, weekdayOf } from './working-days.ts';

/** Share of an ordinary working day's cases that is applied for from home at any hour; on a day off there are no others. */
export const FROM_HOME = 0.3;
/** How readily people apply from home, by the hour of the day: least by night, never not at all. */
const READINESS = [0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.8, 0.9, ...Array<number>(15).fill(1), 0.9];
const HOURS = new Weighted([...READINESS.keys()], (hour) => READINESS[hour]!);

/** Second of the day at which somebody applies from home. */
export function secondFromHome(random: Random): number {
  return HOURS.pick(random) * HOUR + random.between(0, HOUR - 1);
}

/** Cases of a day against an ordinary working day: busy after days off, quiet on them, no two days alike. */
export function busyness(calendar: WorkingDays, day: number, random: Random): number {
  const swing = Math.exp(0.07 * random.bell());
  if (!calendar.isWorking(day)) return FROM_HOME * swing;
  if (!calendar.isWorking(day - 1)) return 1.18 * swing;
  return (weekdayOf(day) === 4 ? 0.92 : 1) * swing;
}

/** How many cases begin on each day of a period, exactly the total asked for. */
export function casesPerDay(total: number, days: readonly number[], calendar: WorkingDays, seed: number): number[] {
  const random = new Random('days', seed);
  const weights = days.map((day) => busyness(calendar, day, random));
  const sum = weights.reduce((a, b) => a + b, 0);
  let done = 0;
  let given = 0;
  return weights.map((weight) => {
    done += weight;
    const upTo = Math.round((total * done) / sum);
    const count = upTo - given;
    given = upTo;
    return count;
  });
}
