/** When people may be told: within the opening hours of the centre's calendar, holidays and make-up workdays included. */
import type { Store } from '@mingcha/sql';

/** Further ahead no opening is looked for; the longest holiday of a calendar is shorter. */
const DAYS_AHEAD = 60;

const OPENING = `select opens_at from (
    select
        calendar_no,
        starts_at,
        starts_at + toIntervalSecond(hour_of.1) as opens,
        starts_at + toIntervalSecond(hour_of.2) as closes,
        -- Hours are those of the wall clock, which on the day daylight saving begins or ends is not midnight plus hours.
        dictGet('zone_offset', 'seconds', toUInt64(calendar_no), toUnixTimestamp64Second(starts_at)) as at_midnight,
        opens - toIntervalSecond(dictGet('zone_offset', 'seconds', toUInt64(calendar_no), toUnixTimestamp64Second(opens)) - at_midnight) as opens_at,
        closes - toIntervalSecond(dictGet('zone_offset', 'seconds', toUInt64(calendar_no), toUnixTimestamp64Second(closes)) - at_midnight) as closes_at
    from calendar_days array join hours as hour_of
    where calendar = {calendar:String}
        and day between toDate({at:DateTime64(3, 'UTC')}) - 1 and toDate({at:DateTime64(3, 'UTC')}) + {days:UInt16}
)
where closes_at > {at:DateTime64(3, 'UTC')} order by opens_at limit 1`;

/** The moment itself within opening hours, else the next opening. A calendar that never opens keeps nobody waiting. */
export async function withinHours(store: Store, calendar: string, moment: Date): Promise<Date> {
  const [row] = await store.query<{ opens_at: string }>(OPENING, { calendar, at: moment, days: DAYS_AHEAD });
  const opens = row === undefined ? moment : new Date(row.opens_at);
  return opens > moment ? opens : moment;
}
