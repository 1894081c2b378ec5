/** What a rule would have found over a period with other thresholds, beside what it finds with those in force. */
import { findingsOf, type Rule, type Threshold } from '@mingcha/sql';
import { SimulatedRow, type Simulation } from '../contract/index.ts';
import type { Reader } from './reader.ts';
import { type Filters, filterConditions } from './scope.ts';
import { AS_OF, type Select } from './select.ts';

export interface Trial {
  rule: Rule;
  /** ISO days, both included, of the moment a finding became true. */
  from: string;
  to: string;
  tried: readonly Threshold[];
  inForce: readonly Threshold[];
  filters: Filters;
}

/** Days after the last that happened to a case in which something can still become true of it. */
const AFTER_THE_LAST = 60;
const CHANGES = ['new', 'gone', 'same'] as const;

/** Findings as rows, what would change first. */
export function simulatedCases({ rule, from, to, tried, inForce, filters }: Trial): Select {
  const { where, parameters } = filterConditions(filters);
  // Cases that were there in the period. A finding that other thresholds only move out of it is neither new nor gone.
  const these = [
    'first_on <= {to_day:Date} + 1',
    `greatest(open_until, last_on) >= {from_day:Date} - ${AFTER_THE_LAST}`,
    ...where,
  ].join(' and ');
  const facts = `(select * from case_facts final where ${these})`;
  const found = (
    thresholds: readonly Threshold[],
    isTried: boolean,
  ) => `select case_id, found_at, ${isTried} as is_tried
    from (${findingsOf(rule, facts, thresholds)})
    where found_at <= ${AS_OF}`;
  const within = (moment: string) =>
    `ifNull(toDate(local_time(dictGet('calendar_number', 'calendar_no', 'default'), assumeNotNull(${moment}))) between {from_day:Date} and {to_day:Date} and ${moment} is not null, false)`;
  const unit = (level: string) =>
    `cases.${level} as ${level}, dictGetOrDefault('unit', 'name', ('${level}', cases.${level}), '') as ${level}_name`;
  return {
    from: `(
      select
        found.case_id as case_id,
        multiIf(found.in_force_at is null, 'new', found.tried_at is null, 'gone', 'same') as change,
        found.tried_at as found_at, found.in_force_at as found_at_in_force, found.is_tried_within, found.is_in_force_within,
        cases.county as county, cases.centre as centre, ${['department', 'window', 'staff', 'item'].map(unit).join(', ')}
      from (
        select
          case_id, maxOrNullIf(found_at, is_tried) as tried_at, maxOrNullIf(found_at, not is_tried) as in_force_at,
          ${within('tried_at')} as is_tried_within, ${within('in_force_at')} as is_in_force_within
        from (${found(tried, true)} union all ${found(inForce, false)})
        group by case_id
        having is_tried_within or is_in_force_within
      ) as found
      inner join (select case_id, county, centre, department, window, staff, item from case_facts final where ${these}) as cases
        on cases.case_id = found.case_id
    )`,
    row: SimulatedRow,
    order: [
      { expression: `toUInt8(indexOf([${CHANGES.map((each) => `'${each}'`).join(', ')}], change))`, type: 'UInt8' },
      { expression: 'case_id', type: 'String' },
    ],
    parameters: { from_day: from, to_day: to, ...parameters },
  };
}

/** How many cards of each kind, by department; the most changed first. */
export async function simulatedDepartments(
  reader: Reader,
  select: Select,
  asOf: Date,
): Promise<Simulation['departments']> {
  const { rows } = await reader.rows<Simulation['departments'][number]>(
    `select
      department, any(department_name) as department_name,
      toUInt32(countIf(is_tried_within)) as tried, toUInt32(countIf(is_in_force_within)) as in_force,
      toUInt32(countIf(change = 'new')) as new, toUInt32(countIf(change = 'gone')) as gone,
      toUInt32(countIf(change = 'same' and not is_in_force_within)) as moved_in,
      toUInt32(countIf(change = 'same' and not is_tried_within)) as moved_out
    from ${select.from} group by department order by new + gone desc, tried desc, department`,
    select.parameters,
    asOf,
  );
  return rows;
}
