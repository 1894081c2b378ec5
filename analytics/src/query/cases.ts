/** The cases behind a number: what each measure of the marts counted, as a condition on the case. */
import { inlineView } from '@mingcha/sql';
import { CaseRow, type Measure } from '../contract/index.ts';
import type { Span } from '../periods/period.ts';
import { type Filters, filterConditions } from './scope.ts';
import { AS_OF, type Select } from './select.ts';

const CASE_LIST = `case_list(from_day={from_day:Date}, to_day={to_day:Date}, with_open={with_open:UInt8}, as_of=${AS_OF})`;
/** Cases near the days from `from_day` to `to_day`. */
const LISTED = inlineView(CASE_LIST);
/** The same of the case `case_id`, found by its key. */
export const LISTED_CASE = inlineView(CASE_LIST, {
  cases_near: '(select * from case_facts final where case_id = {case_id:String})',
});

const FROM = '{from_day:Date}';
const TO = '{to_day:Date}';
const within = (day: string) => `${day} between ${FROM} and ${TO}`;
const COMPLETED = `${within('decided_on')} and is_completed`;
const OPEN_AT_END = `received_on <= ${TO} and (closed_on is null or closed_on > ${TO})`;

/** One condition per measure; the same words as the marts, so that a list is as long as the number it explains. */
const CONDITIONS: Record<Measure, string> = {
  received: within('received_on'),
  accepted: within('accepted_on'),
  refused: within('refused_on'),
  decided: within('decided_on'),
  completed: COMPLETED,
  delivered: within('delivered_on'),
  withdrawn: within('withdrawn_on'),
  early: `${COMPLETED} and verdict = 'early'`,
  on_time: `${COMPLETED} and verdict = 'on_time'`,
  overdue: `${COMPLETED} and verdict = 'overdue'`,
  within_limit: `${COMPLETED} and verdict in ('early', 'on_time')`,
  completed_with_limit: `${COMPLETED} and verdict != 'not_judged'`,
  completed_in_days: `${COMPLETED} and limit_unit = 'working_days'`,
  completed_in_statutory_days: `${COMPLETED} and statutory_unit = 'working_days'`,
  commitment_completed: `${COMPLETED} and case_kind = 'commitment'`,
  commitment_early: `${COMPLETED} and case_kind = 'commitment' and verdict = 'early'`,
  commitment_received: `${within('received_on')} and case_kind = 'commitment'`,
  online_received: `${within('received_on')} and channel in ('web', 'mobile')`,
  rated: within('rated_on'),
  satisfied: `${within('rated_on')} and rating <= 3`,
  praised: `${within('rated_on')} and rating <= 2`,
  open_at_end: OPEN_AT_END,
  overdue_open_at_end: `${OPEN_AT_END} and lapsed_on <= ${TO}`,
};

const OF_OPEN: ReadonlySet<Measure> = new Set(['open_at_end', 'overdue_open_at_end']);

/** Cases a measure counted over a period, by case number. */
export function casesOf(measure: Measure, { from, to }: Span, filters: Filters): Select {
  const { where, parameters } = filterConditions(filters);
  return {
    from: LISTED,
    row: CaseRow,
    where: [`(${CONDITIONS[measure]})`, ...where],
    order: [{ expression: 'case_id', type: 'String' }],
    parameters: { from_day: from, to_day: to, with_open: OF_OPEN.has(measure) ? 1 : 0, ...parameters },
  };
}
