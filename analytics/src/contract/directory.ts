/** What is on file: units and items by level, centres with their zones, departments with who stands for them, the working calendar day by day. */
import Type, { type Static } from 'typebox';
import { DAY_KINDS } from './codes.ts';
import { Day, List, Moment } from './common.ts';

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

export const UnitRow = Type.Object(
  {
    code: Type.String(),
    name: Type.String(),
    department: Type.String({
      description: 'Of a window, a member of staff or an item; its own code for a department.',
    }),
    centre: Type.String(),
    county: Type.String({ description: 'County 县市区 it lies in; empty where unknown, and for items.' }),
  },
  { $id: 'UnitRow' },
);
export type UnitRow = Static<typeof UnitRow>;
export const Units = List(UnitRow);
export type Units = Static<typeof Units>;

export const CentreRow = Type.Object(
  {
    centre: Type.String(),
    centre_name: Type.String(),
    county: Type.String({ description: 'County 县市区 the centre lies in; empty where unknown.' }),
    calendar: Type.String({ description: 'Code of the calendar it works by.' }),
    zone: Type.String({ description: 'IANA name of the zone its days are of.', examples: ['Asia/Shanghai'] }),
    calendar_known_until: Day,
  },
  { $id: 'CentreRow' },
);
export type CentreRow = Static<typeof CentreRow>;
export const Centres = List(CentreRow);
export type Centres = Static<typeof Centres>;

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
    starts_at: { ...Moment, description: 'Midnight at the place of the calendar, at which the day begins.' },
    opening_hours: Type.String({
      description: 'On the wall clock there; empty on a day off.',
      examples: ['09:00-12:00 13:30-17:30'],
    }),
  },
  { $id: 'CalendarRow' },
);
export type CalendarRow = Static<typeof CalendarRow>;
export const Calendar = List(CalendarRow);
export type Calendar = Static<typeof Calendar>;
