/** Days of a working calendar: national holidays and make-up workdays, and the centre's own closures and opening days. */
import { CalendarRow } from '../contract/index.ts';
import type { Span } from '../periods/period.ts';
import type { Filters } from './scope.ts';
import type { Select } from './select.ts';

/** The narrowest unit asked for has the calendar of its centre; items have none. */
const NARROWEST_FIRST = ['staff', 'window', 'department', 'centre', 'county'] as const;

/**
 * The days of the calendar a unit works by. Without a unit, or for a county, it is the one all its centres share; where
 * they do not share one, the default.
 */
export function calendarDays({ from, to }: Span, filters: Filters): Select {
  const { text, parameters } = calendarOf(filters);
  return {
    from: 'calendar_days',
    row: CalendarRow,
    expressions: EXPRESSIONS,
    where: [`calendar = ${text}`, 'day between {from_day:Date} and {to_day:Date}'],
    order: [{ expression: 'day', type: 'Date' }],
    parameters: { ...parameters, from_day: from, to_day: to },
  };
}

/** The code of that calendar, as an expression with its parameters. */
export function calendarOf(filters: Filters): { text: string; parameters: Record<string, string> } {
  const asked = NARROWEST_FIRST.find((name) => filters[name] !== undefined);
  const unit = asked === undefined ? '' : ` and ${asked === 'county' ? 'county' : 'code'} = {unit:String}`;
  const calendars = `
    select ${KNOWN} as known
    from dictionary('unit') where level = {level:String}${unit}`;
  return {
    text: `(select if(uniqExact(known) = 1, any(known), 'default') from (${calendars}))`,
    parameters: {
      level: asked === undefined || asked === 'county' ? 'centre' : asked,
      unit: (asked && filters[asked]) ?? '',
    },
  };
}

/** A centre that names none, or one nobody has on file, works by the default one. */
export const KNOWN = "if(dictHas('calendar_number', calendar), calendar, 'default')";

const clock = (seconds: string) =>
  `concat(leftPad(toString(intDiv(${seconds}, 3600)), 2, '0'), ':', leftPad(toString(intDiv(${seconds} % 3600, 60)), 2, '0'))`;
const EXPRESSIONS: Record<string, string> = {
  kind: 'toString(role)',
  opening_hours: `arrayStringConcat(arrayMap(span -> concat(${clock('span.1')}, '-', ${clock('span.2')}), hours), ' ')`,
};
