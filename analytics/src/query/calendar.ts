/** Days of a working calendar: national holidays and make-up workdays, and the centre's own closures and opening days. */
import { CalendarRow } from '../contract/index.ts';
import type { Filters } from './scope.ts';
import type { Select } from './select.ts';
import type { Period } from './statistics.ts';

/** The narrowest unit asked for has the calendar of its centre; items have none. */
const NARROWEST_FIRST = ['staff', 'window', 'department', 'centre', 'county'] as const;

/**
 * The days of the calendar a unit works by. Without a unit, or for a county, it is the one all its centres share; where
 * they do not share one, the default.
 */
export function calendarDays({ from, to }: Period, filters: Filters): Select {
  const asked = NARROWEST_FIRST.find((name) => filters[name] !== undefined);
  const unit = asked === undefined ? '' : ` and ${asked === 'county' ? 'county' : 'code'} = {unit:String}`;
  const calendars = `
    select if(dictHas('calendar_number', calendar), calendar, 'default') as known
    from dictionary('unit') where level = {level:String}${unit}`;
  return {
    from: 'calendar_days',
    columns: Object.keys(CalendarRow.properties).map((name) => (name === 'kind' ? 'toString(role) as kind' : name)),
    where: [
      `calendar = (select if(uniqExact(known) = 1, any(known), 'default') from (${calendars}))`,
      'day between {from_day:Date} and {to_day:Date}',
    ],
    order: [{ expression: 'day', type: 'Date' }],
    parameters: {
      level: asked === undefined || asked === 'county' ? 'centre' : asked,
      unit: (asked && filters[asked]) ?? '',
      from_day: from,
      to_day: to,
    },
  };
}
