/** The working calendar, day by day. */
import Type, { type Static } from 'typebox';
import { DAY_KINDS } from './codes.ts';
import { Day, List } from './common.ts';

export const CalendarRow = Type.Object(
  {
    calendar: Type.String({ description: 'Code of the calendar the day is of.' }),
    day: Day,
    is_working: Type.Boolean(),
    kind: Type.Enum(DAY_KINDS, {
      description: 'makeup is a working day in place of a holiday; opening and closure are the centre’s own.',
    }),
    name: Type.String({ description: 'Name of the holiday, make-up workday or closure; empty for plain days.' }),
    is_known: Type.Boolean({ description: 'False beyond the last published year: by weekday alone.' }),
  },
  { $id: 'CalendarRow' },
);
export type CalendarRow = Static<typeof CalendarRow>;
export const Calendar = List(CalendarRow);
export type Calendar = Static<typeof Calendar>;
