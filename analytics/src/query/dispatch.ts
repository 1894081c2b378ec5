/** Reads of the look ahead: units with what falls due against their capacity, and the cases behind its numbers. */
import { inlineView } from '@mingcha/sql';
import { type Age, DispatchCaseRow, DispatchRow, type Level, type Place } from '../contract/index.ts';
import { type Filters, filterArguments } from './scope.ts';
import { AS_OF, type Select } from './select.ts';

export interface LookAhead {
  /** First day of the ten-day period, ISO. */
  from: string;
  /** Working days from which on a stop is long. */
  stoppedDays: number;
}

/** Which cases of the look ahead; all that is given holds. */
export interface Standing {
  place?: Place | undefined;
  /** Working day ahead, 1 to 10. */
  ahead?: number | undefined;
  age?: Age | undefined;
  stoppedLong?: boolean | undefined;
}

const AHEAD = `as_of=${AS_OF}, from_day={from_day:Date}, stopped_days={stopped_days:UInt32}`;
/** Later than any due moment, for cases that have none. */
const NEVER_MS = '9000000000000000';
/** As the mart counts them. */
const AGE_CONDITIONS: Record<Age, string> = {
  5: 'age_days <= 5',
  10: 'age_days between 6 and 10',
  20: 'age_days between 11 and 20',
  45: 'age_days between 21 and 45',
  more: 'age_days > 45',
};

/** One row per unit, whom to help first before the others, then by what is overdue and what falls due. */
export function dispatch({ from, stoppedDays }: LookAhead, by: Level, filters: Filters): Select {
  const { text, parameters } = filterArguments(filters);
  return {
    from: inlineView(`dispatch(${AHEAD}, by='${by}', ${text})`),
    row: DispatchRow,
    order: [
      { expression: 'ifNull(toUInt32(help_rank), 4294967295)', type: 'UInt32' },
      { expression: '-toInt64(overdue)', type: 'Int64' },
      { expression: '-toInt64(open_cases - due_later - no_limit - stopped)', type: 'Int64' },
      { expression: 'unit', type: 'String' },
    ],
    parameters: { from_day: from, stopped_days: stoppedDays, ...parameters },
  };
}

/** The open cases behind a number of the look ahead, earliest due first. */
export function dispatchCases(
  { from, stoppedDays }: LookAhead,
  { place, ahead, age, stoppedLong }: Standing,
  filters: Filters,
): Select {
  const { text, parameters } = filterArguments(filters);
  return {
    from: inlineView(`dispatch_cases(${AHEAD}, ${text})`),
    row: DispatchCaseRow,
    where: [
      ...(place === undefined ? [] : ['place = {place:String}']),
      ...(ahead === undefined ? [] : ['ahead = {ahead:UInt8}']),
      ...(age === undefined ? [] : [AGE_CONDITIONS[age]]),
      ...(stoppedLong ? ['is_stopped_long'] : []),
    ],
    order: [
      { expression: `ifNull(toUnixTimestamp64Milli(due_at), ${NEVER_MS})`, type: 'Int64' },
      { expression: 'case_id', type: 'String' },
    ],
    parameters: {
      from_day: from,
      stopped_days: stoppedDays,
      ...parameters,
      ...(place === undefined ? {} : { place }),
      ...(ahead === undefined ? {} : { ahead }),
    },
  };
}
