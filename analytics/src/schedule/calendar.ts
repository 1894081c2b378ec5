/** The working days schedules count by, read from the store: national holidays, make-up workdays, a centre's own closures. */
import type { Store } from '@mingcha/sql';
import type { WorkingDays } from './when.ts';

/** Around a moment: what was missed lies behind, the next occasion of a yearly report ahead. */
const DAYS_BACK = 120;
const DAYS_AHEAD = 420;

/** Of a calendar; of the default one where nobody knows that code. */
export async function readWorkingDays(store: Store, calendar: string, around: Date): Promise<WorkingDays> {
  const rows = await store.query<{ day: string; is_working: boolean; zone: string }>(
    `with (select if(count() > 0, {calendar:String}, 'default') from calendar_numbers where calendar = {calendar:String}) as known
    select day, is_working, (select any(zone) from calendar_numbers where calendar = known) as zone
    from calendar_days
    where calendar = known and day between toDate({around:DateTime64(3, 'UTC')}) - {back:UInt16} and toDate({around:DateTime64(3, 'UTC')}) + {ahead:UInt16}`,
    { calendar, around, back: DAYS_BACK, ahead: DAYS_AHEAD },
  );
  return {
    zone: rows[0]?.zone ?? 'Asia/Shanghai',
    days: new Map(rows.map(({ day, is_working }) => [day, is_working])),
  };
}
