/** Two sources held against each other, week by week: which cases one knows and the other does not. */
import { inlineView } from '@mingcha/sql';
import { type KnownTo, ReconciledCaseRow, ReconciliationRow } from '../contract/index.ts';
import { type Filters, filterArguments } from './scope.ts';
import { AS_OF, type Select } from './select.ts';

export interface Pair {
  /** First day of the week. */
  monday: string;
  /** Codes of the two sources. */
  a: string;
  b: string;
}

const WEEK = 'from_day={monday:Date}, to_day={monday:Date} + 6, a={a:String}, b={b:String}';

function reconciled({ monday, a, b }: Pair, filters: Filters) {
  const { text, parameters } = filterArguments(filters);
  return {
    from: inlineView(`reconciliation(${WEEK}, as_of=${AS_OF}, ${text})`),
    parameters: { monday, a, b, ...parameters },
  };
}

/** One row per department with any case, those with most to explain first. */
export function reconciliation(pair: Pair, filters: Filters): Select {
  const { from, parameters } = reconciled(pair, filters);
  return {
    from: `(
      select
        department, any(department_name) as department_name,
        toUInt32(countIf(known_to = 'a')) as only_a, toUInt32(countIf(known_to = 'b')) as only_b,
        toUInt32(countIf(known_to = 'both')) as both
      from ${from} group by department
    )`,
    row: ReconciliationRow,
    order: [
      { expression: '-toInt64(only_a + only_b)', type: 'Int64' },
      { expression: 'department', type: 'String' },
    ],
    parameters,
  };
}

/** The cases of the week, in order of receipt. */
export function reconciledCases(pair: Pair, knownTo: KnownTo | undefined, filters: Filters): Select {
  const { from, parameters } = reconciled(pair, filters);
  return {
    from,
    row: ReconciledCaseRow,
    where: knownTo === undefined ? [] : ['known_to = {known_to:String}'],
    order: [
      { expression: 'toUnixTimestamp64Milli(received_at)', type: 'Int64' },
      { expression: 'case_id', type: 'String' },
    ],
    parameters: knownTo === undefined ? parameters : { ...parameters, known_to: knownTo },
  };
}
