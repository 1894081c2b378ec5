/** Where reads of open cases find them: out of the open ones alone, or with those closed since, for a past moment. */
import { inlineView, type Store, whileUnchanged } from '@mingcha/sql';
import { AS_OF, type Ways } from './select.ts';

const OVERDUE_WARNINGS = `overdue_warnings(as_of=${AS_OF})`;
const CLOSED_SINCE = `select case_id from case_facts where last_on >= toDate(${AS_OF}) and closed_at > ${AS_OF}`;

/** Cases open as of a moment. */
export interface OpenCases {
  /** With clock and grade, a sub-query. */
  warnings: string;
  /** Statement of their numbers; it may name others, too. */
  numbers: string;
}

const AT_ANY_MOMENT: OpenCases = {
  warnings: inlineView(OVERDUE_WARNINGS),
  numbers: `select case_id from open_cases union all ${CLOSED_SINCE}`,
};
const WHILE_NONE_CLOSED: OpenCases = {
  warnings: inlineView(OVERDUE_WARNINGS, { open_as_of: 'open_now' }),
  numbers: 'select case_id from open_cases',
};

/** The case `case_id` as it stood open, found by its key: the columns of open_now. */
const CASE_OPEN = `(
  select
    case_id, received_at, accepted_at, on_clock_at, clock_from_on, state, axis, step, start_position, length, stops,
    due_on, due_at, is_due_provisional, statutory_due_at, limit_source, limit_unit, promised_limit,
    calendar, county, centre, department, window, staff, item, case_kind, flags
  from case_facts final
  where case_id = {case_id:String} and received_at <= ${AS_OF} and (not is_closed or closed_at > ${AS_OF})
)`;
/** Clock and grade of the case `case_id`; no row unless it stood open as of the moment. */
export const WARNING_OF_CASE = inlineView(OVERDUE_WARNINGS, { open_as_of: CASE_OPEN });

/** Whether no case was closed after the moment. The newest one is asked for, since it answers for later moments, too. */
async function noneClosedSince(store: Store, asOf: Date): Promise<boolean> {
  const day = asOf.toISOString().slice(0, 10);
  const newest = await whileUnchanged(store, `newest closed since ${day}`, async () => {
    const [row] = await store.query<{ at: string | null }>(
      'select maxOrNull(closed_at) as at from case_facts where last_on >= {day:Date}',
      { day },
    );
    return row?.at ?? null;
  });
  return newest === null || new Date(newest) <= asOf;
}

/** What is written of open cases, read in the quicker way while none was closed since. */
export function ofOpenCases(write: (open: OpenCases) => string): Ways {
  return {
    from: write(AT_ANY_MOMENT),
    quicker: [
      {
        from: write(WHILE_NONE_CLOSED),
        async holds(store, asOf) {
          return (await noneClosedSince(store, asOf)) ? () => noneClosedSince(store, asOf) : undefined;
        },
      },
    ],
  };
}
