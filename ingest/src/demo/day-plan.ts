/** How many cases begin on each day of a period: busy Mondays, quiet weekends, exactly the total asked for. */
import { Random } from './random.ts';
import { type WorkingDays, weekdayOf } from './working-days.ts';

/** Work of a day against an ordinary working day. */
export function busyness(calendar: WorkingDays, day: number): number {
  if (!calendar.isWorking(day)) return 0.06;
  if (!calendar.isWorking(day - 1)) return 1.18;
  return weekdayOf(day) === 4 ? 0.92 : 1;
}

export function casesPerDay(total: number, days: readonly number[], calendar: WorkingDays, seed: number): number[] {
  const random = new Random('days', seed);
  const weights = days.map((day) => busyness(calendar, day) * Math.exp(0.07 * random.bell()));
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
