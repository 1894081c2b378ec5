/** The national working-day calendar 2007–2026 from `seeds/working_days.csv`, day by day. */
import { readFileSync } from 'node:fs';

/** First and last day the published notices cover. */
export const KNOWN_FROM = '2007-01-01';
export const KNOWN_UNTIL = '2026-12-31';

export interface CalendarDay {
  /** ISO day. */
  day: string;
  isWorking: boolean;
  /** `off` or `makeup` where a notice lists the day; else empty. */
  listedAs: '' | 'off' | 'makeup';
  /** Name of the holiday, or empty. */
  name: string;
}

const DAY_MS = 86_400_000;

/** Days a notice lists, in file order. */
export function readListedDays(): Omit<CalendarDay, 'isWorking'>[] {
  const text = readFileSync(new URL('../seeds/working_days.csv', import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [day = '', listedAs = '', name = ''] = line.split(',');
      return { day, listedAs: listedAs as CalendarDay['listedAs'], name };
    });
}

/** Every day from KNOWN_FROM to KNOWN_UNTIL. */
export function readWorkingDays(): CalendarDay[] {
  const listed = new Map(readListedDays().map((entry) => [entry.day, entry]));
  const days: CalendarDay[] = [];
  for (let ms = Date.parse(KNOWN_FROM); ms <= Date.parse(KNOWN_UNTIL); ms += DAY_MS) {
    const day = new Date(ms).toISOString().slice(0, 10);
    const entry = listed.get(day);
    const isWeekday = new Date(ms).getUTCDay() % 6 !== 0;
    days.push({
      day,
      isWorking: entry ? entry.listedAs === 'makeup' : isWeekday,
      listedAs: entry?.listedAs ?? '',
      name: entry?.name ?? '',
    });
  }
  return days;
}
