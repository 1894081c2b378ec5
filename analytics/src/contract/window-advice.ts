/** How many windows to open, by weekday and hour: what came to the counter, and what a queue of so many windows does. */
import Type, { type Static } from 'typebox';
import { HANDLING_ORIGINS } from './codes.ts';
import { Count, List, Nullable, unitColumns } from './common.ts';

/** What the store holds about a counter (sql/marts/window_load.sql). */
export const WindowLoadRow = Type.Object({
  ...unitColumns,
  weekday: Type.Integer({ minimum: 1, maximum: 7, description: '1 Monday … 7 Sunday.' }),
  hour: Type.Integer({ minimum: 0, maximum: 23, description: 'Hour of the local day: 9 is 9:00 to 9:59.' }),
  days: { ...Count, description: 'Working days of that weekday in the period that are over.' },
  open_minutes: Type.Number({
    description: 'Minutes the counter was open in that hour over those days, by its calendar; 0 outside its hours.',
  }),
  arrivals: { ...Count, description: 'Cases received at the counter in that hour over those days.' },
  unstated: { ...Count, description: 'Of those, cases whose source does not say how they came.' },
  handling_cases: {
    ...Count,
    description: 'Cases of the unit whose events tell how long a window was busy with them.',
  },
  handling_seconds: Type.Number({ description: 'Seconds the windows were busy with these.' }),
  all_handling_cases: { ...Count, description: 'The same over all units of the answer.' },
  all_handling_seconds: Type.Number(),
  windows_seen: { ...Count, description: 'Windows at which the unit received anything in the period.' },
  windows_on_file: { ...Count, description: 'Windows of the unit in the directory.' },
});
export type WindowLoadRow = Static<typeof WindowLoadRow>;

const Minutes = Type.Number({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const {
  handling_seconds: _,
  all_handling_cases: __,
  all_handling_seconds: ___,
  ...loadColumns
} = WindowLoadRow.properties;

export const WindowAdviceRow = Type.Object(
  {
    ...loadColumns,
    arrivals_per_hour: Nullable(Type.Number({ description: 'arrivals × 60 / open_minutes; null outside the hours.' })),
    handling_minutes: Nullable(
      Type.Number({
        description: 'Mean minutes of a window per case that the advice counts with; null where unknown.',
      }),
    ),
    handling_origin: Type.Enum(HANDLING_ORIGINS, {
      description:
        'given: as the request says. unit: from the unit’s own events, 20 cases or more. all: from the events of all units ' +
        'of the answer, because the unit has fewer. none: nothing tells it, and there is no advice.',
    }),
    load: Nullable(Type.Number({ description: 'Offered load in erlangs: windows busy on average.' })),
    windows_open: {
      ...Count,
      description: 'Windows taken as open now: those on file, else those seen; 0 where none is known.',
    },
    is_overloaded: Type.Boolean({ description: 'More comes than the windows open now can take: the line grows.' }),
    wait_now: Nullable({ ...Minutes, description: 'Mean wait in minutes with these; null where the line grows.' }),
    within_now: Nullable({ ...Share, description: 'Share of people waiting no longer than the target with these.' }),
    windows_advised: Nullable({ ...Count, description: 'The least number of windows that meets the target.' }),
    wait_advised: Nullable({ ...Minutes, description: 'Mean wait in minutes with that many.' }),
    within_advised: Nullable({ ...Share, description: 'Share of people waiting no longer than the target with them.' }),
  },
  { $id: 'WindowAdviceRow' },
);
export type WindowAdviceRow = Static<typeof WindowAdviceRow>;
export const WindowAdvice = List(WindowAdviceRow);
export type WindowAdvice = Static<typeof WindowAdvice>;
