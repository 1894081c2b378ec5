/** What is on file: departments with who stands for them, and the working calendar day by day. */
import Type, { type Static } from 'typebox';
import { DAY_KINDS } from './codes.ts';
import { Day, List } from './common.ts';

export const DepartmentRow = Type.Object(
  {
    department: Type.String(),
    department_name: Type.String(),
    centre: Type.String(),
    county: Type.String({ description: 'County 县市区 the department lies in; empty where unknown.' }),
    chief_representative: Type.String({
      description: 'Member of staff who is chief representative 首席代表, the one named last; empty where none is.',
    }),
    chief_representative_name: Type.String(),
  },
  { $id: 'DepartmentRow' },
);
export type DepartmentRow = Static<typeof DepartmentRow>;
export const Departments = List(DepartmentRow);
export type Departments = Static<typeof Departments>;

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
