/** Open cases with their clocks: the overdue list, its summary, the cases behind a number, rejects. */

import { LIMIT_UNITS } from '@mingcha/ingest/codes';
import Type, { type Static } from 'typebox';
import { CARD_GRADES, CARD_STATES, GRADES, STATES, VERDICTS } from './codes.ts';
import { Count, Day, List, Moment, Nullable } from './common.ts';
import { itemColumns, kindColumn, placeColumns } from './place.ts';

const clockColumns = {
  clock_from_on: Nullable(Day),
  limit_source: Type.Enum(['event', 'item', 'none']),
  limit_unit: Type.Enum(['', ...LIMIT_UNITS, 'hours'], {
    description: 'hours are plain ones, up to a due moment that the source promised itself.',
  }),
  promised_limit: Nullable(Type.Number({ description: 'In limit_unit, extensions included.' })),
  used: Nullable(Type.Number({ description: 'In limit_unit, as of the report, stops taken out.' })),
  remaining: Nullable(
    Type.Number({ description: 'In limit_unit; negative is overdue by; while stopped, what is left on resuming.' }),
  ),
  due_on: Nullable(Day),
  due_at: Nullable(Moment),
  due_provisional: Type.Boolean({ description: 'The due day lies beyond the known calendar.' }),
  statutory_due_at: Nullable(Moment),
  warn_at: Nullable(Moment),
};

export const OverdueRow = Type.Object(
  {
    case_id: Type.String(),
    grade: Type.Enum(GRADES),
    state: Type.Enum(STATES),
    ...placeColumns,
    ...itemColumns,
    ...kindColumn,
    received_at: Nullable(Moment),
    accepted_at: Nullable(Moment),
    ...clockColumns,
    stopped_since: Nullable(Day),
    flags: Type.Array(Type.String()),
    card_grade: Type.Enum(['', ...CARD_GRADES], {
      description: 'The gravest card in force; empty where there is none.',
    }),
    card_state: Type.Enum(['', ...CARD_STATES], {
      description: 'State of that card; of two as grave, the one furthest along.',
    }),
  },
  { $id: 'OverdueRow' },
);
export type OverdueRow = Static<typeof OverdueRow>;
export const Overdue = List(OverdueRow);
export type Overdue = Static<typeof Overdue>;

/** Lamps and the distribution of days left over all open cases. */
export const SupervisionSummary = Type.Object(
  {
    as_of: Moment,
    last_event_at: Nullable(Type.Union([Moment], { description: 'Arrival of the newest event.' })),
    red: Count,
    yellow: Count,
    notice: Count,
    stopped: Count,
    fine: Count,
    no_limit: Count,
    decided_today: Count,
    received_today: Count,
    days_left: Type.Array(Type.Object({ remaining: Type.Integer(), grade: Type.Enum(GRADES), cases: Count })),
  },
  { $id: 'SupervisionSummary' },
);
export type SupervisionSummary = Static<typeof SupervisionSummary>;

export const CaseRow = Type.Object(
  {
    case_id: Type.String(),
    state: Type.Enum(STATES),
    verdict: Type.Enum(['', ...VERDICTS]),
    ...placeColumns,
    ...itemColumns,
    ...kindColumn,
    received_at: Nullable(Moment),
    accepted_at: Nullable(Moment),
    decided_at: Nullable(Moment),
    limit_unit: clockColumns.limit_unit,
    promised_limit: clockColumns.promised_limit,
    used: clockColumns.used,
    due_on: Nullable(Day),
    rating: Nullable(Type.Integer()),
    flags: Type.Array(Type.String()),
  },
  { $id: 'CaseRow' },
);
export type CaseRow = Static<typeof CaseRow>;
export const Cases = List(CaseRow);
export type Cases = Static<typeof Cases>;

export const CaseNumbers = Type.Object(
  {
    as_of: Moment,
    rows: Type.Array(
      Type.Object({ case_id: Type.String(), item_name: Type.String(), department_name: Type.String() }),
      { description: 'The last number first.' },
    ),
    has_more: Type.Boolean({ description: 'More numbers begin so.' }),
  },
  { $id: 'CaseNumbers' },
);
export type CaseNumbers = Static<typeof CaseNumbers>;

export const RejectRow = Type.Object(
  {
    reject_id: Type.String(),
    received_at: { ...Moment, description: 'When it first came.' },
    last_refused_at: { ...Moment, description: 'When it was refused the last time: then, sent again, or replayed.' },
    source: Type.String(),
    line: Type.Integer(),
    code: Type.String(),
    field: Type.String(),
    message: Type.String(),
    text: Type.String({ description: 'The line as sent, without personal data and without what unknown fields held.' }),
    replayed_at: {
      ...Nullable(Moment),
      description:
        'When it came in after all: replayed, or told again by its source or a mended file (same event, same or later revision). ' +
        'Null while it is open; a line that names no event stays open.',
    },
  },
  { $id: 'RejectRow' },
);
export type RejectRow = Static<typeof RejectRow>;
export const Rejects = List(RejectRow);
export type Rejects = Static<typeof Rejects>;
