/** Scheduled reports: what is made when, and what lies ready. */
import Type, { type Static } from 'typebox';
import { Count, Moment, Nullable } from './common.ts';

export const ReportRow = Type.Object(
  {
    run_id: Type.String({ description: '32 hexadecimal digits; the file is at /reports/{run_id}/file.' }),
    schedule: Type.String(),
    name: Type.String({ description: 'As the schedule called it when it was made.' }),
    occasion: Type.String({ description: 'The day, week, ten days … it was due for.', examples: ['2026-W11'] }),
    period: Type.String({ description: 'What it is about; empty before it is made.', examples: ['2026-W10'] }),
    report: Type.String({ examples: ['ranking'] }),
    format: Type.String({ examples: ['xlsx'] }),
    state: Type.Enum(['due', 'made', 'announced', 'given_up'], {
      description:
        'due: a try failed, and another comes; made: the file is there; announced: receivers are told, or there are none.',
    }),
    due_at: Moment,
    made_at: Nullable(Moment),
    announced_at: Nullable(Moment),
    bytes: Nullable(Count),
    sha256: Type.String({ description: 'Of the file; empty before it is made.' }),
    tries: { ...Count, description: 'Tries that failed.' },
    fault: Type.String({ description: 'Why the last try failed; empty where none did since.' }),
  },
  { $id: 'ReportRow' },
);
export type ReportRow = Static<typeof ReportRow>;
export const Reports = Type.Object({ as_of: Moment, rows: Type.Array(ReportRow) }, { $id: 'Reports' });
export type Reports = Static<typeof Reports>;

export const ScheduleRow = Type.Object(
  {
    schedule: Type.String(),
    name: Type.String(),
    when: Type.String({ examples: ['first_working_day_of_week'] }),
    at: Type.String({ description: 'HH:MM in the zone of its calendar.', examples: ['08:30'] }),
    calendar: Type.String(),
    report: Type.String(),
    parameters: Type.Record(Type.String(), Type.String()),
    period: Type.String({ description: 'Kind of period.', examples: ['week'] }),
    which: Type.String({ description: 'ended, running or next, as seen from the occasion.' }),
    format: Type.String(),
    language: Type.String(),
    receivers: Type.Array(Type.String()),
    is_active: Type.Boolean(),
    next_at: Nullable(Moment),
    next_period: Nullable(Type.String({ description: 'What the next report is about.' })),
  },
  { $id: 'ScheduleRow' },
);
export type ScheduleRow = Static<typeof ScheduleRow>;
export const Schedules = Type.Object({ as_of: Moment, rows: Type.Array(ScheduleRow) }, { $id: 'Schedules' });
export type Schedules = Static<typeof Schedules>;
