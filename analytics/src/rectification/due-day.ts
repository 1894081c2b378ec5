/** By when something is to be put right, unless somebody says another day: working days of the calendar the unit works by. */
import type { Store } from '@mingcha/sql';
import type { RectificationOrigin } from '../contract/codes.ts';

/**
 * Working days after the day an entry is opened. A bad rating has those of its rule, fifteen by the State Council's rules on
 * good and bad ratings, from the day it was given; the others are a choice of ours.
 */
export const WORKING_DAYS: Readonly<Record<Exclude<RectificationOrigin, 'bad_rating'>, number>> = {
  card: 5,
  finding: 10,
  meeting: 10,
  manual: 10,
};

/** The day on which the n-th working day after the local day of a moment falls; ISO day. */
export async function workingDayAfter(
  store: Pick<Store, 'query'>,
  calendar: string,
  moment: Date,
  days: number,
): Promise<string> {
  const [row] = await store.query<{ due_on: string }>(
    `with
      dictGet('calendar_number', 'calendar_no', {calendar:String}) as no,
      toDate(local_time(no, {at:DateTime64(3, 'UTC')})) as today
    select dictGet('working_day', 'day', toUInt64(no) * 100000 + toUInt64(working_index(no, today) + {days:UInt16})) as due_on`,
    { calendar, at: moment, days },
  );
  return row!.due_on;
}

/** The local day of a moment in a calendar; ISO day. */
export async function localToday(store: Pick<Store, 'query'>, calendar: string, moment: Date): Promise<string> {
  const [row] = await store.query<{ today: string }>(
    `select toDate(local_time(dictGet('calendar_number', 'calendar_no', {calendar:String}), {at:DateTime64(3, 'UTC')})) as today`,
    { calendar, at: moment },
  );
  return row!.today;
}

/** The local day of a moment where it is earliest among all calendars on file; ISO day. */
export async function earliestToday(store: Pick<Store, 'query'>, moment: Date): Promise<string> {
  const [row] = await store.query<{ today: string }>(
    `select min(toDate(local_time(calendar_no, {at:DateTime64(3, 'UTC')}))) as today from dictionary('calendar_number')`,
    { at: moment },
  );
  return row!.today;
}
