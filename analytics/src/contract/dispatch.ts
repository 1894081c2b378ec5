/** 旬调度: what falls due in the ten working days ahead, against capacity; and the cases behind each of its numbers. */
import Type, { type Static } from 'typebox';
import { PLACES } from './codes.ts';
import { Count, Day, List, Nullable, unitColumns } from './common.ts';
import { OverdueRow } from './supervision.ts';

const dueOn = (step: number) => ({ ...Count, description: `Due on working day ${step} ahead.` });

export const DispatchRow = Type.Object(
  {
    ...unitColumns,
    help_rank: Nullable(
      Type.Integer({
        description: 'Whom to help first: rank by shortfall before it is rounded, 1, 1, 3; null without one.',
      }),
    ),
    shortfall: {
      ...Count,
      description:
        'The most cases by which what must be closed by a day ahead (overdue and due by then) exceeds the days until then × ' +
        'decided_recent / recent_days, over the ten days; less than a whole case is none, a part beyond whole cases counts as ' +
        'one; of what is known now.',
    },
    short_from: Type.Integer({
      minimum: 0,
      maximum: 10,
      description: 'First day ahead on which that is so; 0 for none.',
    }),
    days_ahead: Type.Array(Day, { description: 'The ten working days ahead, by the unit’s calendar.' }),
    open_cases: {
      ...Count,
      description: 'Open cases on the clock: the sum of the ten due columns and the ones around.',
    },
    overdue: { ...Count, description: 'Past the promised or statutory due moment.' },
    instant: { ...Count, description: 'Open instant cases: due at once, and no part of due_1.' },
    due_before: { ...Count, description: 'Due before the ten days begin; 0 once they have begun.' },
    due_1: dueOn(1),
    due_2: dueOn(2),
    due_3: dueOn(3),
    due_4: dueOn(4),
    due_5: dueOn(5),
    due_6: dueOn(6),
    due_7: dueOn(7),
    due_8: dueOn(8),
    due_9: dueOn(9),
    due_10: dueOn(10),
    due_later: Count,
    no_limit: { ...Count, description: 'Without a limit on file.' },
    stopped: { ...Count, description: 'Clock stopped: due on no day.' },
    stopped_long: { ...Count, description: 'Of those, stopped for more working days than stopped_days.' },
    age_5: { ...Count, description: 'Open cases up to 5 working days after day 0 of their clock.' },
    age_10: { ...Count, description: '6 to 10.' },
    age_20: { ...Count, description: '11 to 20.' },
    age_45: { ...Count, description: '21 to 45.' },
    age_more: { ...Count, description: 'More than 45.' },
    decided_recent: {
      ...Count,
      description: 'Cases decided in the last 20 working days before the day of the report, instant ones left out.',
    },
    recent_days: { ...Count, description: 'Working days that is about: 20, fewer while the store holds fewer.' },
  },
  { $id: 'DispatchRow' },
);
export type DispatchRow = Static<typeof DispatchRow>;
export const Dispatch = List(DispatchRow);
export type Dispatch = Static<typeof Dispatch>;

export const DispatchCaseRow = Type.Object(
  {
    ...Type.Omit(OverdueRow, ['card_grade', 'card_state']).properties,
    place: Type.Enum(PLACES, { description: 'Where the case stands in the look ahead.' }),
    ahead: Type.Integer({ minimum: 0, maximum: 10, description: 'Working day ahead on which it is due; else 0.' }),
    age_days: { ...Count, description: 'Working days since day 0 of its clock, stops included.' },
    stood_days: Nullable({ ...Count, description: 'Working days since its clock stopped; null while it runs.' }),
  },
  { $id: 'DispatchCaseRow' },
);
export type DispatchCaseRow = Static<typeof DispatchCaseRow>;
export const DispatchCases = List(DispatchCaseRow);
export type DispatchCases = Static<typeof DispatchCases>;
