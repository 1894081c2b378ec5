/** The days off and make-up workdays of the published notices, as `sql/seeds/working_days.csv` lists them. */
import { readFileSync } from 'node:fs';
import type { CalendarDay } from './working-days.ts';

/** Listed days only: every other day is a working day from Monday to Friday. */
export function nationalCalendar(): CalendarDay[] {
  const seed = new URL('../../../sql/seeds/working_days.csv', import.meta.url);
  return readFileSync(seed, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [day = '', listedAs = ''] = line.split(',');
      return { day, is_working: listedAs === 'makeup' };
    });
}
