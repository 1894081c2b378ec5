/** How long commitment cases took: working days used by those completed in a period, stops taken out. */
import Type, { type Static } from 'typebox';
import { Count } from '../contract/index.ts';
import type { Span } from '../periods/period.ts';
import { type Filters, filterConditions } from './scope.ts';
import { AS_OF, type Select } from './select.ts';

export const CommitmentTimeRow = Type.Object({
  cases: Count,
  days_sum: Type.Number({ description: 'Σ working days used.' }),
});
export type CommitmentTimeRow = Static<typeof CommitmentTimeRow>;

/** One row: the mean handling time (domain, numbers, version 1) as its two parts. */
export function commitmentTime({ from, to }: Span, filters: Filters): Select {
  const { where, parameters } = filterConditions(filters);
  const conditions = [
    'first_on <= {to_day:Date} and last_on >= {from_day:Date}',
    `received_at <= ${AS_OF} and is_completed and decided_at <= ${AS_OF}`,
    'decided_on between {from_day:Date} and {to_day:Date}',
    "case_kind = 'commitment' and working_days_used is not null",
    ...where,
  ];
  return {
    from: `(
      select toUInt32(count()) as cases, toFloat64(sum(assumeNotNull(working_days_used))) as days_sum
      from case_facts final where ${conditions.join(' and ')}
    )`,
    row: CommitmentTimeRow,
    order: [{ expression: 'cases', type: 'UInt32' }],
    parameters: { from_day: from, to_day: to, ...parameters },
  };
}
